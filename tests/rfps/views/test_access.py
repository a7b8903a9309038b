"""Who may open and do what: every page of the sponsor, for every kind of person."""

import uuid

import pytest
from django.urls import reverse

from programs.choices import Visibility
from rfps.models import (
    RFP,
    Answer,
    Document,
    DocumentVersion,
    Invitation,
    Recipient,
    ScopeLine,
)
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.programs import ShortlistFactory
from tests.factories.rfps import DocumentFactory, DocumentVersionFactory
from tests.factories.vendors import VendorFactory

pytestmark = pytest.mark.django_db

# name: (what its address is about, methods, needs procurement)
PAGES = {
    "rfp-detail": ("rfp", "GET", False),
    "rfp-preview": ("rfp", "GET", False),
    "rfp-edit": ("rfp", "GET POST", True),
    "rfp-issue": ("rfp", "GET POST", True),
    "rfp-cancel": ("rfp", "GET POST", True),
    "rfp-rules": ("rfp", "GET POST", True),
    "rfp-brief": ("rfp", "GET POST", True),
    "rfp-questionnaire": ("rfp", "GET POST", True),
    "rfp-grid": ("rfp", "GET POST", True),
    "rfp-grid-propose": ("rfp", "POST", True),
    "rfp-criteria": ("rfp", "GET POST", True),
    "rfp-library": ("rfp", "GET POST", True),
    "rfp-template": ("rfp", "GET POST", True),
    "rfp-fill": ("rfp", "GET POST", True),
    "rfp-approval-ask": ("rfp", "POST", True),
    "rfp-approval": ("rfp", "GET POST", True),
    "rfp-send-back": ("rfp", "POST", True),
    "rfp-invite": ("rfp vendor", "POST", True),
    "scope-line-create": ("lot", "GET POST", True),
    "scope-line-edit": ("line", "GET POST", True),
    "scope-line-remove": ("line", "POST", True),
    "invitation-address": ("invitation", "GET POST", True),
    "invitation-leave-out": ("invitation", "POST", True),
    "invitation-resend": ("invitation", "GET POST", True),
    "invitation-revoke": ("invitation", "GET POST", True),
    "rfp-documents": ("rfp", "GET", False),
    "document-add": ("rfp", "GET POST", True),
    "document-edit": ("document", "GET POST", True),
    "document-replace": ("document", "GET POST", True),
    "document-remove": ("document", "POST", True),
    "document-take-back": ("document", "POST", True),
    "document-download": ("file", "GET", False),
    "rfp-disclosure": ("rfp", "GET", False),
    "rfp-enquiries": ("rfp", "GET", False),
    "answer-publish": ("rfp", "GET POST", True),
    "rfp-addendum": ("rfp", "GET POST", True),
    "rfp-versions": ("rfp", "GET", False),
    "rfp-record": ("rfp", "GET", False),
    "rfp-record-csv": ("rfp", "GET", False),
    "invitation-send": ("rfp vendor", "GET POST", True),
    "invitation-people": ("invitation", "GET", False),
    "recipient-revoke": ("recipient", "POST", True),
}
CASES = [(name, method) for name, (_, methods, _) in PAGES.items() for method in methods.split()]
AFTER_THE_ISSUE = {"rfp-addendum", "invitation-send"}  # of a draft they lead back to the board
MODELS = (RFP, Invitation, ScopeLine, Document, DocumentVersion, Recipient, Answer)
FOR_PROCUREMENT = [(name, method) for name, method in CASES if PAGES[name][2]]


@pytest.fixture
def url_of(draft, vendors):
    invitation = draft.invitations.first()
    document = DocumentFactory(rfp=draft)
    ids = {
        "rfp": draft.pk,
        "vendor": vendors[0].pk,
        "lot": draft.lots.get().pk,
        "line": draft.scope_lines.first().pk,
        "invitation": invitation.pk,
        "document": document.pk,
        "file": DocumentVersionFactory(document=document).pk,
        "recipient": invitation.recipients.get().pk,
    }

    def make(name) -> str:
        return reverse(name, args=[ids[word] for word in PAGES[name][0].split()])

    return make


def rows() -> list:
    """Return every row a page could change."""
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def ask(client, url, method):
    return client.generic(method, url)


