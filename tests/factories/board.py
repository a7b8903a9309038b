"""What stands around an issued request: versions, questions and answers, what was seen."""

from datetime import UTC, datetime, timedelta

import factory
from django.core.files.uploadedfile import SimpleUploadedFile

from rfps import models
from rfps.choices import RFPState
from tests.factories.rfps import InvitationFactory, RecipientFactory, RFPFactory

MOMENT = datetime(2026, 11, 10, 8, tzinfo=UTC)


def upload(name: str = "protocol.pdf", content: bytes = b"%PDF-1.7 the protocol"):
    return SimpleUploadedFile(name, content)


class VersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RFPVersion

    rfp = factory.SubFactory(RFPFactory, state=RFPState.ISSUED, issued_at=MOMENT)
    organisation = factory.SelfAttribute("rfp.organisation")
    number = 1
    content = {"documents": []}
    sha256 = "0" * 64
    issued_at = MOMENT


class AskerFactory(RecipientFactory):
    """A person at an invited vendor, with a link."""

    invitation = factory.SubFactory(InvitationFactory, sent_at=MOMENT)
    token_hash = factory.Sequence(lambda n: f"{n:064x}")


class EnquiryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Enquiry

    recipient = factory.SubFactory(AskerFactory)
    invitation = factory.SelfAttribute("recipient.invitation")
    rfp = factory.SelfAttribute("invitation.rfp")
    organisation = factory.SelfAttribute("rfp.organisation")
    text = factory.Sequence(lambda n: f"Which batch size, number {n}?")
    asked_at = MOMENT


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Answer

    rfp = factory.SubFactory(RFPFactory)
    organisation = factory.SelfAttribute("rfp.organisation")
    number = factory.Sequence(lambda n: n + 1)
    question = "Which batch size?"
    text = "50 kg."
    published_at = MOMENT


class DisclosureFactory(factory.django.DjangoModelFactory):
    """That a person has seen a version; pass ``document_version`` and ``version=None`` for a file."""

    class Meta:
        model = models.Disclosure

    recipient = factory.SubFactory(AskerFactory)
    invitation = factory.SelfAttribute("recipient.invitation")
    organisation = factory.SelfAttribute("invitation.organisation")
    version = factory.SubFactory(VersionFactory, rfp=factory.SelfAttribute("..invitation.rfp"))
    at = MOMENT


class ClarificationFactory(factory.django.DjangoModelFactory):
    """A question to the bidder of an invitation; ``asked_by`` has to be given."""

    class Meta:
        model = models.Clarification

    rfp = factory.SelfAttribute("invitation.rfp")
    organisation = factory.SelfAttribute("invitation.organisation")
    invitation = factory.SubFactory(InvitationFactory, sent_at=MOMENT)
    round = 1
    text = "Why?"
    asked_at = MOMENT
    due_at = MOMENT + timedelta(days=7)
