"""
Forced row-level security as migration operations.

One rule per table: the row's organisation acts, or the system does; the RFP tables add the vendor
behind an invitation. FORCE binds the owner too, and the serving role is no superuser.
"""

from django.db import migrations

SYSTEM = "current_setting('phaseline.system', true) = 'on'"
ORGANISATION = (
    "organisation_id = nullif(current_setting('phaseline.organisation', true), '')::bigint"
)
OWN = f"{SYSTEM} OR {ORGANISATION}"


def by_rfp(column: str = "rfp_id") -> str:
    """Return the rule for what every invited vendor may read of its RFP."""
    return f"{column} = nullif(current_setting('phaseline.rfp', true), '')::uuid"


def by_invitation(column: str = "invitation_id") -> str:
    """Return the rule for what belongs to one invitation alone."""
    return f"{column} = nullif(current_setting('phaseline.invitation', true), '')::uuid"


def protect(table: str, *, read: str = OWN, write: str | None = None) -> migrations.RunSQL:
    """
    Force row-level security on a table.

    :param read: the SQL condition of the rows that may be seen
    :param write: the condition of the rows that may be written; the same where not given
    """
    check = write or read
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read})",
            f"CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({check})",
            f"CREATE POLICY {table}_change ON {table} FOR UPDATE USING ({check}) WITH CHECK ({check})",
            f"CREATE POLICY {table}_drop ON {table} FOR DELETE USING ({check})",
        ],
        reverse_sql=[
            *(
                f"DROP POLICY {table}_{name} ON {table}"
                for name in ("read", "add", "change", "drop")
            ),
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def replace(table: str, *, read: str = OWN, write: str | None = None) -> migrations.RunSQL:
    """Give a protected table other rules; going back drops them and protects with ``OWN``."""
    new, plain = protect(table, read=read, write=write), protect(table)
    return migrations.RunSQL(
        sql=[*new.reverse_sql, *new.sql], reverse_sql=[*new.reverse_sql, *plain.sql]
    )
