import io

import pypdf
import pytest
from django.urls import reverse

from programs.models import ShortlistEntry, SignOff
from programs.services import shortlists
from tests.factories.programs import ShortlistEntryFactory, SignOffFactory
from tests.factories.vendors import VendorFactory
from tests.programs.plans import directory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(sponsor, lead):
    return directory.build(sponsor, created_by=lead)


@pytest.fixture
def frozen(world, lead, now):
    return shortlists.add(package=world.making, vendor=world.alder, by=lead, now=now)


def test_frozen_result_is_opened_again(client_of, evaluator, world, frozen):
    world.first.label = "Another name"
    world.first.save()

    page = client_of(evaluator).get(reverse("entry-detail", args=[frozen.pk]))

    assert "Rank 1 of 2" in page.text
    assert [label for _, label, _ in page.context["frozen"].needs] == ["Drug substance"] * 3
    assert "Another name" not in page.text
    assert "Sign off this vendor" not in page.text


def test_what_changed_since_is_shown_need_by_need(client_of, lead, world, frozen):
    world.alder.sites.get(name="Alder One").lines.update(phases=["P1"])

    page = client_of(lead).get(reverse("entry-detail", args=[frozen.pk]), {"compare": "today"})

    assert "it was 77.78" in page.text
    assert [need.phase for need in page.context["changed"].needs] == ["P3"]


def test_entry_that_no_ranking_had_is_opened(client_of, lead, entry):
    page = client_of(lead).get(reverse("entry-detail", args=[entry.pk]))

    assert "It was in no ranking of this package then." in page.text


def test_named_person_signs_off_with_a_reason(client_of, lead, frozen):
    url = reverse("entry-sign", args=[frozen.pk])

    page = client_of(lead).post(url, {"reason": "Audited by us"}, follow=True)

    assert "You have signed off Alder Biologics." in page.text
    assert "Signed off by Lea D" in page.text
    assert "Audited by us" in page.text
    assert "Sign off this vendor" not in page.text
    again = client_of(lead).post(url, {"reason": "Again"}, follow=True)
    assert "You have signed off Alder Biologics already." in again.text
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001, "a\0b"])
def test_sign_off_needs_a_reason_that_can_be_read(client_of, lead, frozen, reason):
    page = client_of(lead).post(reverse("entry-sign", args=[frozen.pk]), {"reason": reason})

    assert page.context["form"].errors.keys() == {"reason"}
    assert SignOff.objects.count() == 0


def test_signed_entry_stays_and_the_page_says_why(client_of, lead, entry):
    SignOffFactory(entry=entry)

    page = client_of(lead).post(reverse("entry-remove", args=[entry.pk]), follow=True)

    assert "Fernhollow was signed off by Lea D, so it stays in the selection file." in page.text
    assert ShortlistEntry.objects.count() == 1


def test_selection_file_is_downloaded_and_read_back(client_of, evaluator, frozen):
    url = reverse("shortlist-export", args=[frozen.shortlist_id, "pdf"])

    answer = client_of(evaluator).get(url)

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="AUR-9-making-selection.pdf"'
    )
    text = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "Selection file: Making, AUR-9" in text
    assert "Alder Biologics" in text


def test_other_kinds_of_file_are_not_there(client_of, lead, frozen):
    url = reverse("shortlist-export", args=[frozen.shortlist_id, "docx"])

    assert client_of(lead).get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_file_query_count_is_flat(client_of, lead, shortlist, count, django_assert_num_queries):
    for vendor in VendorFactory.create_batch(count):
        entry = ShortlistEntryFactory(shortlist=shortlist, vendor=vendor, added_by=lead)
        SignOffFactory(entry=entry)
    client = client_of(lead)

    with django_assert_num_queries(32):
        client.get(reverse("shortlist-export", args=[shortlist.pk, "xlsx"]))
