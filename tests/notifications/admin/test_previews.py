import pytest
from django.urls import reverse

from notifications import kinds

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", kinds.everything(), ids=lambda kind: kind.name)
def test_every_kind_has_a_preview_of_both_parts(client_of, superuser, kind):
    client = client_of(superuser)

    page = client.get(reverse("admin:notifications_preview", args=[kind.name]))
    html = client.get(reverse("admin:notifications_preview_html", args=[kind.name]))

    assert (page.status_code, html.status_code) == (200, 200)
    assert ("BEGIN:VCALENDAR" in page.content.decode()) == bool(kind.calendar)
    assert "<h1" in html.content.decode()


def test_html_part_is_a_sandboxed_document(client_of, superuser):
    answer = client_of(superuser).get(reverse("admin:notifications_preview_html", args=["digest"]))

    assert {"sandbox", "default-src 'none'"} <= set(answer["Content-Security-Policy"].split("; "))


def test_list_leads_to_the_first_kind(client_of, superuser):
    answer = client_of(superuser).get(reverse("admin:notifications_previews"))

    first = kinds.everything()[0].name
    assert answer.url == reverse("admin:notifications_preview", args=[first])


def test_an_unknown_kind_is_not_found(client_of, superuser):
    page = reverse("admin:notifications_preview", args=["no-such-kind"])

    assert client_of(superuser).get(page).status_code == 404


def test_a_member_of_an_organisation_is_sent_away(client_of, member):
    assert client_of(member).get(reverse("admin:notifications_previews")).status_code == 302
