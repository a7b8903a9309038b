"""The search reads words and places without their accents: "Zurich" finds Zürich, however either is typed."""

from django.db import migrations

FOLD = """
CREATE FUNCTION vendors_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(public.unaccent('public.unaccent'::regdictionary, normalize(value, NFC)))
$$
"""
WORDS = """
CREATE OR REPLACE FUNCTION vendors_words(
    name text, legal_name text, trading_names varchar[], tagline text, description text, city text
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('english', {fold}(name)), 'A')
        || setweight(to_tsvector('english', {fold}(legal_name || ' ' || array_to_string(trading_names, ' '))), 'B')
        || setweight(to_tsvector('english', {fold}(tagline || ' ' || city)), 'C')
        || setweight(to_tsvector('english', {fold}(description)), 'D')
$$
"""
# What is stored was computed by the function as it was.
ANEW = """
ALTER TABLE vendors_vendor DROP words;
ALTER TABLE vendors_vendor ADD words tsvector NOT NULL GENERATED ALWAYS AS
    (vendors_words(name, legal_name, trading_names, tagline, description, city)) STORED;
CREATE INDEX vendors_vendor_words ON vendors_vendor USING gin (words);
"""
# Not a field of the model, as those of the vendor are none: no reader but the search wants it.
FOLDED = r"""
ALTER TABLE vendors_site ADD folded text NOT NULL GENERATED ALWAYS AS
    (vendors_fold(name) || E'\n' || vendors_fold(city)) STORED;
CREATE INDEX vendors_site_folded ON vendors_site USING gin (folded gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0100_index_registers"),
    ]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION vendors_fold"),
        migrations.RunSQL(
            WORDS.format(fold="vendors_fold") + ";" + ANEW, WORDS.format(fold="") + ";" + ANEW
        ),
        migrations.RemoveIndex(model_name="site", name="vendors_site_words"),
        migrations.RunSQL(FOLDED, "ALTER TABLE vendors_site DROP folded"),
    ]