@pytest.mark.parametrize(("name", "method"), CASES)
def test_a_stranger_meets_404_and_changes_nothing(client_of, stranger, url_of, name, method):
    before = rows()

    response = ask(client_of(stranger), url_of(name), method)

    assert (response.status_code, rows()) == (404, before)


@pytest.mark.parametrize(("name", "method"), CASES)
def test_a_visitor_is_asked_to_sign_in(client, url_of, name, method):
    before = rows()

    response = ask(client, url_of(name), method)

    assert (response.status_code, rows()) == (302, before)
    assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize(("name", "method"), CASES)
@pytest.mark.parametrize("who", ["curator", "vendor"])
def test_other_kinds_of_organisation_meet_404(client_of, curator, url_of, who, name, method):
    vendor = person(OrganisationFactory(kind="vendor"), "vendor_contact")
    user = {"curator": curator, "vendor": vendor}[who]

    assert ask(client_of(user), url_of(name), method).status_code == 404


@pytest.mark.parametrize(("name", "method"), FOR_PROCUREMENT)
@pytest.mark.parametrize("who", ["member", "lead", "evaluator"])
def test_a_colleague_without_the_role_is_told_so(request, client_of, url_of, who, name, method):
    before = rows()

    response = ask(client_of(request.getfixturevalue(who)), url_of(name), method)

    assert (response.status_code, rows()) == (403, before)
    assert b"procurement" in response.content


@pytest.mark.parametrize("name", [name for name in PAGES if not PAGES[name][2]])
@pytest.mark.parametrize("who", ["member", "lead", "evaluator", "procurement", "org_admin"])
def test_every_colleague_may_read(request, client_of, url_of, who, name):
    response = client_of(request.getfixturevalue(who)).get(url_of(name))

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("name", "method"),
    # The page of an approval is there once it is asked for: test_approval.py.
    [case for case in FOR_PROCUREMENT if case[1] == "GET" and case[0] != "rfp-approval"],
)
@pytest.mark.parametrize("who", ["procurement", "org_admin"])
def test_procurement_and_admins_open_every_page(request, client_of, url_of, who, name, method):
    response = client_of(request.getfixturevalue(who)).get(url_of(name))

    assert response.status_code == (302 if name in AFTER_THE_ISSUE else 200)


@pytest.mark.parametrize(("name", "method"), CASES)
def test_the_request_of_a_team_program_does_not_exist_for_others(
    client_of, procurement, url_of, draft, name, method
):
    draft.program.visibility = Visibility.TEAM
    draft.program.save()

    assert ask(client_of(procurement), url_of(name), method).status_code == 404


@pytest.mark.parametrize(
    "name", [name for name in PAGES if PAGES[name][0] in {"rfp", "invitation", "document"}]
)
def test_an_unknown_id_is_404(client_of, procurement, name):
    url = reverse(name, args=[uuid.uuid4()])

    assert client_of(procurement).generic(PAGES[name][1].split()[0], url).status_code == 404


@pytest.mark.parametrize(
    "shortlist", ["", "x", "1", "6e3f0d2a-0000-4000-8000-000000000000", "'; DROP TABLE"]
)
def test_a_tampered_shortlist_is_404(client_of, procurement, shortlist):
    response = client_of(procurement).get(reverse("rfp-create"), {"shortlist": shortlist})

    assert response.status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_sponsors_shortlist_is_404(client_of, procurement, other_sponsor, method):
    foreign = ShortlistFactory(package__program__organisation=other_sponsor)
    url = f"{reverse('rfp-create')}?shortlist={foreign.pk}"

    assert client_of(procurement).generic(method, url).status_code == 404
    assert RFP.objects.count() == 0


def test_a_vendor_that_is_not_on_the_shortlist_cannot_be_invited(client_of, procurement, draft):
    url = reverse("rfp-invite", args=[draft.pk, VendorFactory().pk])

    response = client_of(procurement).post(url)

    assert (response.status_code, draft.invitations.count()) == (404, 3)


def test_the_list_shows_a_stranger_nothing(client_of, stranger, draft):
    response = client_of(stranger).get(reverse("rfp-list"))

    assert response.context["rows"] == []
    assert b"RFP-20" not in response.content
