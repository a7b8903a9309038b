import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.vendors import (
    CapabilityFactory,
    CapabilityLineFactory,
    CertificateFactory,
    ProfileQuestionFactory,
    ProposalFactory,
    RelationshipFactory,
    SiteFactory,
    VendorFactory,
    keeper,
)
from vendors.choices import Evidence, ListingState, ProposalState
from vendors.models import Asker, CertificateFile, GroupConfirmation, Proposal
from vendors.querysets import BY_VENDOR

pytestmark = pytest.mark.django_db

OWN = reverse("own-profile")


@pytest.fixture
def site():
    return SiteFactory(name="Works", vendor__name="Fernhollow")


@pytest.fixture
def ida(site):
    return keeper(site.vendor, name="Ida Lund")


@pytest.fixture
def desk(client_of, ida):
    """Give the client of the person who keeps the profile."""
    return client_of(ida)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def company(vendor, **changes) -> dict:
    return {"name": vendor.name, "kind": vendor.kind, "country": "DK", "city": "Odense"} | changes


def test_a_draft_is_kept_changed_sent_and_shown_back(desk, site):
    page = reverse("own-company")
    assert "Keep as a draft" in text(desk.get(page))

    shown = desk.post(page, company(site.vendor, tagline="Antibodies to launch"), follow=True)
    assert "Draft" in text(shown)
    assert "Send 1 draft to the curators" in text(shown)
    assert 'value="Antibodies to launch"' in text(desk.get(page))
    sent = desk.post(reverse("own-send"), follow=True)

    assert "Sent. A curator looks at it" in text(sent)
    proposal = Proposal.objects.get()
    assert (proposal.field, proposal.state) == ("tagline", ProposalState.OPEN)
    taken = desk.post(reverse("own-drop", args=[proposal.pk]), follow=True)
    assert "Taken back" in text(taken)


def test_a_form_that_cannot_be_says_why_and_keeps_nothing(desk, site):
    answer = desk.post(reverse("own-company"), company(site.vendor, name="", founded="soon"))

    assert "2 entries need another look" in text(answer)
    assert not Proposal.objects.exists()


def test_sites_lines_and_certificates_are_added_as_drafts(desk, site):
    line = CapabilityLineFactory(site=site)
    leaf = CapabilityFactory(label="Milling")
    desk.post(reverse("own-site-add"), {"name": "New works", "country": "SE"})
    desk.post(
        reverse("own-line-add", args=[site.pk]),
        {"capability": leaf.pk, "is_offered": "False", "phases": ["P1"]},
    )
    pdf = SimpleUploadedFile("gmp.pdf", b"%PDF-1.7 x")
    desk.post(
        reverse("own-certificate-add", args=[site.pk]),
        {"scheme": "GMP", "authority": "DKMA", "upload": pdf, "covers": [line.pk]},
    )

    added, offered, certificate = Proposal.objects.order_by("pk")
    assert added.new["name"] == "New works"
    assert (offered.new["is_offered"], offered.site) == (False, site)
    assert certificate.new["covers"] == [line.pk]
    shown = text(desk.get(OWN))
    assert "A new site" in shown
    assert "not offered" in shown
    file = desk.get(reverse("own-file", args=[certificate.file_id]))
    assert (file.content, file["Content-Disposition"]) == (
        b"%PDF-1.7 x",
        'attachment; filename="gmp.pdf"',
    )


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("gmp.exe", b"MZ", "of a kind that is not taken"),
        ("gmp.pdf", b"no pdf", "is no PDF file"),
        ("gmp.pdf", b"", "is empty"),
    ],
)
def test_a_document_that_is_none_is_refused(desk, site, name, content, why):
    answer = desk.post(
        reverse("own-certificate-add", args=[site.pk]),
        {"scheme": "GMP", "authority": "DKMA", "upload": SimpleUploadedFile(name, content)},
    )

    assert why in text(answer)
    assert not CertificateFile.objects.exists()


def test_a_drafted_row_can_be_changed(desk, site):
    desk.post(reverse("own-site-add"), {"name": "New works", "country": "SE"})
    page = reverse("own-draft", args=[Proposal.objects.get().pk])

    assert 'value="New works"' in text(desk.get(page))
    desk.post(page, {"name": "Newer works", "country": "SE"})

    assert Proposal.objects.get().new["name"] == "Newer works"


def test_a_line_changes_field_by_field_but_not_what_a_register_states(desk, site):
    own = CapabilityLineFactory(site=site, lead_time_weeks=20)
    proven = CapabilityLineFactory(site=site, evidence=Evidence.INSPECTED, source="FDA")
    data = {"is_offered": "True", "phases": ["P1", "P2", "P3"], "modalities": ["SM"]}

    desk.post(reverse("own-line", args=[own.pk]), data | {"lead_time_weeks": "12"})
    refused = desk.post(reverse("own-line", args=[proven.pk]), data | {"lead_time_weeks": "12"})

    proposal = Proposal.objects.get()
    assert (proposal.field, proposal.old, proposal.new) == (
        f"{own.capability_id} #{own.pk} lead_time_weeks",
        20,
        12,
    )
    assert "stands as FDA says" in text(refused)
    assert "As the register says" in text(desk.get(OWN))


