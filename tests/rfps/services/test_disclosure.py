import pytest

from audit.models import Event
from rfps.errors import RFPError
from rfps.models import Disclosure, RFPVersion
from rfps.services import access, disclosure
from tests.factories.rfps import DocumentFactory, DocumentVersionFactory
from tests.rfps.conftest import freeze_again

pytestmark = pytest.mark.django_db


def test_the_blinded_part_names_neither_sponsor_nor_title_nor_scope(confidential):
    shown = disclosure.blinded(confidential)

    assert shown == {
        "number": "RFP-2026-001",
        "kind": "RFP",
        "needs_cda": True,
        "blinded_title": "An oral solid",
        "synopsis": "Tablets for a rare disease.",
        "cda_text": "Keep it to yourselves.",
        "deadline_at": "2026-12-24T16:00:00+00:00",
        "time_zone": "Europe/Zurich",
        "schedule": confidential.versions.get().content["schedule"],
        "currencies": ["EUR", "CHF"],
        "documents": [],
    }


def test_the_version_last_opened_is_each_persons_own(issued, now):
    one, other = (invitation.recipients.get() for invitation in issued.invitations.all()[:2])
    for person in (one, other):
        access.enter(recipient=person, now=now)
    freeze_again(issued, now)

    disclosure.open_newest(recipient=one, now=now)

    assert [disclosure.last_opened(person).number for person in (one, other)] == [2, 1]


def test_opening_a_version_twice_is_recorded_once(recipient, now):
    for _ in range(2):
        disclosure.open_newest(recipient=recipient, now=now)

    assert Disclosure.objects.count() == 1
    assert Event.objects.filter(verb="invitation.version-opened").count() == 1


def test_no_version_is_opened_before_the_cda(blinded, now):
    with pytest.raises(RFPError, match="confidentiality agreement first"):
        disclosure.open_newest(recipient=blinded, now=now)

    assert disclosure.last_opened(blinded) is None


def test_fetching_a_document_is_recorded_once_by_its_version(recipient, issued, now):
    document = DocumentFactory(rfp=issued)
    for number in (1, 2):
        DocumentVersionFactory(document=document, number=number)

    found = [
        disclosure.fetch(
            recipient=recipient, document={"id": str(document.pk), "version": number}, now=now
        )
        for number in (1, 1, 2)
    ]

    assert [file.number for file in found] == [1, 1, 2]
    assert [seen.document_version.number for seen in Disclosure.objects.all()] == [1, 2]
    assert Event.objects.filter(verb="invitation.document-fetched").count() == 2


def test_a_revoked_link_opens_nothing(recipient, now):
    recipient.revoked_at = now
    recipient.save()

    with pytest.raises(RFPError, match="withdrawn"):
        disclosure.open_newest(recipient=recipient, now=now)

    assert (Disclosure.objects.count(), RFPVersion.objects.count()) == (0, 1)
