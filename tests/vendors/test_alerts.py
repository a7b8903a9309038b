from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import QueryDict

from accounts.choices import Role
from accounts.models import Membership
from audit import acting
from audit.models import Event
from notifications.models import Email
from tests.factories.accounts import person
from tests.factories.vendors import (
    CapabilityLineFactory,
    RelationshipFactory,
    SavedSearchFactory,
    VendorFactory,
)
from vendors import alerts, directory
from vendors.choices import Cadence, ListingState
from vendors.filters import Reader, VendorFilter
from vendors.models import Change, SavedSearch, Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

DAY = timedelta(days=1)


def offering(name, **fields):
    vendor = VendorFactory(name=name, **fields)
    CapabilityLineFactory(site__vendor=vendor, capability__code="M4.14", phases=["P1"])
    return vendor


def keep(user, query="phase=P1", *, now, **fields) -> SavedSearch:
    filterset = VendorFilter(QueryDict(query), reader=Reader.of(user), today=now.date())
    search, _ = alerts.save(filterset=filterset, by=user, now=now)
    SavedSearch.objects.filter(pk=search.pk).update(**fields)
    search.refresh_from_db()
    return search


def mails() -> list[str]:
    found = Email.objects.filter(kind="search-alert").order_by("created_at")
    return [mail.content.text for mail in found.select_related("content")]


def test_saving_names_the_search_and_remembers_what_it_finds(member, now):
    ash = offering("Ash")
    VendorFactory(name="Bare")

    search = keep(member, "phase=P1&sort=name&view=pictures&compare=ash", now=now)

    assert (search.name, search.query) == ("Vendors that work at P1", "phase=P1")
    assert (search.seen, search.cadence, search.is_shared) == ([ash.pk], Cadence.DAILY, False)
    assert Event.objects.get(verb="saved-search.saved").object_id == str(search.pk)


@pytest.mark.parametrize(
    ("query", "end"),
    [
        ("certificate=GMP", "meet “GMP certificate in force”"),
        ("grade=GMP-clinical&grade=GLP", "meet “GMP, clinical” or “GLP”"),
        ("certificate=GMP&size=1-49", "meet “GMP certificate in force” and “1 to 49 people”"),
        ("certificate=GMP&certificate=GLP&size=1-49", "meet 2 more filters"),
    ],
)
def test_a_name_tells_by_which_filters_two_searches_differ(query, end):
    filterset = VendorFilter(QueryDict(query), reader=Reader(), today=date(2026, 11, 22))

    assert directory.sentence(filterset) == end


def test_saving_the_same_twice_keeps_one(member, now):
    assert keep(member, now=now) == keep(member, now=now)
    assert SavedSearch.objects.count() == 1


def test_a_question_too_long_to_keep_is_refused(member, now):
    query = QueryDict("&".join(f"country={code}" for code in ("DK", "IE")) + "&q=" + "x" * 200)
    query = query.copy()
    query.setlist("country", [code for code, _ in alerts.directory.countries.CHOICES])
    filterset = VendorFilter(query, reader=Reader.of(member), today=now.date())

    with pytest.raises(alerts.SearchError, match="too many filters"):
        alerts.save(filterset=filterset, by=member, now=now)


def test_an_alert_names_what_is_new_and_changed_and_counts_what_is_gone(member, now):
    stays, goes = offering("Stays"), offering("Goes")
    offering("Same")
    keep(member, now=now)
    new = offering("New")
    stays.tagline = "Now with vials"
    stays.save()
    Vendor.objects.filter(pk=goes.pk).update(state=ListingState.SUSPENDED)

    assert alerts.send_due(now=now + DAY) == 1

    [text] = mails()
    assert f"New (1):\n- New: http://localhost:8000/vendors/{new.slug}/" in text
    assert f"Changed profiles (1):\n- Stays: http://localhost:8000/vendors/{stays.slug}/" in text
    assert "No longer found: 1" in text
    assert "Goes" not in text
    assert "Same" not in text


def test_an_alert_tells_everything_once(member, now):
    keep(member, now=now)
    offering("New")

    assert [alerts.send_due(now=now + DAY * n) for n in (1, 1, 2)] == [1, 0, 0]


def test_nothing_new_sends_nothing(member, now):
    offering("Ash")
    keep(member, now=now)

    assert alerts.send_due(now=now + DAY) == 0
    assert mails() == []


