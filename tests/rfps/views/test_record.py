import csv
import io

import pytest
from django.urls import reverse

from audit import services as audit
from rfps.services import invitations
from tests.factories.rfps import RFPFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


@pytest.fixture
def url(issued):
    return reverse("rfp-record", args=[issued.pk])


def shown(response) -> list[str]:
    return [event.verb for event in response.context["page"]]


def test_the_record_holds_the_request_and_its_invitations(buyer, url, recipient, now):
    invitations.decline(recipient=recipient, reason="terms", now=now)

    assert shown(buyer.get(url)) == ["invitation.declined", "rfp.issued", "rfp.created"]


@pytest.mark.parametrize(
    ("wanted", "verbs"),
    [
        ({"about": "invitation"}, ["invitation.declined"]),
        ({"q": "DRAFTED"}, ["rfp.created"]),
        ({"q": "brackenfell for"}, ["invitation.declined"]),
        ({"q": "issued", "about": "rfp"}, ["rfp.issued"]),
        ({"about": "nothing"}, []),
    ],
)
def test_the_record_is_filtered(buyer, url, recipient, now, wanted, verbs):
    invitations.decline(recipient=recipient, reason="terms", now=now)

    assert shown(buyer.get(url, wanted)) == verbs


def test_what_is_in_no_organisations_log_is_not_in_it(buyer, url, issued, other_sponsor, now):
    audit.record(
        verb="bid.submitted", target=issued, summary="Bid", organisation=other_sponsor, now=now
    )

    assert "bid.submitted" not in shown(buyer.get(url))


def test_the_events_of_another_request_are_not_in_it(buyer, url, sponsor, now):
    other = RFPFactory(organisation=sponsor, number="RFP-2026-900")
    audit.record(verb="rfp.edited", target=other, summary="Other", now=now)

    assert "Other" not in buyer.get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3, 120])
def test_the_record_has_a_flat_query_count(buyer, sponsor, now, count, django_assert_num_queries):
    rfp = RFPFactory(organisation=sponsor)
    for number in range(count):
        audit.record(verb="rfp.edited", target=rfp, summary=f"Edit {number}", now=now)

    with django_assert_num_queries(15):
        response = buyer.get(reverse("rfp-record", args=[rfp.pk]))

    assert response.context["page"].paginator.count == count


def test_the_export_holds_what_the_page_shows_the_oldest_first(buyer, issued, recipient, now):
    invitations.decline(recipient=recipient, reason="terms", now=now)

    response = buyer.get(reverse("rfp-record-csv", args=[issued.pk]), {"about": "rfp"})

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    name = f"{issued.number}-record.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert rows[0] == ["Sequence", "Time (UTC)", "Event", "Who", "What happened", "Hash"]
    assert [row[2] for row in rows[1:]] == ["rfp.created", "rfp.issued"]


def test_no_cell_of_the_export_is_run(buyer, issued, now):
    audit.record(verb="rfp.edited", target=issued, summary='=HYPERLINK("http://x")', now=now)

    response = buyer.get(reverse("rfp-record-csv", args=[issued.pk]))

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[-1][4] == """'=HYPERLINK("http://x")"""


def test_a_tampered_page_is_the_first(buyer, url):
    assert buyer.get(url, {"page": "x"}).context["page"].number == 1
