"""
A directory of any size, made by PostgreSQL itself, the same one every time.

Groups of capabilities and modalities are skewed, as they are in life: many do small molecules and
sterile filling, few do radiopharmaceuticals. Lines state phases, modalities, forms, grades, scales,
lead times and certificates unevenly; what is not stated is unknown.
"""

from django.db import connection

from vendors import taxonomy
from vendors.models import Capability, Vendor

# A number from 0 to 1 that depends on its two arguments alone.
CHANCE = """
CREATE OR REPLACE FUNCTION bench_chance(key bigint, salt bigint) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (hashint8extended(key, salt) & 1048575) / 1048576.0
$$
"""

VENDORS = """
INSERT INTO vendors_vendor (
    id, source, source_url, slug, name, legal_name, trading_names, kind, tagline, description,
    country, city, size, ownership, website, lei, duns, state, review_note, is_fictional,
    import_key, created_at)
SELECT n, 'bench', '', 'bench-' || n, 'Vendor ' || md5(n::text), '', '{}',
       CASE WHEN bench_chance(n, 1) < .55 THEN 'CDMO'
            WHEN bench_chance(n, 1) < .9 THEN 'CRO' ELSE 'BOTH' END,
       '', '', 'DE', '', '', '', '', '', '', 'listed', '', true, '', now()
FROM generate_series(1, %(vendors)s) AS n
"""

SITES = """
INSERT INTO vendors_site (id, source, source_url, vendor_id, name, address, city, country, fei,
                          duns, description, unmapped_terms, import_key)
SELECT row_number() OVER (ORDER BY n, k), 'bench', '', n, 'Site ' || k, '', '',
       (ARRAY['US','DE','CN','IN','CH','IE','IT','FR','GB','JP','KR','DK','BE','ES','SE','CA'])
           [1 + floor(16 * power(bench_chance(n * 8 + k, 2), 1.5))::int],
       '', '', '', '{}', ''
FROM generate_series(1, %(vendors)s) AS n
CROSS JOIN LATERAL generate_series(1, CASE WHEN bench_chance(n, 3) < .75 THEN 1 ELSE 2 END) AS k
"""

CERTIFICATES = """
INSERT INTO vendors_certificate (id, source, source_url, site_id, scheme, authority, number, scope,
                                 expires_on)
SELECT id, 'bench', '', id, 'GMP', 'bench', id::text, '',
       CASE WHEN bench_chance(id, 4) < .9
            THEN %(today)s::date - 200 + floor(1200 * bench_chance(id, 5))::int END
FROM vendors_site WHERE bench_chance(id, 6) < .6
"""

CONFIRMATIONS = """
INSERT INTO vendors_groupconfirmation (source, source_url, vendor_id, "group", confirmed_on)
SELECT 'bench', '', n, g.name, %(today)s::date - 30
FROM generate_series(1, %(vendors)s) AS n
CROSS JOIN (SELECT "group" AS name, row_number() OVER (ORDER BY "group") AS place
            FROM vendors_capability GROUP BY 1) AS g
WHERE bench_chance(n * 32 + g.place, 7) < .08
"""

LETTERS = """
INSERT INTO vendors_regulatoryaction (
    source, source_url, kind, authority, fei, firm_name, state, country, product_type, acted_on,
    classification, record_id, detail, site_id)
SELECT 'bench', '', 'warning_letter', 'FDA', '', '', '', '', '',
       %(today)s::date - floor(2000 * bench_chance(id, 8))::int, '', id::text, '', id
FROM vendors_site WHERE bench_chance(id, 9) < .02
"""

