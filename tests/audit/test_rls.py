"""The second wall: the database shows a row to its organisation, whatever a query forgets."""

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.models import ColleagueInvitation
from audit import acting

pytestmark = pytest.mark.django_db

# Rows of an organisation that need no wall, each with the reason.
OPEN_TABLES = {
    "accounts_membership": "the switch menu lists one's memberships of several organisations",
    "vendors_vendor": "the directory is shared; organisation_id is the vendor's own account",
    "vendors_vendorevent": "the history of the shared directory, read by curators alone",
}


def rows(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_every_table_of_an_organisation_is_protected_or_exempt():
    with_organisation = {
        name
        for (name,) in rows(
            "SELECT table_name FROM information_schema.columns "
            "WHERE column_name = 'organisation_id' AND table_schema = 'public'"
        )
    }
    forced = {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        )
    }

    assert with_organisation - forced == set(OPEN_TABLES)


def test_every_protected_table_has_a_rule_for_each_kind_of_statement():
    forced = {name for (name,) in rows("SELECT relname FROM pg_class WHERE relforcerowsecurity")}
    commands = dict(
        rows("SELECT tablename, array_agg(cmd ORDER BY cmd) FROM pg_policies GROUP BY 1")
    )

    assert commands == {table: ["DELETE", "INSERT", "SELECT", "UPDATE"] for table in forced}


def test_the_serving_role_is_bound_by_row_security():
    assert rows("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [
        (False, False)
    ]


@pytest.fixture
def invitation(org_admin, now):
    return ColleagueInvitation.objects.create(
        organisation=org_admin.organisation,
        email="new@auroral.example",
        token_hash="x" * 64,
        invited_by=org_admin,
        expires_at=now,
    )


SELECT = "SELECT email FROM accounts_colleagueinvitation"


def test_raw_sql_shows_an_organisation_its_own_rows(invitation):
    with acting.as_organisation(invitation.organisation_id):
        assert rows(SELECT) == [("new@auroral.example",)]


def test_raw_sql_shows_a_stranger_nothing(invitation, other_sponsor):
    with acting.as_organisation(other_sponsor.pk):
        assert rows(SELECT) == []


def test_raw_sql_shows_nobody_nothing(invitation):
    with acting.as_organisation(None):
        assert rows(SELECT) == []


def test_a_stranger_changes_and_deletes_nothing(invitation, other_sponsor):
    with acting.as_organisation(other_sponsor.pk), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_colleagueinvitation SET email = 'mine@boreal.example'")
        changed = cursor.rowcount
        cursor.execute("DELETE FROM accounts_colleagueinvitation")
        deleted = cursor.rowcount

    assert (changed, deleted) == (0, 0)


def test_a_row_cannot_be_planted_in_another_organisation(invitation, other_sponsor):
    invitation.pk = None
    invitation.token_hash = "y" * 64
    invitation.email = "other@auroral.example"

    with (
        acting.as_organisation(other_sponsor.pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        invitation.save(force_insert=True)
