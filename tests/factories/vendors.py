"""Vendors for tests: a bare factory call gives the least that is valid."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.choices import OrganisationKind, Role
from tests.factories.accounts import OrganisationFactory, UserFactory, person
from vendors import models
from vendors.choices import (
    ActionKind,
    Branch,
    CertificateScheme,
    ClaimState,
    Evidence,
    ListingState,
    Modality,
    Phase,
    Standing,
    VendorKind,
)


class CapabilityFactory(DjangoModelFactory):
    """A leaf of its own (group Z1); with the ``taxonomy`` fixture name a real code instead."""

    class Meta:
        model = models.Capability
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: f"Z1.{n:02d}")
    branch = Branch.CDMO
    group = factory.LazyAttribute(lambda leaf: leaf.code.partition(".")[0])
    group_label = factory.LazyAttribute(lambda leaf: f"Group {leaf.group}")
    package = "drug-product"
    workstream = "drug-product"
    transfer = "technology"
    label = factory.LazyAttribute(lambda leaf: f"Capability {leaf.code}")
    phases = [Phase.P1, Phase.P2, Phase.P3]
    modalities = [Modality.SM, Modality.MAB]
    is_core = True
    scale_unit = "L"


class VendorFactory(DjangoModelFactory):
    """A listed CDMO."""

    class Meta:
        model = models.Vendor

    name = factory.Sequence(lambda n: f"Fernhollow {n:03d} Pharma")
    slug = factory.Sequence(lambda n: f"fernhollow-{n:03d}-pharma")
    kind = VendorKind.CDMO
    country = "DK"
    city = "Odense"
    state = ListingState.LISTED
    is_fictional = True
    source = "Vendor statement"
    as_of = date(2026, 10, 12)
    confirmed_at = datetime(2026, 10, 12, 9, tzinfo=UTC)


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = models.VendorContact

    vendor = factory.SubFactory(VendorFactory)
    name = "Ida Lund"
    email = factory.Sequence(lambda n: f"ida.lund{n}@vendor.example")
    job = "Business development"
    is_primary = True


class SiteFactory(DjangoModelFactory):
    class Meta:
        model = models.Site

    vendor = factory.SubFactory(VendorFactory)
    name = factory.Sequence(lambda n: f"Site {n:03d}")
    city = "Odense"
    country = "DK"
    source = "Vendor statement"
    as_of = date(2026, 10, 12)


class CapabilityLineFactory(DjangoModelFactory):
    """Phase 1 to 3 of a leaf, declared, for small molecules."""

    class Meta:
        model = models.CapabilityLine

    site = factory.SubFactory(SiteFactory)
    capability = factory.SubFactory(CapabilityFactory)
    phases = [Phase.P1, Phase.P2, Phase.P3]
    modalities = [Modality.SM]
    evidence = Evidence.DECLARED
    source = "Vendor statement"
    as_of = date(2026, 10, 12)


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = models.Certificate

    site = factory.SubFactory(SiteFactory)
    scheme = CertificateScheme.GMP
    authority = "Danish Medicines Agency"
    number = factory.Sequence(lambda n: f"DK H {10400 + n}")
    issued_on = date(2024, 5, 1)
    expires_on = date(2027, 4, 30)
    source = "Vendor statement"
    as_of = date(2026, 10, 12)


class RegulatoryActionFactory(DjangoModelFactory):
    """A warning letter on the register, attached to no site."""

    class Meta:
        model = models.RegulatoryAction

    kind = ActionKind.WARNING_LETTER
    authority = "FDA"
    fei = ""
    firm_name = "Fernhollow Pharma"
    acted_on = date(2025, 3, 4)
    record_id = factory.Sequence(lambda n: f"WL-{n:05d}")
    source = "FDA Data Dashboard, compliance actions"
    as_of = date(2025, 7, 1)


class GroupConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = models.GroupConfirmation

    vendor = factory.SubFactory(VendorFactory)
    group = "Z1"
    confirmed_on = date(2026, 10, 12)
    source = "Vendor statement"
    as_of = date(2026, 10, 12)


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = models.Proposal

    vendor = factory.SubFactory(VendorFactory)
    field = "city"
    old = "Odense"
    new = "Svendborg"
    source = "Register of sites"
    as_of = date(2026, 11, 1)


class RelationshipFactory(DjangoModelFactory):
    class Meta:
        model = models.Relationship

    organisation = factory.SubFactory(OrganisationFactory)
    vendor = factory.SubFactory(VendorFactory)
    standing = Standing.APPROVED


class SiteAuditFactory(DjangoModelFactory):
    class Meta:
        model = models.SiteAudit

    organisation = factory.SubFactory(OrganisationFactory)
    site = factory.SubFactory(SiteFactory)
    audited_on = date(2026, 2, 3)
    outcome = "No critical finding"


class SavedSearchFactory(DjangoModelFactory):
    """Everything that is at Phase 1, found by nobody so far."""

    class Meta:
        model = models.SavedSearch

    organisation = factory.SelfAttribute("owner.organisation")
    name = "Vendors that work at P1"
    query = "phase=P1"
    seen_at = datetime(2026, 11, 20, 9, tzinfo=UTC)


class ImportFileFactory(DjangoModelFactory):
    """A spreadsheet of one vendor whose columns are still to be chosen."""

    class Meta:
        model = models.ImportFile

    name = "vendors.csv"
    content = b"Vendor,Kind\nAsh Sterile,CDMO\n"
    header = ["Vendor", "Kind"]
    samples = [["Ash Sterile", "CDMO"]]
    rows = 1
    source = "Spreadsheet vendors.csv"
    as_of = date(2026, 10, 12)
    uploaded_at = datetime(2026, 10, 12, 9, tzinfo=UTC)


class TrialRecordFactory(DjangoModelFactory):
    class Meta:
        model = models.TrialRecord

    vendor = factory.SubFactory(VendorFactory)
    registered_name = factory.LazyAttribute(lambda trial: f"{trial.vendor.name} Ltd.")
    nct_id = factory.Sequence(lambda n: f"NCT{n + 1:08d}")
    sponsor = "Auroral Therapeutics"
    phases = [Phase.P2]
    conditions = "Asthma"
    source = "ClinicalTrials.gov, collaborators of registered trials"
    source_url = "https://clinicaltrials.gov/study/NCT00000001"
    as_of = date(2026, 4, 1)


class ClaimFactory(DjangoModelFactory):
    """A claim that waits for a curator."""

    class Meta:
        model = models.Claim

    vendor = factory.SubFactory(VendorFactory)
    user = factory.SubFactory(UserFactory)
    email = factory.SelfAttribute("user.email")
    name = "Ida Lund"
    job = "Quality"
    state = ClaimState.WAITING
    created_at = datetime(2026, 11, 20, 9, tzinfo=UTC)


class ProfileQuestionFactory(DjangoModelFactory):
    """Whether a leaf is offered at all."""

    class Meta:
        model = models.ProfileQuestion

    vendor = factory.SubFactory(VendorFactory)
    capability = factory.SubFactory(CapabilityFactory)
    asked_on = date(2026, 11, 20)


def keeper(vendor, **fields):
    """Make a person who keeps the vendor's profile, and the vendor's organisation with them."""
    if vendor.organisation is None:
        vendor.organisation = OrganisationFactory(
            name=vendor.name, slug=f"{vendor.slug}-own", kind=OrganisationKind.VENDOR
        )
        vendor.save(update_fields=["organisation"])
    return person(vendor.organisation, Role.VENDOR_CONTACT, Role.ADMIN, **fields)
