"""The seal, by raw SQL as the serving role: who sees a row of a bid, in every state of it."""

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from audit import acting
from rfps.choices import Envelope
from rfps.models import Bid, BidFile, BidPart, BidVersion, Opening
from rfps.services import bids
from rfps.services import rfp as rfp_services
from tests.rfps import sealed

pytestmark = pytest.mark.django_db

TABLES = ("bid", "biddraft", "bidversion", "bidpart", "bidfile")
NOTHING = dict.fromkeys(TABLES, 0)
WRITTEN = {"bid": 1, "biddraft": 1, "bidversion": 0, "bidpart": 0, "bidfile": 2}
SUBMITTED = WRITTEN | {"bidversion": 1, "bidpart": 2}
OPENED = {"bid": 1, "biddraft": 0, "bidversion": 1, "bidpart": 2, "bidfile": 1}


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM rfps_{table}")  # noqa: S608 - names of this file
            counts[table] = cursor.fetchone()[0]
    return counts


def as_draft(world):
    sealed.save(world.bidder)
    sealed.attach(world.bidder, name="drafted.pdf")
    sealed.attach(world.bidder, name="submitted.pdf")


def as_submitted(world):
    as_draft(world)
    with sealed.acting_as(world.bidder):
        drafted = BidFile.objects.get(name="drafted.pdf")
    version = sealed.submit(world.bidder, removed(world, drafted))
    assert len(version.head["files"]) == 1


def removed(world, file) -> dict:
    """Leave the file out of the bid: it stays with the vendor, drafted and never submitted."""
    with sealed.acting_as(world.bidder), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rfps_biddraft SET content = jsonb_set(content, '{removed}', %s::jsonb)",
            [f'["{file.pk}"]'],
        )
    return sealed.filled(world.content)


def as_closed(world):
    as_submitted(world)
    sealed.close(world.rfp)


def as_opened(world):
    as_submitted(world)
    sealed.open_bids(world.rfp, *world.openers)


def as_withdrawn(world):
    as_submitted(world)
    sealed.as_its_vendor(world.bidder, bids.withdraw)
    sealed.open_bids(world.rfp, *world.openers)


def as_cancelled(world):
    as_submitted(world)
    rfp_services.cancel(rfp=world.rfp, reason="Paused", by=world.openers[0], now=timezone.now())
    sealed.close(world.rfp)


# state: what its vendor sees, and what its sponsor sees
STATES = {
    as_draft: (WRITTEN, NOTHING),
    as_submitted: (SUBMITTED, NOTHING),
    as_closed: (SUBMITTED, NOTHING),
    as_opened: (SUBMITTED, OPENED),
    as_withdrawn: (SUBMITTED, NOTHING | {"bid": 1}),  # that there was one, and nothing of it
    as_cancelled: (SUBMITTED, NOTHING),
}


class World:
    def __init__(self, rfp, bidders, openers):
        self.rfp, self.openers = rfp, openers
        self.bidder, self.other_bidder = bidders[:2]
        self.content = rfp.versions.get().content


@pytest.fixture
def world(asked, bidders, procurement, lead) -> World:
    return World(asked, bidders, [procurement, lead])


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_who_sees_how_many_rows(world, other_sponsor, state):
    state(world)
    invitation = world.other_bidder.invitation

    seen = {}
    with sealed.acting_as(world.bidder):
        seen["vendor"] = rows()
    with acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk):
        seen["other vendor"] = rows()
    with acting.as_organisation(world.rfp.organisation_id):
        seen["sponsor"] = rows()
    with acting.as_organisation(other_sponsor.pk):
        seen["other sponsor"] = rows()
    with acting.as_system():
        seen["system"] = rows()
    with acting.as_organisation(None):
        seen["nobody"] = rows()

    vendor, sponsor = STATES[state]
    assert seen == {
        "vendor": vendor,
        "other vendor": NOTHING,
        "sponsor": sponsor,
        "other sponsor": NOTHING,
        "system": NOTHING,
        "nobody": NOTHING,
    }


def test_one_envelope_open_shows_one_part(world):
    as_closed(world)
    sponsor = world.rfp.organisation_id
    with acting.as_organisation(sponsor):
        Opening.objects.create(
            organisation_id=sponsor,
            rfp=world.rfp,
            envelope=Envelope.TECHNICAL,
            opened_at=timezone.now(),
            opened_by=world.openers[0],
        )

        assert rows() == OPENED | {"bidpart": 1}


def test_a_replaced_version_stays_with_the_vendor(world):
    as_submitted(world)
    sealed.submit(world.bidder, sealed.filled(world.content, price="7"))
    sealed.open_bids(world.rfp, *world.openers)

    with acting.as_organisation(world.rfp.organisation_id):
        seen = list(BidVersion.objects.values_list("number", flat=True))

    assert seen == [2]


def test_the_application_repeats_the_rule(world, procurement, stranger):
    as_submitted(world)
    models = (Bid, BidVersion, BidFile)
    with acting.as_organisation(world.rfp.organisation_id):
        sealed_counts = [model.objects.for_user(procurement).count() for model in models]
    sealed.open_bids(world.rfp, *world.openers)
    with acting.as_organisation(world.rfp.organisation_id):
        opened_counts = [model.objects.for_user(procurement).count() for model in models]
        of_stranger = [model.objects.for_user(stranger).count() for model in models]

    assert (sealed_counts, opened_counts, of_stranger) == ([0, 0, 0], [1, 1, 1], [0, 0, 0])


def test_no_opening_is_written_before_the_deadline(world):
    as_submitted(world)
    sponsor = world.rfp.organisation_id

    with (
        acting.as_organisation(sponsor),
        pytest.raises(Error, match="row-level security"),
        transaction.atomic(),
    ):
        Opening.objects.create(
            organisation_id=sponsor,
            rfp=world.rfp,
            envelope=Envelope.TECHNICAL,
            opened_at=timezone.now(),
            opened_by=world.openers[0],
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rfps_bidversion SET sha256 = ''",
        "DELETE FROM rfps_bidversion",
        "UPDATE rfps_bidpart SET content = '{}'",
        "UPDATE rfps_bidfile SET content = ''",
        "DELETE FROM rfps_bidfile WHERE submitted_at IS NOT NULL",
    ],
)
def test_not_even_its_vendor_changes_what_was_submitted(world, statement):
    as_submitted(world)

    with (
        sealed.acting_as(world.bidder),
        pytest.raises(Error, match="for ever"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_price_beyond_all_bounds_is_no_row(world):
    as_submitted(world)

    with sealed.acting_as(world.bidder):
        version, part = BidVersion.objects.get(), BidPart.objects.get(envelope=Envelope.COMMERCIAL)
        version.pk, part.pk, version.number, part.version = None, None, 2, version
        version.save()
        part.content["prices"][0]["unit_price"] = "1000000000000"
        with (
            pytest.raises(Error, match="rfps_bidpart_price_below_limit"),
            transaction.atomic(),
        ):
            part.save()
        part.content["prices"][0]["unit_price"] = "999999999999.9999"
        part.save()

        assert BidPart.objects.filter(version=version).count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rfps_bid SET withdrawn_at = now()",
        "UPDATE rfps_bid SET current_id = NULL",
        "DELETE FROM rfps_bid",
    ],
)
def test_after_the_deadline_its_vendor_takes_nothing_back(world, statement):
    as_closed(world)

    with sealed.acting_as(world.bidder), connection.cursor() as cursor:
        cursor.execute(statement)

        assert cursor.rowcount == 0
