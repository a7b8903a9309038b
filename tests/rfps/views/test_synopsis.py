"""Before the CDA: not who asks and not for what, in no page, header, file name or e-mail."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from notifications.models import Email
from rfps.models import RFP, Disclosure, Invitation, SignedCDA
from rfps.services import cda, colleagues
from rfps.services import rfp as rfp_services
from tests.factories.rfps import DocumentFactory, DocumentVersionFactory
from tests.rfps.conftest import open_link, token_for

pytestmark = pytest.mark.django_db

SECRETS = (
    "Auroral",
    "Drug product",
    "two campaigns",
    "Clinical tablets",
    "procurement@",
    "AUR-114",
)
PAGES = ["respond", "respond-enquiries", "respond-colleagues"]


@pytest.fixture
def confidential(draft, procurement, now):
    """Add a document of either stage before the request is issued."""
    cda_to_sign = DocumentFactory(rfp=draft, title="CDA to sign", kind="cda", stage="synopsis")
    DocumentVersionFactory(document=cda_to_sign, name="Auroral CDA.pdf", content=b"%PDF-1.7 cda")
    profile = DocumentFactory(rfp=draft, title="Auroral profile")
    DocumentVersionFactory(document=profile, name="Auroral profile.pdf")
    RFP.objects.filter(pk=draft.pk).update(
        needs_cda=True,
        blinded_title="An oral solid",
        synopsis="Tablets for a rare disease.",
        cda_text="Keep it to yourselves.",
    )
    draft.refresh_from_db()
    return rfp_services.issue(rfp=draft, by=procurement, now=now)


@pytest.fixture
def token(blinded) -> str:
    return token_for(blinded)


@pytest.fixture
def client(client, token, blinded):
    open_link(client, token, blinded.email)
    return client


def post(client, name, token, data=(), **more):
    return client.post(reverse(name, args=[token]), dict(data), follow=True, **more)


def documents(rfp) -> dict:
    return {one.title: one for one in rfp.documents.all()}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_sponsor_title_or_scope(client, token, name):
    response = client.get(reverse(name, args=[token]), follow=True)

    page = response.content.decode() + str(response.headers)
    assert response.status_code == 200
    assert [word for word in SECRETS if word in page] == []


def test_the_page_shows_the_synopsis_and_the_agreement(client, token):
    page = client.get(reverse("respond", args=[token])).content.decode()

    assert "An oral solid" in page
    assert "Tablets for a rare disease." in page
    assert "Keep it to yourselves." in page
    assert "Accept the confidentiality agreement to read the request" in page


def test_no_mail_names_them(client, token, blinded):
    choices = client.get(reverse("respond", args=[token])).context["remind_form"].fields["at"]
    post(client, "respond-remind", token, {"at": choices.choices[0][0]})
    post(client, "respond-colleagues", token, {"name": "Kurt", "email": "kurt@b.example"})

    mails = Email.objects.exclude(to="procurement@auroral.example").select_related("content")
    said = {
        mail.kind: f"{mail.content.subject} {mail.content.text} {mail.content.html}"
        for mail in mails
    }
    assert said.keys() == {
        "rfp-invitation",
        "access-code",
        "deadline-reminder",
        "colleague-added",
    }
    assert [(kind, word) for kind, text in said.items() for word in SECRETS if word in text] == []


def test_intent_and_questions_wait_for_the_cda(client, token, blinded):
    for name, data in (("respond-intent", {}), ("respond-enquiries", {"text": "Who are you?"})):
        page = post(client, name, token, data).content.decode()

        assert "Nothing was saved: open the full request first." in page
    assert Invitation.objects.get(pk=blinded.invitation_id).intent == ""


def test_declining_does_not(client, token, blinded):
    post(client, "respond-decline", token, {"reason": "capacity"})

    assert Invitation.objects.get(pk=blinded.invitation_id).intent == "declined"


def test_a_document_for_everybody_comes_under_a_name_that_says_nothing(client, token, confidential):
    document = documents(confidential)["CDA to sign"]

    response = client.post(reverse("respond-document", args=[token, document.pk]))

    assert response.content == b"%PDF-1.7 cda"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{confidential.number}-cda-{str(document.pk)[:8]}.pdf"'
    )
    assert "Auroral" not in str(response.headers)


def test_a_document_for_later_does_not_exist_yet(client, token, confidential):
    document = documents(confidential)["Auroral profile"]

    response = client.post(reverse("respond-document", args=[token, document.pk]))

    assert (response.status_code, Disclosure.objects.count()) == (404, 0)


def test_accepting_opens_the_full_request(client, token, blinded):
    page = post(client, "respond-accept", token, {"name": "Ida Lund", "has_authority": "on"})

    assert page.context["offer"]["title"] == "Drug product, tablets"
    assert Invitation.objects.get(pk=blinded.invitation_id).cda_by == "Ida Lund"


def test_without_authority_what_was_typed_stays(client, token, blinded):
    page = post(client, "respond-accept", token, {"name": "Somebody Else"})

    assert "Somebody Else" in page.content.decode()
    assert list(page.context["accept_form"].errors) == ["has_authority"]
    assert Invitation.objects.get(pk=blinded.invitation_id).cda_at is None


def test_a_signed_copy_opens_it_too(client, token):
    file = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed")

    page = post(client, "respond-sign", token, {"name": "Ida Lund", "file": file})

    assert page.context["offer"]["title"] == "Drug product, tablets"
    assert SignedCDA.objects.get().name == "signed.pdf"


def test_a_signed_copy_that_is_none_is_refused_with_a_sentence(client, token):
    file = SimpleUploadedFile("signed.pdf", b"MZ an executable")

    page = post(client, "respond-sign", token, {"name": "Ida Lund", "file": file})

    assert "signed.pdf is no PDF file, whatever its name says." in page.content.decode()
    assert SignedCDA.objects.count() == 0


def test_after_a_colleague_has_accepted_the_request_waits_to_be_opened(client, token, blinded, now):
    kurt = colleagues.add(recipient=blinded, name="Kurt", email="kurt@b.example", now=now)
    cda.accept(recipient=kurt, name="Kurt", has_authority=True, now=now)
    waiting = client.get(reverse("respond", args=[token])).content.decode()

    page = post(client, "respond-version", token)

    assert [word for word in SECRETS if word in waiting] == []
    assert "The full request is open to you" in waiting
    assert page.context["offer"]["title"] == "Drug product, tablets"


def test_a_cancelled_request_says_so_without_the_reason(client, token, confidential):
    RFP.objects.update(state="cancelled", cancel_reason="Auroral has no money.")

    page = client.get(reverse("respond", args=[token])).content.decode()

    assert "The sponsor has cancelled this request." in page
    assert [word for word in SECRETS if word in page] == []


def test_the_page_needs_a_fixed_number_of_queries(client, token, django_assert_num_queries):
    with django_assert_num_queries(27):
        client.get(reverse("respond", args=[token]))
