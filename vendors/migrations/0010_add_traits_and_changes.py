"""
What the directory's index reads: the traits of a line as a number, and a log of what changed.

The log is written by triggers, so that bulk updates, imports and plain SQL are in it too. A row says
which vendor changed in which transaction; no vendor means that all may have.
"""

from django.db import migrations, models
from django.db.models import F, Func
from django.db.models.functions import Now

CODES = (
    "DISC PRE P1 P2 P3 REG COM PMK "
    "SM HPA PEP OLI REC MAB ADC VAC RNA AAV OVV CTA CTL RP "
    "OSD SGEL OLIQ SEMI INH STER VIAL LYO PFS CINJ ATMP "
    "none GMP-clinical GMP-commercial GLP GCP GCLP GDP GVP ISO13485 ISO15189"
).split()

TRAITS = f"""
CREATE FUNCTION vendors_traits(
    phases varchar[], modalities varchar[], forms varchar[], grade varchar, evidence smallint
) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(bit_or(1::bigint << (place - 1)), 0)
        | (((1::bigint << evidence::int) - 1) << {len(CODES)})
    FROM unnest(phases || modalities || forms || grade) AS stated (code)
    CROSS JOIN LATERAL array_position(ARRAY[{", ".join(f"'{code}'" for code in CODES)}]::varchar[], code) AS place
$$
"""

BY_SITE = "SELECT s.vendor_id FROM ({rows}) r JOIN vendors_site s ON s.id = r.site_id"
LOGGED = {
    "vendors_vendor": "SELECT r.id AS vendor_id FROM ({rows}) r",
    "vendors_site": "SELECT r.vendor_id FROM ({rows}) r",
    "vendors_capabilityline": BY_SITE,
    "vendors_certificate": BY_SITE,
    "vendors_regulatoryaction": BY_SITE
    + " UNION SELECT s.vendor_id FROM ({rows}) r JOIN vendors_regulatoryaction a ON a.id = r.closes_id"
    " JOIN vendors_site s ON s.id = a.site_id",
    "vendors_capability": "SELECT NULL::bigint AS vendor_id FROM ({rows}) r",
}
CHANGED = (
    "(SELECT * FROM new_rows EXCEPT SELECT * FROM old_rows)"
    " UNION ALL (SELECT * FROM old_rows EXCEPT SELECT * FROM new_rows)"
)


def log(rows: str, table: str) -> str:
    """Return the statement that logs the vendors behind these rows."""
    return (
        "INSERT INTO vendors_change (vendor_id, transaction, at) "
        "SELECT DISTINCT vendor_id, pg_current_xact_id()::text::bigint, now() "
        f"FROM ({LOGGED[table].format(rows=rows)}) found"
    )


def triggers(table: str) -> str:
    return f"""
CREATE FUNCTION {table}_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN {log("SELECT * FROM new_rows", table)};
    ELSIF TG_OP = 'DELETE' THEN {log("SELECT * FROM old_rows", table)};
    ELSIF TG_OP = 'UPDATE' THEN {log(CHANGED, table)};
    ELSE INSERT INTO vendors_change (vendor_id, transaction, at)
        VALUES (NULL, pg_current_xact_id()::text::bigint, now());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_log_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_log_change();
CREATE TRIGGER {table}_log_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_log_change();
CREATE TRIGGER {table}_log_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_log_change();
CREATE TRIGGER {table}_log_truncate AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_log_change();
"""


def no_triggers(table: str) -> str:
    return f"DROP FUNCTION {table}_log_change() CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0004_derive_offers"),
    ]

    operations = [
        migrations.RunSQL(TRAITS, "DROP FUNCTION vendors_traits"),
        migrations.AddField(
            model_name="capabilityline",
            name="traits",
            field=models.GeneratedField(
                db_persist=True,
                expression=Func(
                    F("phases"),
                    F("modalities"),
                    F("dosage_forms"),
                    F("grade"),
                    F("evidence"),
                    function="vendors_traits",
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("vendor_id", models.BigIntegerField(null=True)),
                ("transaction", models.BigIntegerField(db_index=True)),
                ("at", models.DateTimeField(db_default=Now(), db_index=True)),
            ],
            options={"db_table": "vendors_change", "ordering": ["pk"]},
        ),
        *(migrations.RunSQL(triggers(table), no_triggers(table)) for table in LOGGED),
    ]
