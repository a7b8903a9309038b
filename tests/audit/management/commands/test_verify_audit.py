import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import services as audit

pytestmark = pytest.mark.django_db


def test_says_how_many_events_are_intact(sponsor, now, capsys):
    audit.record(verb="x.y", target=sponsor, summary="s", now=now)

    call_command("verify_audit")

    assert capsys.readouterr().out == "The chain of 1 events is intact.\n"


def test_fails_and_names_the_fault(sponsor, now, capsys):
    audit.record(verb="x.y", target=sponsor, summary="s", now=now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_chainhead SET sequence = 5")

    with pytest.raises(CommandError, match="broken in 1 places"):
        call_command("verify_audit")

    assert capsys.readouterr().err == "The chain ends at event 1; its head says 5.\n"
