"""Bids submitted in the same moment as something else, on connections of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from audit import acting
from notifications.models import Email
from rfps.errors import RFPError
from rfps.models import RFP, BidVersion, RFPVersion
from rfps.services import bids, drafts, openings, states
from tests.at_once import acting_for, at_once
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.programs import (
    NeedFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.vendors import ContactFactory, VendorFactory
from tests.rfps import sealed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def buyer(transactional_db):
    with acting.as_system():
        return person(OrganisationFactory(name="Auroral"), Role.PROCUREMENT)


@pytest.fixture
def rfp(buyer):
    with acting.as_system():
        package = WorkPackageFactory(program=ProgramFactory(organisation=buyer.organisation))
        NeedFactory(package=package)
        shortlist = ShortlistFactory(package=package)
        vendor = VendorFactory()
        ContactFactory(vendor=vendor)
        ShortlistEntryFactory(shortlist=shortlist, vendor=vendor)
    with acting.as_organisation(buyer.organisation_id):
        return sealed.issue(shortlist, buyer, buyer)


@pytest.fixture
def bidder(rfp):
    with acting.as_system():
        invitation = rfp.invitations.select_related("rfp", "vendor").get()
        recipient = invitation.recipients.get()
    recipient.invitation = invitation
    return recipient


def submitting(recipient, revision):
    """Return the move as a request of the link makes it, with rows read by itself."""

    def run():
        with sealed.acting_as(recipient):
            mine = type(recipient).objects.select_related("invitation__rfp", "invitation__vendor")
            return bids.submit(
                recipient=mine.get(pk=recipient.pk), revision=revision, version_number=1
            )

    return run


def kept(recipient) -> list[int]:
    with sealed.acting_as(recipient):
        return list(BidVersion.objects.values_list("number", flat=True))


def test_two_tabs_that_submit_at_once_make_one_version_and_one_receipt(bidder):
    row = sealed.save(bidder)
    submit = submitting(bidder, row.revision)

    results = at_once(submit, submit)

    with acting.as_system():
        receipts = Email.objects.filter(kind="bid-receipt").count()
    assert sorted(one.is_new for one in results) == [False, True]
    assert (kept(bidder), receipts) == ([1], 1)


def test_two_tabs_that_save_at_once_lose_nothing_unsaid(bidder):
    row = sealed.save(bidder)
    raws = [row.content | {"assumptions": words} for words in ("first", "second")]

    results = at_once(*(lambda raw=raw: sealed.save(bidder, raw, row.revision) for raw in raws))

    refused = [one for one in results if isinstance(one, drafts.ConflictError)]
    saved = [one for one in results if not isinstance(one, Exception)]
    assert (len(refused), len(saved)) == (1, 1)
    assert refused[0].draft.content == saved[0].content


def test_the_first_save_of_two_tabs_begins_one_bid(bidder, rfp):
    with acting.as_system():
        content = rfp.versions.get().content
    raws = [sealed.filled(content, answer=words) for words in ("first", "second")]

    results = at_once(*(lambda raw=raw: sealed.save(bidder, raw, 0) for raw in raws))

    kinds = sorted(type(one).__name__ for one in results)
    assert kinds == ["BidDraft", "ConflictError"]


def test_a_submission_in_the_second_of_the_deadline_is_in_or_late_and_never_both(bidder, rfp):
    row = sealed.save(bidder)
    with acting.as_system():
        RFP.objects.filter(pk=rfp.pk).update(deadline_at=timezone.now() + timedelta(seconds=0.2))
    submit, outcomes = submitting(bidder, row.revision), []

    while not (outcomes and isinstance(outcomes[-1], RFPError)):
        outcomes += at_once(submit, submit)

    with sealed.acting_as(bidder):
        versions = list(BidVersion.objects.select_related("rfp"))
    assert all(isinstance(one, bids.Submitted | RFPError) for one in outcomes)
    assert all(one.submitted_at < one.rfp.deadline_at for one in versions)
    assert "Too late" in str(outcomes[-1])


def test_a_deadline_that_passes_while_the_bid_waits_for_the_lock_is_late(bidder, rfp, buyer):
    row = sealed.save(bidder)

    def move_the_deadline():
        with acting.as_organisation(buyer.organisation_id):
            locked = states.lock(rfp)
            locked.deadline_at = timezone.now() - timedelta(seconds=1)
            locked.save(update_fields=["deadline_at"])

    _, result = at_once(move_the_deadline, submitting(bidder, row.revision))

    is_late = isinstance(result, RFPError)
    assert is_late or result.version.submitted_at < timezone.now()
    assert kept(bidder) == ([] if is_late else [1])


def test_an_addendum_while_submitting_comes_before_or_after_and_never_in_between(
    bidder, rfp, buyer
):
    row = sealed.save(bidder)
    with acting.as_system():
        content = rfp.versions.get().content

    def add_version():
        with acting.as_organisation(buyer.organisation_id):
            states.lock(rfp)
            return RFPVersion.objects.create(
                organisation_id=rfp.organisation_id,
                rfp=rfp,
                number=2,
                content=content | {"title": "Another"},
                sha256="0" * 64,
                issued_at=timezone.now(),
            )

    issued, result = at_once(add_version, submitting(bidder, row.revision))

    assert issued.number == 2
    if isinstance(result, bids.AddendumError):
        assert kept(bidder) == []
    else:
        assert (result.version.rfp_version.number, kept(bidder)) == (1, [1])


def test_two_openers_who_agree_at_once_open_once(rfp, buyer):
    with acting.as_system():
        other = person(buyer.organisation, Role.PROCUREMENT)
        rfp.openers.create(organisation_id=rfp.organisation_id, user=other)
    sealed.close(rfp)

    results = at_once(
        *(acting_for(user, openings.agree, rfp=rfp, by=user) for user in (buyer, other))
    )

    with acting.as_system():
        envelopes = sorted(rfp.openings.values_list("envelope", flat=True))
    assert sorted(results) == [False, True]
    assert envelopes == ["commercial", "technical"]
