"""What the search reads: the key of a name without legal and industry words, and a profile's words."""

import django.contrib.postgres.indexes
from django.db import migrations, models

LEGAL = (
    "ab ag aps as bhd bv co company corp corporation gmbh inc incorporated kft kg kk lda limited llc llp "
    "lp ltd ltda mbh nv oy oyj plc pte pty pvt sa sarl sas sdn se sl spa spol srl sro zoo"
)
INDUSTRY = (
    "bio biologic biologics biopharma biopharmaceutical biopharmaceuticals biosciences biotech "
    "biotechnology group holding holdings international lab laboratories laboratory labs life "
    "lifesciences pharm pharma pharmaceutical pharmaceuticals research sciences services solutions "
    "technologies technology therapeutics"
)

NAME_KEY = rf"""
CREATE FUNCTION vendors_name_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(btrim(regexp_replace(
        regexp_replace(plain, '\m({"|".join([*LEGAL.split(), *INDUSTRY.split()])})\M', ' ', 'g'),
        '\s+', ' ', 'g')), ''), btrim(plain))
    FROM (SELECT regexp_replace(
        regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, name)), '[./'']', '', 'g'),
        '[^[:alnum:]]+', ' ', 'g')) AS folded (plain)
$$
"""
WORDS = """
CREATE FUNCTION vendors_words(
    name text, legal_name text, trading_names varchar[], tagline text, description text, city text
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('english', name), 'A')
        || setweight(to_tsvector('english', legal_name || ' ' || array_to_string(trading_names, ' ')), 'B')
        || setweight(to_tsvector('english', tagline || ' ' || city), 'C')
        || setweight(to_tsvector('english', description), 'D')
$$
"""

# Not fields of the model: no reader but the search wants them with a vendor.
COLUMNS = """
ALTER TABLE vendors_vendor
    ADD name_key text NOT NULL GENERATED ALWAYS AS (vendors_name_key(name)) STORED,
    ADD words tsvector NOT NULL GENERATED ALWAYS AS
        (vendors_words(name, legal_name, trading_names, tagline, description, city)) STORED;
CREATE INDEX vendors_vendor_name_key ON vendors_vendor USING gist (name_key gist_trgm_ops(siglen=64));
CREATE INDEX vendors_vendor_words ON vendors_vendor USING gin (words);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0010_add_traits_and_changes"),
    ]

    operations = [
        migrations.RunSQL(NAME_KEY, "DROP FUNCTION vendors_name_key"),
        migrations.RunSQL(WORDS, "DROP FUNCTION vendors_words"),
        migrations.RunSQL(COLUMNS, "ALTER TABLE vendors_vendor DROP name_key, DROP words"),
        migrations.AddIndex(
            model_name="site",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name", "city"],
                opclasses=["gin_trgm_ops", "gin_trgm_ops"],
                name="vendors_site_words",
            ),
        ),
        migrations.AddIndex(
            model_name="regulatoryaction",
            index=models.Index(fields=["-as_of"], name="vendors_action_as_of"),
        ),
    ]
