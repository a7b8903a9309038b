import pytest
from django.db import DatabaseError, connection, transaction

from audit import acting
from audit import services as audit
from audit.models import ChainHead, Event
from tests.factories.accounts import OrganisationFactory, person

pytestmark = pytest.mark.django_db


def record(sponsor, now, summary="Something happened", **data):
    return audit.record(
        verb="organisation.renamed",
        target=sponsor,
        summary=summary,
        organisation=sponsor,
        now=now,
        **data,
    )


def test_record_links_each_event_to_the_one_before(sponsor, now):
    first = record(sponsor, now)
    second = record(sponsor, now, price="12.50")

    assert first.previous_hash == "0" * 64
    assert second.previous_hash == first.hash
    assert (second.sequence, second.data) == (first.sequence + 1, {"price": "12.50"})
    assert ChainHead.objects.get().hash == second.hash


def test_record_names_the_actor_or_the_system(sponsor, member, now):
    by_system = record(sponsor, now)
    by_member = audit.record(verb="x.y", target=sponsor, summary="s", by=member, now=now)

    assert (by_system.actor, by_system.actor_label) == (None, "system")
    assert (by_member.actor, by_member.actor_label) == (member, "Mem Ber")


def test_verify_accepts_what_record_wrote(sponsor, now):
    for number in range(3):
        record(sponsor, now, number=number)

    assert audit.verify() == audit.Verdict(3, [])


def test_verify_accepts_an_empty_trail(db):
    assert audit.verify() == audit.Verdict(0, [])


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (
            "UPDATE audit_event SET summary = 'Nothing happened' WHERE sequence = 2",
            "Event 2 was changed after it was written.",
        ),
        ("DELETE FROM audit_event WHERE sequence = 2", "Event 2 is missing before event 3."),
        (
            "DELETE FROM audit_event WHERE sequence = 3",
            "The chain ends at event 2; its head says 3.",
        ),
    ],
)
def test_verify_names_what_was_tampered_with(sponsor, now, tampering, fault):
    for _ in range(3):
        record(sponsor, now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # The owner of the database can take the locks off; the chain still tells.
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only")
        cursor.execute("ALTER TABLE audit_event NO FORCE ROW LEVEL SECURITY")
        cursor.execute(tampering)

    assert audit.verify().faults == [fault]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET summary = ''",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event CASCADE",
    ],
)
def test_the_database_refuses_to_change_the_trail(sponsor, now, statement):
    record(sponsor, now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_no_truncate")

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement)


def test_an_organisation_sees_its_own_events_only(sponsor, other_sponsor, now):
    own = record(sponsor, now)
    record(other_sponsor, now)

    with acting.as_organisation(sponsor.pk):
        seen = list(Event.objects.all())

    assert seen == [own]


def test_record_works_while_an_organisation_acts(now):
    organisation = OrganisationFactory()
    with acting.as_organisation(organisation.pk):
        event = audit.record(
            verb="x.y",
            target=organisation,
            summary="s",
            by=person(organisation),
            organisation=organisation,
            now=now,
        )

    assert event.organisation == organisation
