import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from programs.errors import ProgramError
from programs.models import ShortlistEntry, SignOff
from programs.selection.changes import digest
from programs.services import selection, shortlists
from tests.factories.programs import SignOffFactory

pytestmark = pytest.mark.django_db


def test_sign_off_stands_for_the_frozen_result(entry, lead, now):
    sign = selection.sign_off(entry=entry, reason=" Audited by us ", by=lead, now=now)

    assert (sign.reason, sign.signed_by, sign.signed_by_name, sign.signed_at) == (
        "Audited by us",
        lead,
        "Lea D",
        now,
    )
    assert sign.digest == digest(entry.snapshot)
    event = Event.objects.get()
    assert (event.verb, event.data["digest"]) == ("shortlist.signed-off", sign.digest)


def test_one_person_signs_once(entry, lead, procurement, now):
    selection.sign_off(entry=entry, reason="Yes", by=lead, now=now)
    selection.sign_off(entry=entry, reason="Yes", by=procurement, now=now)

    with pytest.raises(ProgramError, match=r"^You have signed off Fernhollow already\.$"):
        selection.sign_off(entry=entry, reason="Again", by=lead, now=now)

    assert SignOff.objects.count() == 2


def test_signed_entry_stays_in_the_file(entry, lead, now):
    selection.sign_off(entry=entry, reason="Yes", by=lead, now=now)

    with pytest.raises(ProgramError, match="signed off by Lea D, so it stays"):
        shortlists.remove(entry=entry, by=lead, now=now)

    assert ShortlistEntry.objects.count() == 1


def test_database_refuses_a_sign_off_without_a_reason(entry):
    with pytest.raises(IntegrityError, match="sign_off_has_reason"), transaction.atomic():
        SignOffFactory(entry=entry, reason="")
