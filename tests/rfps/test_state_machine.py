"""
Any order of moves of an RFP, its invitations and its bids: nothing sealed is seen, no version is
lost, no late bid gets in. The model beside the database is a few counters.
"""

import uuid

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from audit import acting
from audit import services as audit
from rfps.errors import RFPError
from rfps.models import RFP, BidVersion, Question
from rfps.services import addenda, bids, drafts, invitations, openings
from rfps.services import rfp as rfp_services
from tests.rfps import sealed

pytestmark = pytest.mark.django_db

TABLES = ("rfps_bid", "rfps_bidversion", "rfps_bidpart")
OF_A_VERSION = {"rfps_bid": 1, "rfps_bidversion": 1, "rfps_bidpart": 2}
VENDORS = st.integers(0, 2)


def counts() -> dict[str, int]:
    """Count the rows the database shows, by raw SQL: no queryset of ours stands in between."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name from this file
            found[table] = cursor.fetchone()[0]
    return found


class Vendor:
    """What should be known of one vendor's bid."""

    def __init__(self, recipient):
        self.recipient = recipient
        self.receipts: list[str] = []  # of every version, in order
        self.is_withdrawn = self.is_begun = self.is_revoked = False

    @property
    def is_in_force(self) -> bool:
        return bool(self.receipts) and not self.is_withdrawn


