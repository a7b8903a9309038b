"""The command: what it refuses, and what it says. What it writes: tests/demo/seeding."""

import pytest
from django.core.management import call_command

from demo import logins
from demo.models import DemoMarker
from tests.factories.accounts import OrganisationFactory
from vendors.models import Vendor


def test_database_in_use_is_refused(db):
    OrganisationFactory()

    with pytest.raises(SystemExit, match="seed_demo: This database is in use"):
        call_command("seed_demo")

    assert not Vendor.objects.exists()
    assert not DemoMarker.objects.exists()


def test_seeded_demo_is_left_as_it_is(db, capsys):
    DemoMarker.objects.create()
    OrganisationFactory(slug="auroral")

    call_command("seed_demo", "--logins")

    output = capsys.readouterr().out
    assert "Demo world here already" in output
    assert logins.table() in output
    assert not Vendor.objects.exists()
