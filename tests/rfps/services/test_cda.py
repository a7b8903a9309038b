from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit import acting
from audit.models import Event
from rfps import inspection
from rfps.errors import RFPError
from rfps.models import RFP, Disclosure, Invitation, RFPVersion, SignedCDA
from rfps.services import access, cda, disclosure
from tests.factories.vendors import RelationshipFactory

pytestmark = pytest.mark.django_db


def facts(recipient) -> tuple:
    invitation = Invitation.objects.get(pk=recipient.invitation_id)
    return invitation.cda_at, invitation.cda_way, invitation.cda_by


def accept(recipient, now, name="Ida Lund", has_authority=True):
    return cda.accept(recipient=recipient, name=name, has_authority=has_authority, now=now)


def pdf(name="signed.pdf"):
    return inspection.inspect(SimpleUploadedFile(name, b"%PDF-1.7 signed"))


def test_accepting_names_who_did_and_opens_the_full_package(blinded, now):
    accept(blinded, now, name="  Ida Lund ")

    event = Event.objects.get(verb="invitation.cda-stands")
    assert facts(blinded) == (now, "accepted", "Ida Lund")
    assert [seen.version.number for seen in Disclosure.objects.all()] == [1]
    assert (event.data["way"], len(event.data["text"])) == ("accepted", 64)


@pytest.mark.parametrize(
    ("name", "has_authority", "sentence"),
    [
        ("  ", True, "Type your name."),
        (
            "Ida",
            False,
            "Say that you may bind your company; or let somebody accept who may.",
        ),
    ],
)
def test_without_name_or_authority_nothing_is_accepted(blinded, now, name, has_authority, sentence):
    with pytest.raises(RFPError) as error:
        accept(blinded, now, name, has_authority)

    assert (str(error.value), facts(blinded)) == (sentence, (None, "", ""))


def test_it_is_accepted_once(blinded, now):
    accept(blinded, now)

    with pytest.raises(RFPError, match="Nothing is left to accept"):
        accept(blinded, now + timedelta(hours=1), name="Kurt")

    assert facts(blinded) == (now, "accepted", "Ida Lund")


def test_a_request_without_cda_has_nothing_to_accept(recipient, now):
    with pytest.raises(RFPError, match="Nothing is left to accept"):
        accept(recipient, now)


def test_after_the_deadline_it_is_too_late(blinded, now):
    RFP.objects.update(deadline_at=now)

    with pytest.raises(RFPError, match="deadline has passed"):
        accept(blinded, now)


def test_the_signed_copy_is_kept_and_opens_the_full_package(blinded, now):
    cda.upload(recipient=blinded, name="Ida Lund", file=pdf(), now=now)

    kept = SignedCDA.objects.get()
    assert facts(blinded) == (now, "uploaded", "Ida Lund")
    assert (kept.name, bytes(kept.content), kept.recipient) == (
        "signed.pdf",
        b"%PDF-1.7 signed",
        blinded,
    )
    assert Disclosure.objects.count() == 1


@pytest.mark.parametrize(
    ("signed", "expires", "counts"),
    [
        (date(2025, 1, 1), None, True),
        (date(2025, 1, 1), date(2026, 11, 22), True),  # its last day
        (date(2026, 11, 22), date(2027, 1, 1), True),  # its first day
        (date(2025, 1, 1), date(2026, 11, 21), False),
        (date(2026, 11, 23), None, False),
        (None, date(2027, 1, 1), False),
    ],
)
def test_a_cda_in_force_is_recognised_when_the_vendor_opens_the_link(
    blinded, now, signed, expires, counts
):
    RelationshipFactory(
        organisation=blinded.organisation,
        vendor=blinded.invitation.vendor,
        cda_signed_date=signed,
        cda_expires_date=expires,
    )

    access.enter(recipient=blinded, now=now)

    assert facts(blinded) == ((now, "in_force", "") if counts else (None, "", ""))
    assert Disclosure.objects.count() == int(counts)


def test_the_cda_of_another_sponsor_or_vendor_does_not_count(blinded, other_sponsor, vendors, now):
    signed = {"cda_signed_date": date(2025, 1, 1)}
    RelationshipFactory(organisation=other_sponsor, vendor=vendors[0], **signed)
    RelationshipFactory(organisation=blinded.organisation, vendor=vendors[1], **signed)

    access.enter(recipient=blinded, now=now)

    assert facts(blinded) == (None, "", "")


def test_the_database_shows_no_version_before_the_cda_and_each_after(blinded, now):
    def seen() -> int:
        with acting.as_invitation(
            rfp_id=blinded.invitation.rfp_id, invitation_id=blinded.invitation_id
        ):
            return RFPVersion.objects.count()

    before = seen()
    with acting.as_invitation(
        rfp_id=blinded.invitation.rfp_id, invitation_id=blinded.invitation_id
    ):
        accept(blinded, now)

    assert (before, seen(), disclosure.last_opened(blinded).number) == (0, 1, 1)