@pytest.mark.parametrize(
    ("cadence", "after", "sent"),
    [
        (Cadence.IMMEDIATELY, timedelta(seconds=1), 1),
        (Cadence.DAILY, timedelta(hours=23), 0),
        (Cadence.DAILY, DAY, 1),
        (Cadence.WEEKLY, DAY * 6, 0),
        (Cadence.WEEKLY, DAY * 7, 1),
        (Cadence.OFF, DAY * 100, 0),
    ],
)
def test_cadence(member, now, cadence, after, sent):
    keep(member, now=now, cadence=cadence)
    offering("New")

    assert alerts.send_due(now=now + after) == sent


def test_an_alert_goes_by_the_rights_the_reader_has_when_it_is_sent(member, stranger, sponsor, now):
    keep(member, now=now)
    keep(stranger, now=now)
    offering("Ours", private_to=sponsor, state=ListingState.DRAFT)

    assert alerts.send_due(now=now + DAY) == 1
    assert [mail.to for mail in Email.objects.filter(kind="search-alert")] == [member.email]


def test_who_has_left_the_organisation_hears_nothing(member, sponsor, now):
    search = keep(member, now=now)
    offering("Ours", private_to=sponsor, state=ListingState.DRAFT)
    member.acting = None
    member.save()
    Membership.objects.filter(user=member).delete()

    assert alerts.send_due(now=now + DAY) == 0

    search.refresh_from_db()
    assert search.cadence == Cadence.OFF
    assert Event.objects.filter(verb="saved-search.paused").count() == 1


def test_acting_for_another_organisation_meanwhile_changes_nothing(
    member, sponsor, other_sponsor, now
):
    keep(member, now=now)
    offering("Ours", private_to=sponsor, state=ListingState.DRAFT)
    offering("Theirs", private_to=other_sponsor, state=ListingState.DRAFT)
    member.acting = Membership.objects.create(
        user=member, organisation=other_sponsor, roles=[Role.MEMBER], created_at=now
    )
    member.save()

    alerts.send_due(now=now + DAY)

    [text] = mails()
    assert "Ours" in text
    assert "Theirs" not in text


def test_relationships_count_by_the_own_organisation(member, other_sponsor, now):
    keep(member, "relationship=preferred", now=now)
    RelationshipFactory(
        organisation=member.organisation, vendor=offering("Ours"), standing="preferred"
    )
    RelationshipFactory(organisation=other_sponsor, vendor=offering("Theirs"), standing="preferred")

    alerts.send_due(now=now + DAY)

    [text] = mails()
    assert "Ours" in text
    assert "Theirs" not in text


def test_a_search_whose_leaf_was_retired_says_nothing_instead_of_everything(member, now):
    line = CapabilityLineFactory(capability__code="M4.14")
    keep(member, "capability=M4.14", now=now)
    line.capability.retired_at = now
    line.capability.save()
    offering("Other")

    assert alerts.send_due(now=now + DAY) == 0


def test_long_lists_are_cut_and_counted(member, now):
    keep(member, now=now)
    for number in range(alerts.NAMED + 2):
        offering(f"Vendor {number:02d}")

    alerts.send_due(now=now + DAY)

    [text] = mails()
    assert f"New ({alerts.NAMED + 2}):" in text
    assert "and 2 more" in text


def test_only_the_owner_changes_or_removes(member, lead, now):
    search = keep(member, now=now, is_shared=True)

    for move in (
        lambda: alerts.change(search=search, data={"name": "x"}, by=lead, now=now),
        lambda: alerts.remove(search=search, by=lead, now=now),
    ):
        with pytest.raises(PermissionDenied, match="Only Mem Ber can change"):
            move()


def test_colleagues_see_what_is_shared_and_strangers_nothing(member, lead, stranger, now):
    own = keep(member, now=now)
    shared = keep(member, "phase=P2", now=now, is_shared=True)

    assert set(SavedSearch.objects.for_user(member)) == {own, shared}
    assert list(SavedSearch.objects.for_user(lead)) == [shared]
    assert list(SavedSearch.objects.for_user(stranger)) == []


def test_raw_sql_shows_a_stranger_no_saved_search(member, other_sponsor, now):
    SavedSearchFactory(owner=member)

    with acting.as_organisation(other_sponsor.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vendors_savedsearch")
        assert cursor.fetchone() == (0,)


def test_the_log_of_changes_is_kept_for_the_slowest_alert(now):
    Change.objects.create(vendor_id=1, transaction=1, at=now - DAY * 7)
    Change.objects.create(vendor_id=2, transaction=1, at=now - DAY * 9)

    assert alerts.forget_changes(now=now) == 1
    assert Cadence.WEEKLY.period < alerts.KEPT


def test_two_people_of_one_organisation_each_have_their_own(member, sponsor, now):
    other = person(sponsor, Role.MEMBER)

    assert keep(member, now=now) != keep(other, now=now)