def test_the_page_confirms_groups_and_the_whole(desk, site):
    CapabilityLineFactory(site=site, capability__code="Z1.10")

    group = desk.post(reverse("own-confirm"), {"group": "Z1"}, follow=True)
    wrong = desk.post(reverse("own-confirm"), {"group": "Q7"}, follow=True)
    whole = desk.post(reverse("own-confirm"), follow=True)

    assert "group Z1 is confirmed as complete" in text(group)
    assert "no such group" in text(wrong)
    assert "confirmed as of today" in text(whole)
    assert GroupConfirmation.objects.get().set_by.name == "Ida Lund"


def test_a_question_is_answered_with_a_line_or_refused(desk, site):
    question = ProfileQuestionFactory(vendor=site.vendor, phase="P2")
    answer = f"{reverse('own-line-add', args=[site.pk])}?question={question.pk}"

    assert str(question) in text(desk.get(OWN))
    assert 'value="P2" id="id_phases_3" checked' in text(desk.get(answer))
    desk.post(answer, {"capability": question.capability_id, "is_offered": "True"})
    assert Proposal.objects.get().question == question
    assert "Answer under way" in text(desk.get(OWN))
    desk.post(reverse("own-refuse", args=[question.pk]))
    assert Proposal.objects.filter(question=question).count() == 2


@pytest.mark.parametrize("question", ["x", "0", "9" * 30, "¹"])
def test_a_question_that_is_none_is_404(desk, site, question):
    page = reverse("own-line-add", args=[site.pk])

    assert desk.get(page, {"question": question}).status_code == 404


def test_what_was_decided_stands_there_with_the_reason(desk, site, curator, now):
    more = {"vendor": site.vendor, "source": BY_VENDOR, "decided_at": now}
    ProposalFactory(state=ProposalState.ACCEPTED, **more)
    ProposalFactory(
        state=ProposalState.REJECTED, reason="The register knows another.", field="duns", **more
    )

    shown = text(desk.get(OWN))

    assert "Accepted" in shown
    assert "The register knows another." in shown


def test_an_unlisted_profile_is_still_ones_own(desk, site):
    site.vendor.state = ListingState.SUSPENDED
    site.vendor.save()

    assert "sponsors do not see it" in text(desk.get(OWN))


def test_the_page_shows_nothing_of_any_sponsor(desk, site, member, now):
    RelationshipFactory(vendor=site.vendor, organisation=member.organisation, note="canarynote")
    question = ProfileQuestionFactory(vendor=site.vendor)
    Asker.objects.create(
        organisation=member.organisation, question=question, user=member, asked_at=now
    )

    shown = text(desk.get(OWN)) + text(desk.get(site.vendor.get_absolute_url()))

    for secret in (member.name, member.email, member.organisation.name, "canarynote"):
        assert secret not in shown


def addresses(site) -> list[tuple[str, list]]:
    line, certificate = CapabilityLineFactory(site=site), CertificateFactory(site=site)
    more = {"vendor": site.vendor, "source": BY_VENDOR, "state": ProposalState.DRAFT}
    draft = ProposalFactory(field="+ site 1f3a", new={"name": "New works"}, **more)
    file = CertificateFile.objects.create(
        organisation=site.vendor.organisation,
        name="gmp.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        content=b"x",
    )
    return [
        ("own-site", [site.pk]),
        ("own-line-add", [site.pk]),
        ("own-certificate-add", [site.pk]),
        ("own-line", [line.pk]),
        ("own-certificate", [certificate.pk]),
        ("own-draft", [draft.pk]),
        ("own-file", [file.pk]),
        ("own-drop", [draft.pk]),
        ("own-refuse", [ProfileQuestionFactory(vendor=site.vendor).pk]),
    ]


def test_another_vendor_and_everybody_else_finds_none_of_it(client_of, desk, site, member, curator):
    pages = addresses(site)
    other = client_of(keeper(VendorFactory()))

    for name, parts in pages:
        method = "post" if name in ("own-drop", "own-refuse") else "get"
        address = reverse(name, args=parts)
        assert getattr(other, method)(address).status_code == 404, name
        assert getattr(client_of(member), method)(address).status_code == 404, name
        assert getattr(client_of(curator), method)(address).status_code == 404, name
    for name, parts in pages:
        if name not in ("own-drop", "own-refuse"):
            assert desk.get(reverse(name, args=parts)).status_code == 200, name


def test_the_number_of_queries_does_not_grow(desk, site, ida):
    def fill():
        own = SiteFactory(vendor=site.vendor)
        line = CapabilityLineFactory(site=own)
        CertificateFactory(site=own)
        ProfileQuestionFactory(vendor=site.vendor)
        more = {"vendor": site.vendor, "site": own, "source": BY_VENDOR, "set_by": ida}
        ProposalFactory(field=f"{line.capability_id} #{line.pk} phases", new=["P1"], **more)
        leaf = CapabilityFactory()
        ProposalFactory(field="+ line 1f3a", new={"capability": leaf.pk}, **more)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert desk.get(OWN).status_code == 200
        return len(found)

    fill()
    few = queries()
    for _ in range(3):
        fill()

    assert queries() == few
