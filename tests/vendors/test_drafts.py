from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit import acting, inspection
from tests.factories.vendors import (
    CapabilityFactory,
    CapabilityLineFactory,
    CertificateFactory,
    ProfileQuestionFactory,
    SiteFactory,
    VendorFactory,
    keeper,
)
from vendors import drafts
from vendors.choices import Evidence, ProposalState
from vendors.models import CertificateFile, Proposal, Vendor
from vendors.querysets import BY_VENDOR
from vendors.services import VendorError

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return SiteFactory()


@pytest.fixture
def ida(site):
    return keeper(site.vendor, name="Ida Lund")


def change(row, ida, now, **data):
    vendor = Vendor.objects.get(organisation=ida.organisation)
    return drafts.change(vendor=vendor, row=row, data=data, by=ida, now=now)


def uploaded(content=b"%PDF-1.7 certificate") -> inspection.Inspected:
    return inspection.inspect(SimpleUploadedFile("gmp.pdf", content))


def test_only_what_differs_is_kept_and_the_profile_stays(site, ida, now):
    count = change(site.vendor, ida, now, city="Svendborg", country="DK", founded=1998)

    assert count == 2
    assert [
        (one.field, one.old, one.new, one.state, one.source, one.set_by)
        for one in Proposal.objects.order_by("field")
    ] == [
        ("city", "Odense", "Svendborg", ProposalState.DRAFT, BY_VENDOR, ida),
        ("founded", None, 1998, ProposalState.DRAFT, BY_VENDOR, ida),
    ]
    assert Vendor.objects.get().city == "Odense"


def test_a_draft_changes_with_the_form_and_goes_when_nothing_differs(site, ida, now):
    change(site, ida, now, city="Svendborg")
    change(site, ida, now, city="Nyborg")

    assert drafts.pending(site) == {"city": "Nyborg"}
    change(site, ida, now, city=site.city)
    assert drafts.pending(site) == {}


def test_lines_and_certificates_are_named_by_their_ids(site, ida, now):
    line = CapabilityLineFactory(site=site, scale_max=Decimal("50.000"))
    certificate = CertificateFactory(site=site)

    change(line, ida, now, scale_max=Decimal("80"), next_slot_date=date(2027, 2, 1))
    change(certificate, ida, now, number="DK H 1")

    assert drafts.pending(line) == {"scale_max": "80", "next_slot_date": "2027-02-01"}
    assert drafts.pending(certificate) == {"number": "DK H 1"}
    assert drafts.pending(site) == drafts.pending(site.vendor) == {}


def test_what_a_register_states_is_not_the_vendors_to_change(site, ida, now):
    line = CapabilityLineFactory(site=site, evidence=Evidence.ON_REGISTER, source="EudraGMDP")

    with pytest.raises(VendorError, match="stands as EudraGMDP says"):
        change(line, ida, now, phases=["P1"])


def test_sent_drafts_are_open_and_replace_what_was_sent_before(site, ida, now):
    change(site, ida, now, city="Svendborg")
    drafts.send(vendor=site.vendor, by=ida, now=now)
    change(site, ida, now, city="Nyborg")

    assert drafts.send(vendor=site.vendor, by=ida, now=now) == 1

    assert list(Proposal.objects.order_by("pk").values_list("new", "state")) == [
        ("Svendborg", ProposalState.WITHDRAWN),
        ("Nyborg", ProposalState.OPEN),
    ]
    with pytest.raises(VendorError, match="nothing to send"):
        drafts.send(vendor=site.vendor, by=ida, now=now)


def test_a_new_row_is_drafted_whole_and_can_be_rewritten(site, ida, now):
    leaf = CapabilityFactory()
    data = {"capability": leaf, "phases": ["P1"], "is_offered": True, "scale_min": Decimal("5")}
    draft = drafts.add(vendor=site.vendor, site=site, kind="line", data=data, by=ida, now=now)

    assert draft.new == {
        "capability": leaf.pk,
        "phases": ["P1"],
        "is_offered": True,
        "scale_min": "5",
    }
    drafts.rewrite(draft=draft, data=data | {"phases": ["P2"]}, by=ida, now=now)
    draft.refresh_from_db()
    assert draft.new["phases"] == ["P2"]
    drafts.send(vendor=site.vendor, by=ida, now=now)
    with pytest.raises(VendorError, match="open already"):
        drafts.rewrite(draft=draft, data=data, by=ida, now=now)


def test_the_document_of_a_certificate_belongs_to_the_vendor(site, ida, now, sponsor):
    data = {"scheme": "GMP", "authority": "DKMA"}
    draft = drafts.add(
        vendor=site.vendor,
        site=site,
        kind="certificate",
        data=data,
        upload=uploaded(),
        by=ida,
        now=now,
    )
    drafts.rewrite(draft=draft, data=data, upload=uploaded(b"%PDF-1.7 better"), by=ida, now=now)

    draft.refresh_from_db()
    with acting.as_organisation(ida.organisation_id):
        assert bytes(CertificateFile.objects.get(pk=draft.file_id).content) == b"%PDF-1.7 better"
        assert CertificateFile.objects.count() == 1
    with acting.as_organisation(sponsor.pk):
        assert CertificateFile.objects.count() == 0
    drafts.drop(proposal=draft, by=ida, now=now)
    assert not CertificateFile.objects.exists()


def test_what_was_sent_can_be_taken_back_until_it_is_decided(site, ida, now):
    change(site, ida, now, city="Svendborg")
    drafts.send(vendor=site.vendor, by=ida, now=now)
    proposal = Proposal.objects.get()

    drafts.drop(proposal=proposal, by=ida, now=now)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN
    with pytest.raises(VendorError, match="withdrawn already"):
        drafts.drop(proposal=proposal, by=ida, now=now)


def test_a_question_is_refused_at_every_site(site, ida, now):
    SiteFactory(vendor=site.vendor)
    question = ProfileQuestionFactory(vendor=site.vendor, phase="P3")

    assert drafts.refuse(vendor=site.vendor, question=question, by=ida, now=now) == 2

    one, other = Proposal.objects.filter(question=question)
    assert one.site != other.site
    assert one.new == {
        "capability": question.capability_id,
        "is_offered": False,
        "phases": ["P3"],
        "modalities": [],
    }


def test_nothing_is_refused_without_a_site(now):
    vendor = VendorFactory()

    with pytest.raises(VendorError, match="Add a site first"):
        drafts.refuse(
            vendor=vendor,
            question=ProfileQuestionFactory(vendor=vendor),
            by=keeper(vendor),
            now=now,
        )
