from datetime import date, timedelta

import pytest
from django.urls import reverse

from notifications.models import Email
from rfps import content, planning, zones
from rfps.models import RFP, ScopeLine
from tests.factories.board import VersionFactory
from tests.factories.rfps import RFPFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


@pytest.fixture
def url(issued):
    return reverse("rfp-addendum", args=[issued.pk])


def typed(rfp, **moved) -> dict:
    """Return the form as it is sent when these dates are moved and the others left alone."""
    dates = {name: moved.get(name, getattr(rfp, name)) for name in planning.NAMES}
    return {
        name: f"{zones.to_local(at, rfp.time_zone):%Y-%m-%dT%H:%M}" if at else ""
        for name, at in dates.items()
    }


def test_the_page_shows_what_the_next_version_will_change(buyer, url, issued):
    ScopeLine.objects.filter(rfp=issued, phase="P1").update(quantity=40_000)

    response = buyer.get(url)

    page = response.content.decode()
    assert "1 change since version 1" in page
    assert "Clinical tablets" in page
    assert "Before: </span>20000</del>" in page
    assert "After: </span>40000</ins>" in page
    assert response.context["count"] == 1


def test_an_untouched_form_moves_no_date(buyer, url, issued):
    ScopeLine.objects.filter(rfp=issued, phase="P1").update(quantity=40_000)

    response = buyer.post(url, typed(issued) | {"note": "More."})

    version = issued.versions.get(number=2)
    assert response.url == reverse("rfp-versions", args=[issued.pk])
    assert (RFP.objects.get().deadline_at, version.note) == (issued.deadline_at, "More.")
    assert Email.objects.filter(kind="addendum-issued").count() == 3


def test_a_date_is_moved_in_the_zone_of_the_request(buyer, url, issued):
    later = (issued.deadline_at + 7 * DAY).replace(second=0, microsecond=0)

    buyer.post(url, typed(issued, deadline_at=later))

    assert RFP.objects.get().deadline_at == later


def test_an_impossible_date_is_said_beside_its_field(buyer, url, issued, now):
    response = buyer.post(url, typed(issued, deadline_at=now - DAY) | {"note": "Kept."})

    page = response.content.decode()
    assert (response.status_code, issued.versions.count()) == (200, 1)
    assert list(response.context["form"].errors) == ["deadline_at"]
    assert "Answers due: choose a time to come." in page
    assert "Kept." in page


def test_an_hour_that_the_zone_skips_is_refused(buyer, url, issued, now):
    RFP.objects.update(time_zone="Europe/Zurich")
    year = now.year + 1
    day = next(day for day in range(31, 24, -1) if date(year, 3, day).weekday() == 6)

    response = buyer.post(url, typed(issued) | {"deadline_at": f"{year}-03-{day:02}T02:30"})

    assert "the clocks go forward over it" in response.content.decode()


def test_nothing_new_says_so(buyer, url, issued):
    response = buyer.post(url, typed(issued))

    assert "Nothing differs from version 1" in response.content.decode()
    assert issued.versions.count() == 1


def test_after_the_last_day_for_addenda_the_page_says_what_is_left(buyer, url, issued, now):
    RFP.objects.update(freeze_at=now)
    ScopeLine.objects.filter(rfp=issued).update(quantity=40_000)

    response = buyer.get(url)

    assert "The last day for addenda was" in response.content.decode()
    assert response.context["count"] == 0


@pytest.mark.parametrize("changes", [{"state": "draft"}, {"deadline_at": 0}])
def test_what_is_not_open_leads_back_to_the_board(buyer, url, issued, now, changes):
    RFP.objects.update(**changes | ({"deadline_at": now} if "deadline_at" in changes else {}))

    assert buyer.get(url).url == issued.get_absolute_url()


def test_the_versions_show_their_difference_the_newest_first(buyer, url, issued):
    ScopeLine.objects.filter(rfp=issued, phase="P1").update(quantity=40_000)
    buyer.post(url, typed(issued) | {"note": "More tablets."})

    response = buyer.get(reverse("rfp-versions", args=[issued.pk]))

    page = response.content.decode()
    assert [version.number for version, _ in response.context["rows"]] == [2, 1]
    assert "More tablets." in page
    assert "Before: </span>20000</del>" in page


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_versions_have_a_flat_query_count(buyer, sponsor, count, django_assert_num_queries):
    rfp = RFPFactory(organisation=sponsor, issued=True)
    for number in range(1, count + 1):
        VersionFactory(rfp=rfp, number=number)

    with django_assert_num_queries(12):
        response = buyer.get(reverse("rfp-versions", args=[rfp.pk]))

    assert len(response.context["rows"]) == count


def test_an_untouched_date_keeps_its_seconds(buyer, url, issued, now):
    at = issued.deadline_at.replace(second=42)
    RFP.objects.update(deadline_at=at)
    issued.versions.update(content=content.build(RFP.objects.get()))
    ScopeLine.objects.filter(rfp=issued, phase="P1").update(quantity=40_000)

    buyer.post(url, typed(RFP.objects.get()))

    assert RFP.objects.get().deadline_at == at
