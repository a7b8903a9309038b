"""System checks: what must hold before anything is served."""

from django.core.checks import Error, Tags, register
from django.db import connections

WHO_SERVES = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
HINT = "Create a plain role (NOSUPERUSER NOBYPASSRLS), make it the database's owner, and use it."


@register(Tags.database)
def serving_role_obeys_row_security(databases=None, **kwargs):
    """Refuse a serving role for which row-level security would not hold."""
    return [
        _error(alias) for alias in databases or [] if _bypasses_row_security(connections[alias])
    ]


def _bypasses_row_security(connection) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WHO_SERVES)
        return cursor.fetchone()[0]


def _error(alias: str) -> Error:
    return Error(
        f"The role of the database '{alias}' is a superuser or bypasses row-level security.",
        hint=HINT,
        id="accounts.E001",
    )
