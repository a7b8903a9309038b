"""
Keep vendors_offer equal to vendors_offer_source, in the transaction of the change.

Every statement on lines, sites, certificates or vendors names the lines it touches and derives
their offers anew. The rows an offer is made of are locked for sharing first: two transactions that
change different parts of one offer then follow each other, and the second sees what the first did.
"""

from django.db import migrations

from vendors.choices import DosageForm, Grade, Phase


def axis(choices) -> str:
    return "ARRAY[" + ", ".join(f"'{code}'" for code in choices.values) + "]"


# A code outside the vocabulary is stated too, but equals nothing that is asked: the highest bit.
BITS = """
CREATE FUNCTION vendors_bits(codes text[], axis text[]) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN cardinality(codes) = 0 THEN 0::smallint ELSE coalesce((
        SELECT bit_or(1 << (place::int - 1)) FROM unnest(axis) WITH ORDINALITY AS a(code, place)
        WHERE code = ANY (codes)), 16384)::smallint END
$$
"""

SOURCE = f"""
CREATE VIEW vendors_offer_source AS
SELECT line.id AS line_id, cut.modality, line.capability_id, site.vendor_id, line.site_id,
       vendor.private_to_id, site.country, line.is_offered,
       vendors_bits(line.phases::text[], {axis(Phase)}) AS phases,
       vendors_bits(line.dosage_forms::text[], {axis(DosageForm)}) AS dosage_forms,
       coalesce(1 << array_position({axis(Grade)}, line.grade::text) - 1, 0)::smallint AS grade,
       line.evidence, line.scale_min, line.scale_max, lower(line.scale_unit) AS scale_unit,
       line.lead_time_weeks, line.next_slot_date,
       certificate.expires_on AS certificate_expires_on
FROM vendors_capabilityline AS line
JOIN vendors_site AS site ON site.id = line.site_id
JOIN vendors_vendor AS vendor ON vendor.id = site.vendor_id
LEFT JOIN vendors_certificate AS certificate ON certificate.id = line.certificate_id
CROSS JOIN LATERAL (
    SELECT DISTINCT modality FROM unnest(
        CASE WHEN line.modalities = '{{}}' THEN ARRAY[''] ELSE line.modalities::text[] END
    ) AS modality
) AS cut
WHERE vendor.merged_into_id IS NULL
  AND (vendor.state = 'listed' OR vendor.private_to_id IS NOT NULL)
"""

COLUMNS = (
    "line_id, modality, capability_id, vendor_id, site_id, private_to_id, country, is_offered, "
    "phases, dosage_forms, grade, evidence, scale_min, scale_max, scale_unit, lead_time_weeks, "
    "next_slot_date, certificate_expires_on"
)

DERIVE = f"""
CREATE FUNCTION vendors_derive_offers(lines bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF lines IS NULL THEN
        RETURN;
    END IF;
    PERFORM FROM vendors_vendor WHERE id IN (
        SELECT site.vendor_id FROM vendors_capabilityline AS line
        JOIN vendors_site AS site ON site.id = line.site_id WHERE line.id = ANY (lines)
    ) ORDER BY id FOR SHARE;
    PERFORM FROM vendors_site WHERE id IN (
        SELECT site_id FROM vendors_capabilityline WHERE id = ANY (lines)
    ) ORDER BY id FOR SHARE;
    PERFORM FROM vendors_certificate WHERE id IN (
        SELECT certificate_id FROM vendors_capabilityline WHERE id = ANY (lines)
    ) ORDER BY id FOR SHARE;
    PERFORM FROM vendors_capabilityline WHERE id = ANY (lines) ORDER BY id FOR SHARE;
    DELETE FROM vendors_offer WHERE line_id = ANY (lines);
    INSERT INTO vendors_offer ({COLUMNS})
    SELECT {COLUMNS} FROM vendors_offer_source WHERE line_id = ANY (lines);
END
$$
"""


def trigger(table: str, event: str, lines: str, tables: str) -> list[str]:
    """Return the function and the trigger that derive the offers of some lines after a statement."""
    name = f"{table}_{event.lower()}_offers"
    return [
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM vendors_derive_offers((SELECT array_agg(DISTINCT id) FROM ({lines}) AS l(id)));
            RETURN NULL;
        END
        $$
        """,
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]


BOTH = "OLD TABLE AS was NEW TABLE AS now"
TRIGGERS = [
    ("vendors_capabilityline", "INSERT", "SELECT id FROM now", "NEW TABLE AS now"),
    (
        "vendors_capabilityline",
        "UPDATE",
        "SELECT now.id FROM now JOIN was USING (id) WHERE now IS DISTINCT FROM was",
        BOTH,
    ),
    (
        "vendors_site",
        "UPDATE",
        "SELECT line.id FROM now JOIN was USING (id) "
        "JOIN vendors_capabilityline AS line ON line.site_id = now.id "
        "WHERE (now.vendor_id, now.country) IS DISTINCT FROM (was.vendor_id, was.country)",
        BOTH,
    ),
    (
        "vendors_certificate",
        "UPDATE",
        "SELECT line.id FROM now JOIN was USING (id) "
        "JOIN vendors_capabilityline AS line ON line.certificate_id = now.id "
        "WHERE now.expires_on IS DISTINCT FROM was.expires_on",
        BOTH,
    ),
    (
        "vendors_vendor",
        "UPDATE",
        "SELECT line.id FROM now JOIN was USING (id) JOIN vendors_site AS site "
        "ON site.vendor_id = now.id JOIN vendors_capabilityline AS line ON line.site_id = site.id "
        "WHERE (now.state, now.private_to_id, now.merged_into_id) "
        "IS DISTINCT FROM (was.state, was.private_to_id, was.merged_into_id)",
        BOTH,
    ),
]

GONE = [
    """
    CREATE FUNCTION vendors_capabilityline_delete_offers() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM vendors_offer WHERE line_id IN (SELECT id FROM was);
        RETURN NULL;
    END
    $$
    """,
    "CREATE TRIGGER vendors_capabilityline_delete_offers AFTER DELETE ON vendors_capabilityline "
    "REFERENCING OLD TABLE AS was FOR EACH STATEMENT "
    "EXECUTE FUNCTION vendors_capabilityline_delete_offers()",
]

FILL = f"INSERT INTO vendors_offer ({COLUMNS}) SELECT {COLUMNS} FROM vendors_offer_source"


def names() -> list[tuple[str, str]]:
    made = [(table, f"{table}_{event.lower()}_offers") for table, event, _, _ in TRIGGERS]
    return [*made, ("vendors_capabilityline", "vendors_capabilityline_delete_offers")]


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0003_add_offers"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[
                BITS,
                SOURCE,
                DERIVE,
                *(statement for each in TRIGGERS for statement in trigger(*each)),
                *GONE,
                FILL,
            ],
            reverse_sql=[
                *(f"DROP TRIGGER {name} ON {table}" for table, name in names()),
                *(f"DROP FUNCTION {name}()" for _, name in names()),
                "DROP FUNCTION vendors_derive_offers(bigint[])",
                "DROP VIEW vendors_offer_source",
                "DROP FUNCTION vendors_bits(text[], text[])",
                "DELETE FROM vendors_offer",
            ],
        ),
    ]
