"""What the search reads: the key of a name without legal and industry words, and a profile's words."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models
from django.db.models import F, Func

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


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0010_add_traits_and_changes"),
    ]

    operations = [
        migrations.RunSQL(NAME_KEY, "DROP FUNCTION vendors_name_key"),
        migrations.RunSQL(WORDS, "DROP FUNCTION vendors_words"),
        migrations.AddField(
            model_name="vendor",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=Func(F("name"), function="vendors_name_key"),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="vendor",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=Func(
                    F("name"),
                    F("legal_name"),
                    F("trading_names"),
                    F("tagline"),
                    F("description"),
                    F("city"),
                    function="vendors_words",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="vendor",
            index=django.contrib.postgres.indexes.GistIndex(
                django.contrib.postgres.indexes.OpClass(
                    F("name_key"), name="gist_trgm_ops(siglen=64)"
                ),
                name="vendors_vendor_name_key",
            ),
        ),
        migrations.AddIndex(
            model_name="vendor",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["words"], name="vendors_vendor_words"
            ),
        ),
        migrations.AddIndex(
            model_name="site",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name", "city"],
                opclasses=["gin_trgm_ops", "gin_trgm_ops"],
                name="vendors_site_words",
            ),
        ),
    ]
