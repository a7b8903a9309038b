import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from audit.models import Event
from notifications.models import Email
from rfps.bidding import canonical
from rfps.errors import RFPError
from rfps.models import Bid, BidPart, BidVersion, Invitation
from rfps.services import bids, drafts
from rfps.services import rfp as rfp_services
from tests.rfps import sealed

pytestmark = pytest.mark.django_db


def mine(recipient) -> list[BidVersion]:
    with sealed.acting_as(recipient):
        return list(BidVersion.objects.of(recipient.invitation).prefetch_related("parts"))


def current(recipient) -> Bid:
    with sealed.acting_as(recipient):
        return Bid.objects.select_related("current").get(invitation=recipient.invitation)


def facts(recipient) -> tuple:
    invitation = Invitation.objects.get(pk=recipient.invitation_id)
    return bool(invitation.submitted_at), bool(invitation.withdrawn_at)


def test_a_submitted_bid_is_a_version_with_both_parts(bidder):
    version = sealed.submit(bidder)

    kept = mine(bidder)
    assert [(one.number, one.lots, one.submitted_by) for one in kept] == [(1, [1], bidder)]
    assert [part.envelope for part in kept[0].parts.all()] == ["technical", "commercial"]
    assert current(bidder).current == version


def test_the_receipt_is_the_fingerprint_of_what_is_stored(bidder):
    sealed.attach(bidder)
    sealed.submit(bidder)

    version = mine(bidder)[0]
    parts = {part.envelope: canonical.digest(part.content) for part in version.parts.all()}
    assert canonical.digest(version.head) == version.sha256
    assert version.head["parts"] == parts
    assert {part.envelope: part.sha256 for part in version.parts.all()} == parts
    assert len(version.head["files"]) == 1


def test_prices_are_decimal_strings_and_open_lines_are_not_priced(bidder):
    sealed.submit(bidder)

    with sealed.acting_as(bidder):
        part = BidPart.objects.get(envelope="commercial")
    said = [(one["line"], one["state"], one["unit_price"]) for one in part.content["prices"]]
    assert said == [
        ("Filling", "priced", "1200.5"),
        ("Release", "included", None),
        ("Stability", "not_priced", None),
    ]


def test_the_same_content_twice_is_the_same_version(bidder):
    row = sealed.save(bidder)
    submit = {"revision": row.revision, "version_number": 1}
    first = sealed.as_its_vendor(bidder, bids.submit, **submit)
    second = sealed.as_its_vendor(bidder, bids.submit, **submit)

    assert (first.is_new, second.is_new, second.version) == (True, False, first.version)
    assert Email.objects.filter(kind="bid-receipt").count() == 1


def test_another_content_replaces_and_keeps_the_first(bidder, asked):
    content = asked.versions.get().content
    first = sealed.submit(bidder)
    second = sealed.submit(bidder, sealed.filled(content, price="999"))

    assert [one.sha256 for one in mine(bidder)] == [first.sha256, second.sha256]
    assert current(bidder).current == second


def test_fatal_issues_block_and_are_named(bidder, asked):
    raw = sealed.filled(asked.versions.get().content, price="0")
    row = sealed.save(bidder, raw)

    with pytest.raises(bids.IncompleteError, match="1 point to settle first") as caught:
        sealed.as_its_vendor(bidder, bids.submit, revision=row.revision, version_number=1)

    assert [(one.place, one.message) for one in caught.value.issues] == [
        (
            "Grid line 1, Filling",
            "Zero is no price: choose “included”, “excluded” or “not priced”.",
        )
    ]
    assert mine(bidder) == []


def test_what_was_saved_since_it_was_looked_at_is_not_submitted_unseen(bidder):
    row = sealed.save(bidder)

    with pytest.raises(drafts.ConflictError):
        sealed.as_its_vendor(bidder, bids.submit, revision=row.revision - 1, version_number=1)


def test_late_is_refused_with_the_servers_time(bidder, asked):
    row = sealed.save(bidder)
    sealed.close(asked)

    with pytest.raises(
        RFPError, match=r"Too late: the deadline was .*, and the server's clock said"
    ):
        sealed.as_its_vendor(bidder, bids.submit, revision=row.revision, version_number=1)

    assert mine(bidder) == []
    with sealed.acting_as(bidder):
        assert drafts.find(bidder.invitation).content == row.content


