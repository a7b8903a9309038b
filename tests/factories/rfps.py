"""Requests, their lots, lines and invitations. Each row carries its RFP's organisation."""

import hashlib
from datetime import UTC, datetime

import factory

from rfps import models
from rfps.choices import RFPState
from tests.factories.accounts import OrganisationFactory
from tests.factories.programs import ProgramFactory
from tests.factories.vendors import VendorFactory
from vendors.choices import Phase


class RFPFactory(factory.django.DjangoModelFactory):
    """A draft without lots; ``issued=True`` gives one that is out, without a version."""

    class Meta:
        model = models.RFP

    class Params:
        issued = factory.Trait(
            state=RFPState.ISSUED, issued_at=datetime(2026, 11, 2, 8, tzinfo=UTC)
        )

    organisation = factory.SubFactory(OrganisationFactory)
    program = factory.SubFactory(
        ProgramFactory, organisation=factory.SelfAttribute("..organisation")
    )
    number = factory.Sequence(lambda n: f"RFP-2020-{n + 1:03}")
    title = "Drug product, tablets"
    deadline_at = datetime(2026, 12, 24, 16, tzinfo=UTC)
    time_zone = "Europe/Zurich"
    currencies = ["EUR"]
    created_at = datetime(2026, 11, 1, 8, tzinfo=UTC)


class _OfRFP(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    rfp = factory.SubFactory(RFPFactory)
    organisation = factory.SelfAttribute("rfp.organisation")


class LotFactory(_OfRFP):
    class Meta:
        model = models.Lot

    title = "Drug product"


class ScopeLineFactory(_OfRFP):
    class Meta:
        model = models.ScopeLine

    lot = factory.SubFactory(LotFactory, rfp=factory.SelfAttribute("..rfp"))
    position = factory.Sequence(lambda n: n + 1)
    label = factory.Sequence(lambda n: f"Work {n}")
    phase = Phase.P1


class InvitationFactory(_OfRFP):
    class Meta:
        model = models.Invitation

    vendor = factory.SubFactory(VendorFactory)


class RecipientFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Recipient

    invitation = factory.SubFactory(InvitationFactory)
    organisation = factory.SelfAttribute("invitation.organisation")
    name = "Ida Lund"
    email = factory.Sequence(lambda n: f"recipient{n}@vendor.example")


class DocumentFactory(_OfRFP):
    """A document for after the CDA, without a file."""

    class Meta:
        model = models.Document

    title = factory.Sequence(lambda n: f"Document {n}")


class DocumentVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DocumentVersion

    document = factory.SubFactory(DocumentFactory)
    organisation = factory.SelfAttribute("document.organisation")
    number = 1
    name = "annex.pdf"
    media_type = "application/pdf"
    content = b"%PDF-1.7 annex"
    size = factory.LazyAttribute(lambda file: len(file.content))
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.content).hexdigest())
