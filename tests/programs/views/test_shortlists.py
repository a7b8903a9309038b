import pytest
from django.urls import reverse

from notifications.models import Email
from programs.models import ShortlistEntry
from tests.factories.programs import NeedFactory, ShortlistEntryFactory
from tests.factories.vendors import VendorFactory

pytestmark = pytest.mark.django_db


def test_shortlisted_vendor_shows_its_frozen_match(client_of, lead, need):
    vendor = VendorFactory(name="Fernhollow")
    url = reverse("shortlist-add", args=[need.package_id])

    page = client_of(lead).post(url, {"vendor": vendor.pk, "note": "Fast"}, follow=True)

    (row,) = page.context["rows"]
    assert "Fernhollow is on the shortlist of Drug product." in page.text
    assert row.states == [("unknown", 1)]
    assert (row.result["score"], row.result["best_case"], row.open_width) == (0, 100, 100)
    assert row.gaps[0]["text"] in page.text
    assert "Rank 1 of 1" in page.text


def test_entry_that_no_ranking_had_says_so(client_of, lead, entry):
    page = client_of(lead).get(entry.shortlist.get_absolute_url())

    assert "it was in no ranking of this package then" in page.text


@pytest.mark.parametrize("vendor", ["", "x", "999999", "²", "9" * 30, "9" * 5000, "-1", "1\0"])
def test_unknown_vendor_meets_404(client_of, lead, package, vendor):
    url = reverse("shortlist-add", args=[package.pk])

    assert client_of(lead).post(url, {"vendor": vendor}).status_code == 404


def test_vendor_that_is_private_to_others_meets_404(client_of, lead, package, other_sponsor):
    vendor = VendorFactory(private_to=other_sponsor)
    url = reverse("shortlist-add", args=[package.pk])

    assert client_of(lead).post(url, {"vendor": vendor.pk}).status_code == 404


def test_note_is_saved(client_of, lead, entry):
    client_of(lead).post(reverse("entry-note", args=[entry.pk]), {"note": "Ask about slots"})

    entry.refresh_from_db()
    assert entry.note == "Ask about slots"


def test_note_that_is_too_long_is_refused(client_of, lead, entry):
    url = reverse("entry-note", args=[entry.pk])

    page = client_of(lead).post(url, {"note": "x" * 2001}, follow=True)

    assert "A note has up to 2,000 characters." in page.text


def test_removed_entry_is_gone(client_of, lead, entry):
    page = client_of(lead).post(reverse("entry-remove", args=[entry.pk]), follow=True)

    assert ShortlistEntry.objects.count() == 0
    assert "Nobody yet" in page.text


def test_reader_may_share_with_a_colleague(client_of, evaluator, member, entry):
    url = reverse("shortlist-share", args=[entry.shortlist_id])

    page = client_of(evaluator).post(url, {"colleague": member.pk, "message": "Look"}, follow=True)

    assert "Mem Ber is told by e-mail." in page.text
    assert Email.objects.get().to == member.email


def test_share_offers_no_stranger(client_of, lead, stranger, entry):
    url = reverse("shortlist-share", args=[entry.shortlist_id])

    page = client_of(lead).post(url, {"colleague": stranger.pk, "message": "Keep me"})

    assert "Select a valid choice." in page.text
    assert "Keep me" in page.text
    assert Email.objects.count() == 0


def test_share_with_who_is_not_on_the_team_is_refused_in_the_form(
    client_of, lead, member, entry, program
):
    program.visibility = "team"
    program.save()
    program.members.create(organisation=program.organisation, user=lead)
    url = reverse("shortlist-share", args=[entry.shortlist_id])

    page = client_of(lead).post(url, {"colleague": member.pk})

    assert "Mem Ber is not on the team of AUR-7. Add them first." in page.text


@pytest.mark.parametrize("count", [1, 3, 100])
def test_page_query_count_is_flat(client_of, lead, shortlist, count, django_assert_num_queries):
    NeedFactory(package=shortlist.package)
    for vendor in VendorFactory.create_batch(count):
        ShortlistEntryFactory(shortlist=shortlist, vendor=vendor, added_by=lead)

    client = client_of(lead)

    with django_assert_num_queries(17):
        client.get(shortlist.get_absolute_url())


def test_note_with_a_nul_character_is_refused(client_of, lead, need):
    url = reverse("shortlist-add", args=[need.package_id])
    sent = {"vendor": VendorFactory().pk, "note": "a\0b"}

    page = client_of(lead).post(url, sent, follow=True)

    assert "The note: Null characters are not allowed." in page.text
    assert ShortlistEntry.objects.count() == 0