def test_the_database_refuses_a_late_version_by_itself(bidder, asked):
    version = sealed.submit(bidder)
    sealed.close(asked)

    version.pk, version.number = None, 2
    with (
        sealed.acting_as(bidder),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        version.save(force_insert=True)


def test_a_refusal_by_the_database_in_the_last_moment_is_a_late_bid(bidder, asked):
    sealed.save(bidder)
    sealed.close(asked)
    asked.refresh_from_db()

    with (
        sealed.acting_as(bidder),
        pytest.raises(RFPError, match="Too late"),
        bids._only_in_time(asked),
    ):
        bids.write(
            bid=Bid.objects.get(invitation=bidder.invitation),
            rfp_version=asked.versions.get(),
            lots=[1],
            head={"files": []},
            parts={},
            at=timezone.now(),
            submitted_by=bidder,
        )


def test_a_cancelled_request_takes_no_bid(bidder, asked, procurement, now):
    row = sealed.save(bidder)
    rfp_services.cancel(rfp=asked, reason="Paused", by=procurement, now=now)

    with pytest.raises(RFPError, match="is cancelled: it takes no bids"):
        sealed.as_its_vendor(bidder, bids.submit, revision=row.revision, version_number=1)


def test_a_revoked_link_submits_nothing(bidder):
    row = sealed.save(bidder)
    Invitation.objects.filter(pk=bidder.invitation_id).update(revoked_at=timezone.now())

    with pytest.raises(RFPError, match="withdrawn"):
        sealed.as_its_vendor(bidder, bids.submit, revision=row.revision, version_number=1)


def test_nothing_written_is_nothing_to_submit(bidder):
    with pytest.raises(RFPError, match="Nothing is written yet"):
        sealed.as_its_vendor(bidder, bids.submit, revision=0, version_number=1)


def test_a_withdrawn_bid_can_be_submitted_again(bidder):
    sealed.submit(bidder)
    sealed.as_its_vendor(bidder, bids.withdraw)
    assert (current(bidder).withdrawn_at is None, facts(bidder)) == (False, (True, True))

    again = sealed.submit(bidder)

    assert (again.number, current(bidder).withdrawn_at, facts(bidder)) == (2, None, (True, False))


def test_nothing_submitted_is_nothing_to_withdraw(bidder):
    sealed.save(bidder)

    with pytest.raises(RFPError, match="nothing to withdraw"):
        sealed.as_its_vendor(bidder, bids.withdraw)


def test_after_the_deadline_nothing_is_withdrawn(bidder, asked):
    sealed.submit(bidder)
    sealed.close(asked)

    with pytest.raises(RFPError, match="Too late"):
        sealed.as_its_vendor(bidder, bids.withdraw)

    assert current(bidder).withdrawn_at is None


def test_a_shown_submission_is_dated_and_on_the_sponsors_log(bidder, sponsor):
    sealed.submit(bidder)

    events = Event.objects.filter(verb="bid.submitted", organisation=sponsor)
    assert (facts(bidder), events.count()) == ((True, False), 1)


def test_a_hidden_submission_leaves_the_sponsor_nothing_to_see(shortlist, procurement, sponsor):
    rfp = sealed.issue(shortlist, procurement, procurement, shows_submitted=False)
    recipient = rfp.invitations.first().recipients.get()
    sealed.submit(recipient)
    sealed.as_its_vendor(recipient, bids.withdraw)

    events = Event.objects.filter(verb__startswith="bid.")
    mails = Email.objects.filter(kind__startswith="bid-")
    assert facts(recipient) == (False, False)
    assert list(events.values_list("organisation", flat=True)) == [None, None]
    assert list(mails.values_list("organisation", flat=True)) == [None, None]


def test_everybody_at_the_vendor_gets_the_receipt(bidder):
    version = sealed.submit(bidder)

    mail = Email.objects.select_related("content").get(kind="bid-receipt")
    assert (mail.to, mail.organisation) == (bidder.email, None)
    assert version.sha256 in mail.content.text
    assert "/receipts/" in mail.content.text
    for secret in ("By PAT", "1200.5", "/respond/"):
        assert secret not in mail.content.text + mail.content.html
