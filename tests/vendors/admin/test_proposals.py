import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import acting
from notifications.models import Email
from tests.factories.vendors import (
    ProposalFactory,
    SiteFactory,
    VendorFactory,
    keeper,
)
from vendors import proposals
from vendors.choices import ProposalState
from vendors.models import CertificateFile, Proposal
from vendors.querysets import BY_VENDOR

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:vendors_proposal_changelist")


@pytest.fixture
def vendor():
    return SiteFactory(name="Works", vendor__name="Fernhollow").vendor


def propose(vendor, field="city", old="Odense", new="Nyborg", **more):
    return ProposalFactory(
        vendor=vendor,
        site=vendor.sites.first(),
        field=field,
        old=old,
        new=new,
        source=BY_VENDOR,
        **more,
    )


def review(vendor) -> str:
    return reverse("admin:vendors_proposal_review", args=[vendor.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_queue_shows_the_oldest_first_and_no_drafts(desk, vendor, now):
    newer = propose(vendor, created_at=now)
    older = propose(vendor, field="duns", created_at=now.replace(year=2025))
    propose(vendor, field="fei", state=ProposalState.DRAFT)

    page = desk.get(QUEUE)

    assert list(page.context["cl"].result_list) == [older, newer]
    assert "Open (2)" in text(page)
    assert review(vendor) in text(page)


def test_old_new_and_source_stand_side_by_side(desk, vendor):
    propose(vendor, "country", "DK", "SE", set_by=keeper(vendor, name="Ida Lund"))
    new = {"scheme": "GMP", "number": "DK 7"}
    propose(vendor, "+ certificate 9c", None, new)

    shown = text(desk.get(review(vendor)))

    for words in ("Denmark", "Sweden", "Vendor statement, 1 Nov 2026", "Ida Lund", "DK 7"):
        assert words in shown


def test_each_field_is_decided_by_itself(desk, vendor):
    ida = keeper(vendor)
    city, duns = propose(vendor, set_by=ida), propose(vendor, "duns", "", "1", set_by=ida)
    later = propose(vendor, "fei", "", "3009481127")
    form = {
        f"p{city.pk}-decision": "accept",
        f"p{duns.pk}-decision": "reject",
        f"p{duns.pk}-reason": "A DUNS has nine digits.",
        f"p{later.pk}-decision": "",
    }

    desk.post(review(vendor), form)

    states = dict(Proposal.objects.values_list("field", "state"))
    assert states == {
        "city": ProposalState.ACCEPTED,
        "duns": ProposalState.REJECTED,
        "fei": ProposalState.OPEN,
    }
    assert vendor.sites.get().city == "Nyborg"
    assert Email.objects.get(kind="proposals-decided").to == ida.email


def test_sending_back_needs_a_reason_and_nothing_is_decided_without(desk, vendor):
    city, duns = propose(vendor), propose(vendor, "duns", "", "1")
    form = {f"p{city.pk}-decision": "accept", f"p{duns.pk}-decision": "reject"}

    answer = desk.post(review(vendor), form)

    assert "Give a reason" in text(answer)
    assert not Proposal.objects.exclude(state=ProposalState.OPEN).exists()


def test_who_comes_second_is_told(desk, vendor, curator, now):
    proposal = propose(vendor)
    proposals.accept(proposal=proposal, by=curator, now=now)

    answer = desk.post(review(vendor), {f"p{proposal.pk}-decision": "reject"}, follow=True)

    assert "was accepted already by Cura Tor" in text(answer)


def test_a_curator_reads_the_document_that_its_vendor_owns(desk, client_of, vendor, member):
    keeper(vendor)
    file = CertificateFile.objects.create(
        organisation=vendor.organisation,
        name="gmp.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        content=b"%PDF",
    )
    address = reverse("admin:vendors_proposal_file", args=[file.pk])

    new = {"scheme": "GMP", "authority": "DKMA", "number": "7", "issued_on": None, "covers": []}
    proposal = propose(vendor, "+ certificate 9c", None, new, file=file)
    change = reverse("admin:vendors_proposal_change", args=[proposal.pk])
    assert desk.get(change).status_code == 200
    assert address in text(desk.get(review(vendor)))
    desk.post(review(vendor), {f"p{proposal.pk}-decision": "accept"})
    certificate = vendor.sites.get().certificates.get()
    page = desk.get(reverse("admin:vendors_certificate_change", args=[certificate.pk]))
    assert address in text(page)
    assert desk.get(address).content == b"%PDF"
    with acting.as_organisation(member.organisation_id):
        assert client_of(member).get(address).status_code == 302


def test_nobody_else_reviews(client_of, desk, vendor, member):
    assert client_of(member).get(review(vendor)).status_code == 302
    assert client_of(keeper(vendor)).get(review(vendor)).status_code == 302
    assert desk.get(reverse("admin:vendors_proposal_review", args=[0])).status_code == 404


def test_the_number_of_queries_does_not_grow(desk, vendor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            desk.get(review(vendor))
        return len(found)

    propose(vendor, set_by=keeper(vendor))
    few = queries()
    for field in ("duns", "fei", "address"):
        propose(vendor, field, set_by=keeper(vendor))

    assert queries() == few


def test_nothing_left_says_so(desk):
    assert "Nothing of" in text(desk.get(review(VendorFactory())))