# Each vendor works in three groups of its branch and in up to four modalities around a main one.
LINES = """
INSERT INTO vendors_capabilityline (
    source, source_url, site_id, capability_id, is_offered, phases, modalities, dosage_forms, grade,
    scale_min, scale_max, scale_unit, lead_time_weeks, next_slot_date, evidence, certificate_id,
    note)
WITH axis AS (
    SELECT ARRAY['DISC','PRE','P1','P2','P3','REG','COM','PMK'] AS phases,
           ARRAY['SM','MAB','HPA','REC','PEP','VAC','ADC','AAV','RNA','CTA','CTL','OLI','OVV','RP']
               AS modalities,
           ARRAY['M4','M1','M3','M2','M5','M6','M7'] AS made,
           ARRAY['R2','R4','R1','R6','R3','R5'] AS researched
), profile AS MATERIALIZED (
    SELECT vendor.id, kind,
           ARRAY(SELECT DISTINCT modalities[1 + floor(14 * power(bench_chance(vendor.id * 8 + k, 10),
                                                                 2))::int]
                 FROM generate_series(1, 4) AS k) AS modalities,
           ARRAY(SELECT DISTINCT CASE
                     WHEN kind = 'CRO' OR (kind = 'BOTH' AND k > 2)
                     THEN researched[1 + floor(6 * power(bench_chance(vendor.id * 8 + k, 11), 1.6))::int]
                     ELSE made[1 + floor(7 * power(bench_chance(vendor.id * 8 + k, 11), 1.6))::int]
                 END FROM generate_series(1, 4) AS k) AS groups,
           2 + floor(3 * bench_chance(vendor.id, 12))::int AS first,
           3 + floor(6 * bench_chance(vendor.id, 13))::int AS through
    FROM vendors_vendor AS vendor, axis
), leaf AS MATERIALIZED (
    SELECT code, "group", modalities, dosage_forms, scale_unit,
           row_number() OVER (ORDER BY code) AS place
    FROM vendors_capability WHERE retired_at IS NULL
), site AS MATERIALIZED (
    SELECT vendor_id, array_agg(id ORDER BY id) AS ids FROM vendors_site GROUP BY vendor_id
), line AS (
    SELECT profile.*, leaf.code, leaf.dosage_forms, leaf.scale_unit, leaf.modalities AS possible,
           profile.id * 256 + leaf.place AS key,
           site.ids[1 + floor(cardinality(site.ids)
                              * bench_chance(profile.id * 256 + leaf.place, 14))::int] AS site_id
    FROM profile JOIN site ON site.vendor_id = profile.id
    JOIN leaf ON leaf."group" = ANY (profile.groups)
        AND (leaf.modalities = '{}' OR leaf.modalities && profile.modalities::varchar[])
    WHERE bench_chance(profile.id * 256 + leaf.place, 15) < .45
)
SELECT 'bench', '', line.site_id, line.code, bench_chance(key, 16) > .03,
       CASE WHEN bench_chance(key, 17) < .06 THEN '{}'
            ELSE axis.phases[line.first:greatest(line.through, line.first)] END,
       CASE WHEN bench_chance(key, 18) < .03 THEN '{}' ELSE line.modalities END,
       CASE WHEN line.dosage_forms = '{}' OR bench_chance(key, 19) < .2 THEN '{}'
            ELSE line.dosage_forms[1:1 + floor(4 * bench_chance(key, 20))::int] END,
       CASE WHEN bench_chance(key, 21) < .5 THEN ''
            WHEN bench_chance(key, 21) < .6 THEN 'none'
            WHEN bench_chance(key, 21) < .8 THEN 'GMP-clinical' ELSE 'GMP-commercial' END,
       CASE WHEN line.scale_unit <> '' AND bench_chance(key, 22) < .6
            THEN round((10 * power(10, 2 * bench_chance(key, 23)))::numeric, 0) END,
       CASE WHEN line.scale_unit <> '' AND bench_chance(key, 22) < .6
            THEN round((1000 * power(10, bench_chance(key, 24)))::numeric, 0) END,
       line.scale_unit,
       CASE WHEN bench_chance(key, 25) < .6 THEN 4 + floor(60 * bench_chance(key, 26))::int END,
       CASE WHEN bench_chance(key, 27) < .15
            THEN %(today)s::date + floor(400 * bench_chance(key, 28))::int END,
       1 + floor(4 * power(bench_chance(key, 29), 1.5))::int,
       CASE WHEN bench_chance(key, 30) < .4 THEN certificate.id END, ''
FROM axis, line LEFT JOIN vendors_certificate AS certificate ON certificate.id = line.site_id
"""

FACTS = "SELECT sum(greatest(cardinality(modalities), 1)) FROM vendors_capabilityline"
TABLES = (
    "vendors_vendor",
    "vendors_site",
    "vendors_certificate",
    "vendors_groupconfirmation",
    "vendors_regulatoryaction",
    "vendors_capabilityline",
)


def build(vendors: int, now, *, is_fresh: bool = False) -> dict[str, int]:
    """
    Fill an empty database with a directory; one that is full already is left as it is.

    :param is_fresh: make it anew all the same

    :return: how many rows there are, by table; ``facts`` are lines, counted once per modality
    """
    taxonomy.sync(now=now)
    with connection.cursor() as cursor:
        if is_fresh or Vendor.objects.count() != vendors:
            _fill(cursor, vendors, now.date())
        cursor.execute(FACTS)
        return {"facts": cursor.fetchone()[0]} | {table: _count(cursor, table) for table in TABLES}


def _fill(cursor, vendors: int, today) -> None:
    cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    cursor.execute("SET work_mem = '256MB'")
    cursor.execute("SET maintenance_work_mem = '512MB'")
    cursor.execute("ALTER TABLE vendors_capabilityline DISABLE TRIGGER USER")
    cursor.execute(CHANCE)
    for statement in (VENDORS, SITES, CERTIFICATES, CONFIRMATIONS, LETTERS, LINES):
        cursor.execute(statement, {"vendors": vendors, "today": today})
    cursor.execute("ALTER TABLE vendors_capabilityline ENABLE TRIGGER USER")
    for table in (*TABLES, Capability._meta.db_table):
        cursor.execute(f"VACUUM ANALYZE {table}")


def _count(cursor, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    return cursor.fetchone()[0]