class Requests(RuleBasedStateMachine):
    world: tuple  # rfp, recipients, the two openers; set by the test

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.rfp, recipients, self.openers = self.world
        self.vendors = [Vendor(recipient) for recipient in recipients]
        self.secret = f"canary-{uuid.uuid4().hex}"
        self.agreed: set[int] = set()
        self.versions = 1
        self.is_closed = self.is_cancelled = self.is_opened = False

    def teardown(self):
        with acting.as_system():
            assert audit.verify().faults == []
        transaction.savepoint_rollback(self.savepoint)

    def refused(self, move, *arguments, **named) -> bool:
        """Make a move; say whether it was refused. Nothing but a refusal may go wrong."""
        for vendor in self.vendors:
            vendor.recipient.invitation.rfp.refresh_from_db()
        try:
            with transaction.atomic():
                move(*arguments, **named)
        except RFPError:
            return True
        return False

    def takes_bids(self, vendor: Vendor) -> bool:
        return not (self.is_closed or self.is_cancelled or vendor.is_revoked)

    @rule(place=VENDORS, price=st.sampled_from(["1200.50", "1300", "1.25"]))
    def write(self, place, price):
        vendor = self.vendors[place]
        with sealed.acting_as(vendor.recipient):
            version = vendor.recipient.invitation.rfp.versions.last()
            row = drafts.find(vendor.recipient.invitation)
        raw = sealed.filled(version.content, price=price, answer=self.secret)
        was_refused = self.refused(sealed.save, vendor.recipient, raw, row.revision if row else 0)
        if not was_refused:
            vendor.is_begun = True

    @rule(place=VENDORS)
    def submit(self, place):
        vendor = self.vendors[place]
        with sealed.acting_as(vendor.recipient):
            row = drafts.find(vendor.recipient.invitation)
            newest = vendor.recipient.invitation.rfp.versions.last()
            is_confirmed = bool(row) and not drafts.unconfirmed(row.content, newest)
        before = list(vendor.receipts)

        was_refused = self.refused(
            sealed.as_its_vendor,
            vendor.recipient,
            bids.submit,
            revision=row.revision if row else 0,
            version_number=newest.number,
        )

        assert was_refused == (not (row and is_confirmed and self.takes_bids(vendor)))
        if not was_refused:
            with sealed.acting_as(vendor.recipient):
                kept = BidVersion.objects.filter(invitation=vendor.recipient.invitation)
                vendor.receipts = list(kept.order_by("number").values_list("sha256", flat=True))
            assert vendor.receipts[: len(before)] == before
            assert len(vendor.receipts) - len(before) in ({0, 1} if before else {1})
            vendor.is_withdrawn = False

    @rule(place=VENDORS)
    def submit_what_was_looked_at_before_the_addendum(self, place):
        vendor = self.vendors[place]
        with sealed.acting_as(vendor.recipient):
            row = drafts.find(vendor.recipient.invitation)

        assert self.refused(
            sealed.as_its_vendor,
            vendor.recipient,
            bids.submit,
            revision=row.revision if row else 0,
            version_number=self.versions - 1,
        )

    @rule(place=VENDORS)
    def confirm(self, place):
        vendor = self.vendors[place]
        with sealed.acting_as(vendor.recipient):
            row = drafts.find(vendor.recipient.invitation)
            newest = vendor.recipient.invitation.rfp.versions.last()
            keys = drafts.unconfirmed(row.content, newest) if row else ()
        self.refused(
            sealed.as_its_vendor,
            vendor.recipient,
            drafts.accept,
            keys=keys,
            version=newest,
            now=timezone.now(),
        )

    @rule(place=VENDORS)
    def withdraw(self, place):
        vendor = self.vendors[place]

        was_refused = self.refused(sealed.as_its_vendor, vendor.recipient, bids.withdraw)

        assert was_refused == (not (vendor.is_in_force and self.takes_bids(vendor)))
        if not was_refused:
            vendor.is_withdrawn = True

    @rule(place=VENDORS)
    @precondition(lambda self: not self.is_closed and not self.is_cancelled)
    def revoke(self, place):
        vendor = self.vendors[place]
        if not self.refused(
            self.by_the_buyer,
            invitations.revoke,
            invitation=vendor.recipient.invitation,
            reason="A conflict.",
        ):
            vendor.is_revoked = True

    @rule(words=st.sampled_from(["At scale.", "In the laboratory."]))
    def issue_an_addendum(self, words):
        Question.objects.filter(rfp=self.rfp, type="text", section__position=1).update(help=words)
        was_refused = self.refused(
            self.by_the_buyer, addenda.issue, rfp=self.rfp, note="Clearer.", dates={}
        )
        if not was_refused:
            assert (self.is_closed, self.is_cancelled) == (False, False)
            self.versions += 1

    @rule()
    def let_the_deadline_pass(self):
        if not self.is_closed:
            sealed.close(self.rfp)
            self.is_closed = True

    @rule()
    def cancel(self):
        was_refused = self.refused(
            self.by_the_buyer, rfp_services.cancel, rfp=self.rfp, reason="Paused."
        )
        assert was_refused == self.is_cancelled
        self.is_cancelled = True

    @rule(place=st.integers(0, 1))
    def agree_to_open(self, place):
        opener = self.openers[place]

        def agree():
            with acting.as_organisation(opener.organisation_id):
                openings.agree(rfp=self.rfp, by=opener)

        was_refused = self.refused(agree)

        assert was_refused == (self.is_cancelled or not self.is_closed)
        if not was_refused:
            self.agreed.add(place)
            self.is_opened = len(self.agreed) == 2

    def by_the_buyer(self, move, **arguments):
        buyer = self.openers[0]
        with acting.as_organisation(buyer.organisation_id):
            return move(by=buyer, now=timezone.now(), **arguments)

    @invariant()
    def the_sponsor_sees_what_is_opened_and_in_force(self):
        in_force = sum(vendor.is_in_force for vendor in self.vendors) if self.is_opened else 0
        begun = sum(vendor.is_begun for vendor in self.vendors) if self.is_opened else 0
        with acting.as_organisation(self.rfp.organisation_id):
            seen = counts()
            shown = BidVersion.objects.for_user(self.openers[0]).count()
        assert seen["rfps_bid"] <= begun
        assert (seen["rfps_bidversion"], seen["rfps_bidpart"]) == (in_force, 2 * in_force)
        assert shown == in_force

    @invariant()
    def nobody_else_sees_anything(self):
        nothing = dict.fromkeys(TABLES, 0)
        with acting.as_system():
            assert counts() == nothing
        with acting.as_organisation(None):
            assert counts() == nothing

    @invariant()
    def each_vendor_has_every_version_of_its_own_and_no_other(self):
        for vendor in self.vendors:
            with sealed.acting_as(vendor.recipient):
                kept = BidVersion.objects.order_by("number").values_list("sha256", flat=True)
                assert list(kept) == vendor.receipts

    @invariant()
    def no_version_is_late(self):
        deadline = RFP.objects.values_list("deadline_at", flat=True).get(pk=self.rfp.pk)
        if not self.is_closed:
            for vendor in self.vendors:
                with sealed.acting_as(vendor.recipient):
                    assert not BidVersion.objects.filter(submitted_at__gte=deadline).exists()


def test_no_order_of_moves_breaks_the_seal(asked, bidders, procurement, lead):
    Requests.world = (asked, bidders, (procurement, lead))

    run_state_machine_as_test(
        Requests,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,  # the same walk in every run: a red one can be walked again
            database=None,
            phases=[Phase.generate],  # to shrink takes minutes, and says little more
            suppress_health_check=list(HealthCheck),
        ),
    )
