"""
Keep every state of the directory's facts: event tables, and triggers that write them.

What stands already is the first state of its row, so that the first change has something before it.
"""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


TRACKED = ("Vendor", "Site", "CapabilityLine", "GroupConfirmation", "Certificate", "RegulatoryAction", "TrialRecord")


def begin(apps, schema_editor):
    """Write each row as it stands into its history."""
    with schema_editor.connection.cursor() as cursor:
        for name in TRACKED:
            table = apps.get_model("vendors", name)._meta.db_table
            event = apps.get_model("vendors", f"{name}Event")
            own = [f.column for f in event._meta.fields if not f.name.startswith("pgh_")]
            columns = ", ".join(f'"{column}"' for column in own)
            cursor.execute(f"INSERT INTO {event._meta.db_table} (pgh_created_at, pgh_label, pgh_obj_id, pgh_context, {columns}) SELECT now(), 'insert', id, '{{\"by\": \"before the history began\"}}', {columns} FROM {table}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_row_level_security"), ("vendors", "0060_add_merges_trials_and_tags"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="CapabilityLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("source_url", models.URLField(blank=True)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("is_offered", models.BooleanField(default=True)),
                (
                    "phases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=[("DISC", "Discovery"), ("PRE", "Preclinical"), ("P1", "Phase 1"), ("P2", "Phase 2"), ("P3", "Phase 3"), ("REG", "Registration"), ("COM", "Commercial"), ("PMK", "Post-marketing")], max_length=16), blank=True, default=list, size=None
                    ),
                ),
                (
                    "modalities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("SM", "Small molecule"),
                                ("HPA", "Highly potent small molecule"),
                                ("PEP", "Peptide"),
                                ("OLI", "Oligonucleotide"),
                                ("REC", "Recombinant protein"),
                                ("MAB", "Antibody"),
                                ("ADC", "Antibody-drug conjugate"),
                                ("VAC", "Vaccine"),
                                ("RNA", "mRNA / LNP"),
                                ("AAV", "AAV gene therapy"),
                                ("OVV", "Oncolytic or other viral vector"),
                                ("CTA", "Autologous cell therapy"),
                                ("CTL", "Allogeneic cell therapy"),
                                ("RP", "Radiopharmaceutical"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "dosage_forms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("OSD", "Tablet or hard capsule"),
                                ("SGEL", "Soft capsule"),
                                ("OLIQ", "Oral liquid"),
                                ("SEMI", "Semi-solid, topical, transdermal or film"),
                                ("INH", "Inhaled or nasal"),
                                ("STER", "Ophthalmic, BFS or terminally sterilised"),
                                ("VIAL", "Liquid vial"),
                                ("LYO", "Lyophilised vial"),
                                ("PFS", "Syringe, cartridge or pen"),
                                ("CINJ", "Complex injectable or implant"),
                                ("ATMP", "Cryobag or cryovial"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "grade",
                    models.CharField(blank=True, choices=[("none", "Non-GxP"), ("GMP-clinical", "GMP, clinical"), ("GMP-commercial", "GMP, commercial"), ("GLP", "GLP"), ("GCP", "GCP"), ("GCLP", "GCLP"), ("GDP", "GDP"), ("GVP", "GVP"), ("ISO13485", "ISO 13485"), ("ISO15189", "ISO 15189, CAP or CLIA")], max_length=16),
                ),
                ("scale_min", models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                ("scale_max", models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True)),
                ("scale_unit", models.CharField(blank=True, max_length=40)),
                ("lead_time_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("next_slot_date", models.DateField(blank=True, null=True)),
                ("evidence", models.PositiveSmallIntegerField(choices=[(1, "Declared"), (2, "Documented"), (3, "On register"), (4, "Inspected")], default=1)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="CertificateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("source_url", models.URLField(blank=True)),
                ("as_of", models.DateField(blank=True, null=True)),
                (
                    "scheme",
                    models.CharField(
                        choices=[("GMP", "GMP certificate"), ("MIA", "Manufacturing licence"), ("GLP", "GLP compliance"), ("GDP", "GDP certificate"), ("ISO9001", "ISO 9001"), ("ISO13485", "ISO 13485"), ("ISO15189", "ISO 15189"), ("ISO17025", "ISO/IEC 17025"), ("ISO27001", "ISO 27001"), ("CAP", "CAP accreditation")],
                        max_length=12,
                    ),
                ),
                ("authority", models.CharField(max_length=150)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("scope", models.TextField(blank=True)),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="GroupConfirmationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("source_url", models.URLField(blank=True)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("group", models.CharField(max_length=4)),
                ("confirmed_on", models.DateField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="RegulatoryActionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("source_url", models.URLField(blank=True)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("kind", models.CharField(choices=[("warning_letter", "Warning letter"), ("form_483", "Form 483"), ("inspection", "Inspection"), ("close_out", "Close-out letter"), ("import_alert", "Import alert"), ("other", "Other action")], max_length=20)),
                ("authority", models.CharField(max_length=80)),
                ("fei", models.CharField(blank=True, max_length=10, verbose_name="FEI")),
                ("firm_name", models.CharField(max_length=250)),
                ("state", models.CharField(blank=True, max_length=80)),
                ("country", models.CharField(blank=True, max_length=80)),
                ("product_type", models.CharField(blank=True, max_length=80)),
                ("acted_on", models.DateField()),
                ("classification", models.CharField(blank=True, choices=[("NAI", "No action indicated"), ("VAI", "Voluntary action indicated"), ("OAI", "Official action indicated")], max_length=4)),
                ("record_id", models.CharField(max_length=80)),
                ("detail", models.CharField(blank=True, max_length=300)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="SiteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("source_url", models.URLField(blank=True)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("name", models.CharField(max_length=200)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("city", models.CharField(blank=True, max_length=120)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("latitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ("fei", models.CharField(blank=True, max_length=10, validators=[django.core.validators.RegexValidator("^[1-9]\\d{5,9}$", "An FEI has 6 to 10 digits, without leading zeros.")], verbose_name="FEI")),
                ("duns", models.CharField(blank=True, max_length=9, verbose_name="DUNS")),
                ("description", models.TextField(blank=True)),
                ("unmapped_terms", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ("import_key", models.CharField(blank=True, max_length=200)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="TrialRecordEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("source_url", models.URLField(blank=True)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("registered_name", models.CharField(max_length=250)),
                ("nct_id", models.CharField(max_length=11, verbose_name="NCT number")),
                ("sponsor", models.CharField(blank=True, max_length=250)),
                (
                    "phases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=[("DISC", "Discovery"), ("PRE", "Preclinical"), ("P1", "Phase 1"), ("P2", "Phase 2"), ("P3", "Phase 3"), ("REG", "Registration"), ("COM", "Commercial"), ("PMK", "Post-marketing")], max_length=16), blank=True, default=list, size=None
                    ),
                ),
                ("conditions", models.TextField(blank=True)),
                ("interventions", models.TextField(blank=True)),
                ("study_type", models.CharField(blank=True, max_length=40)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="VendorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("source_url", models.URLField(blank=True)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("slug", models.SlugField(db_index=False, max_length=120)),
                ("name", models.CharField(max_length=200)),
                ("legal_name", models.CharField(blank=True, max_length=250)),
                ("trading_names", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ("kind", models.CharField(choices=[("CDMO", "CDMO"), ("CRO", "CRO"), ("BOTH", "CDMO and CRO")], max_length=4)),
                ("tagline", models.CharField(blank=True, max_length=200)),
                ("description", models.TextField(blank=True)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("city", models.CharField(blank=True, max_length=120)),
                ("size", models.CharField(blank=True, choices=[("1-49", "1 to 49 people"), ("50-249", "50 to 249 people"), ("250-999", "250 to 999 people"), ("1000-4999", "1,000 to 4,999 people"), ("5000+", "5,000 people or more")], max_length=10)),
                ("ownership", models.CharField(blank=True, choices=[("private", "Private"), ("public", "Listed on an exchange"), ("equity", "Private equity"), ("state", "State-owned")], max_length=10)),
                ("founded", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("website", models.URLField(blank=True)),
                ("lei", models.CharField(blank=True, max_length=20, verbose_name="LEI")),
                ("duns", models.CharField(blank=True, max_length=9, verbose_name="DUNS")),
                ("state", models.CharField(choices=[("draft", "Draft"), ("in_review", "In review"), ("listed", "Listed"), ("suspended", "Suspended")], default="draft", max_length=10)),
                ("review_note", models.TextField(blank=True)),
                ("is_fictional", models.BooleanField(default=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("import_key", models.CharField(blank=True, max_length=200)),
                ("tags", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"abstract": False},
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capabilityline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_capabilitylineevent" ("as_of", "capability_id", "certificate_id", "dosage_forms", "evidence", "grade", "id", "is_offered", "lead_time_weeks", "modalities", "next_slot_date", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "scale_max", "scale_min", "scale_unit", "set_by_id", "site_id", "source", "source_url") SELECT new_values."as_of", new_values."capability_id", new_values."certificate_id", new_values."dosage_forms", new_values."evidence", new_values."grade", new_values."id", new_values."is_offered", new_values."lead_time_weeks", new_values."modalities", new_values."next_slot_date", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."phases", new_values."scale_max", new_values."scale_min", new_values."scale_unit", new_values."set_by_id", new_values."site_id", new_values."source", new_values."source_url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="326aa66d3931f160603550f63d6da6fac05eab81",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6ed8c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="vendors_capabilityline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capabilityline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_capabilitylineevent" ("as_of", "capability_id", "certificate_id", "dosage_forms", "evidence", "grade", "id", "is_offered", "lead_time_weeks", "modalities", "next_slot_date", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "scale_max", "scale_min", "scale_unit", "set_by_id", "site_id", "source", "source_url") SELECT new_values."as_of", new_values."capability_id", new_values."certificate_id", new_values."dosage_forms", new_values."evidence", new_values."grade", new_values."id", new_values."is_offered", new_values."lead_time_weeks", new_values."modalities", new_values."next_slot_date", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."phases", new_values."scale_max", new_values."scale_min", new_values."scale_unit", new_values."set_by_id", new_values."site_id", new_values."source", new_values."source_url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."as_of" IS DISTINCT FROM (new_values."as_of") OR old_values."capability_id" IS DISTINCT FROM (new_values."capability_id") OR old_values."certificate_id" IS DISTINCT FROM (new_values."certificate_id") OR old_values."dosage_forms" IS DISTINCT FROM (new_values."dosage_forms") OR old_values."evidence" IS DISTINCT FROM (new_values."evidence") OR old_values."grade" IS DISTINCT FROM (new_values."grade") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_offered" IS DISTINCT FROM (new_values."is_offered") OR old_values."lead_time_weeks" IS DISTINCT FROM (new_values."lead_time_weeks") OR old_values."modalities" IS DISTINCT FROM (new_values."modalities") OR old_values."next_slot_date" IS DISTINCT FROM (new_values."next_slot_date") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."phases" IS DISTINCT FROM (new_values."phases") OR old_values."scale_max" IS DISTINCT FROM (new_values."scale_max") OR old_values."scale_min" IS DISTINCT FROM (new_values."scale_min") OR old_values."scale_unit" IS DISTINCT FROM (new_values."scale_unit") OR old_values."set_by_id" IS DISTINCT FROM (new_values."set_by_id") OR old_values."site_id" IS DISTINCT FROM (new_values."site_id") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."source_url" IS DISTINCT FROM (new_values."source_url")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b19c11a45e37c8bb5efe6ab9abb0f2ff92c9c7f0",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8b3f8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="vendors_capabilityline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capabilityline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_capabilitylineevent" ("as_of", "capability_id", "certificate_id", "dosage_forms", "evidence", "grade", "id", "is_offered", "lead_time_weeks", "modalities", "next_slot_date", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "scale_max", "scale_min", "scale_unit", "set_by_id", "site_id", "source", "source_url") SELECT old_values."as_of", old_values."capability_id", old_values."certificate_id", old_values."dosage_forms", old_values."evidence", old_values."grade", old_values."id", old_values."is_offered", old_values."lead_time_weeks", old_values."modalities", old_values."next_slot_date", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."phases", old_values."scale_max", old_values."scale_min", old_values."scale_unit", old_values."set_by_id", old_values."site_id", old_values."source", old_values."source_url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="5cbe8a4c1fd3e09eafa9a3d194ecf167d21e188f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9d138",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="vendors_capabilityline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_certificateevent" ("as_of", "authority", "expires_on", "file_id", "id", "issued_on", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "scope", "set_by_id", "site_id", "source", "source_url") SELECT new_values."as_of", new_values."authority", new_values."expires_on", new_values."file_id", new_values."id", new_values."issued_on", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."scheme", new_values."scope", new_values."set_by_id", new_values."site_id", new_values."source", new_values."source_url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="894a1a90c659957e46dae750e5bfa5b5f522c387",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4fab8",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="vendors_certificate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_certificateevent" ("as_of", "authority", "expires_on", "file_id", "id", "issued_on", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "scope", "set_by_id", "site_id", "source", "source_url") SELECT new_values."as_of", new_values."authority", new_values."expires_on", new_values."file_id", new_values."id", new_values."issued_on", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."scheme", new_values."scope", new_values."set_by_id", new_values."site_id", new_values."source", new_values."source_url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0819ecce9ca0c071cd77cd57ec33ce503d1216e5",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_82a58",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="vendors_certificate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_certificateevent" ("as_of", "authority", "expires_on", "file_id", "id", "issued_on", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "scope", "set_by_id", "site_id", "source", "source_url") SELECT old_values."as_of", old_values."authority", old_values."expires_on", old_values."file_id", old_values."id", old_values."issued_on", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."scheme", old_values."scope", old_values."set_by_id", old_values."site_id", old_values."source", old_values."source_url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="fe7c3eb21080187fa8773aa3e13e1cfdf2ae1ca3",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a6deb",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="vendors_certificate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_groupconfirmationevent" ("as_of", "confirmed_on", "group", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "source", "source_url", "vendor_id") SELECT new_values."as_of", new_values."confirmed_on", new_values."group", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."set_by_id", new_values."source", new_values."source_url", new_values."vendor_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="66940cc7b4981aaaba1b0c3a7322cbc1b435af10",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a0043",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="vendors_groupconfirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_groupconfirmationevent" ("as_of", "confirmed_on", "group", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "source", "source_url", "vendor_id") SELECT new_values."as_of", new_values."confirmed_on", new_values."group", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."set_by_id", new_values."source", new_values."source_url", new_values."vendor_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e3c4bc10576ca8a5f8a1d4e8b0d108c663a7cbf0",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0ca8a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="vendors_groupconfirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="groupconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_groupconfirmationevent" ("as_of", "confirmed_on", "group", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "source", "source_url", "vendor_id") SELECT old_values."as_of", old_values."confirmed_on", old_values."group", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."set_by_id", old_values."source", old_values."source_url", old_values."vendor_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="2c5aa97fca2483440c140d45c2e0b5925fb124c9",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_aa7cf",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="vendors_groupconfirmation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regulatoryaction",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_regulatoryactionevent" ("acted_on", "as_of", "authority", "classification", "closes_id", "country", "detail", "fei", "firm_name", "id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_type", "record_id", "set_by_id", "site_id", "source", "source_url", "state") SELECT new_values."acted_on", new_values."as_of", new_values."authority", new_values."classification", new_values."closes_id", new_values."country", new_values."detail", new_values."fei", new_values."firm_name", new_values."id", new_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."product_type", new_values."record_id", new_values."set_by_id", new_values."site_id", new_values."source", new_values."source_url", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c9373d87f169e62372c8779c2f98786dea46c2f5",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fded9",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="vendors_regulatoryaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regulatoryaction",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_regulatoryactionevent" ("acted_on", "as_of", "authority", "classification", "closes_id", "country", "detail", "fei", "firm_name", "id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_type", "record_id", "set_by_id", "site_id", "source", "source_url", "state") SELECT new_values."acted_on", new_values."as_of", new_values."authority", new_values."classification", new_values."closes_id", new_values."country", new_values."detail", new_values."fei", new_values."firm_name", new_values."id", new_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."product_type", new_values."record_id", new_values."set_by_id", new_values."site_id", new_values."source", new_values."source_url", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="379a13ac85866d51f32e6c9bfae59845eba49137",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_70285",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="vendors_regulatoryaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regulatoryaction",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_regulatoryactionevent" ("acted_on", "as_of", "authority", "classification", "closes_id", "country", "detail", "fei", "firm_name", "id", "kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_type", "record_id", "set_by_id", "site_id", "source", "source_url", "state") SELECT old_values."acted_on", old_values."as_of", old_values."authority", old_values."classification", old_values."closes_id", old_values."country", old_values."detail", old_values."fei", old_values."firm_name", old_values."id", old_values."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."product_type", old_values."record_id", old_values."set_by_id", old_values."site_id", old_values."source", old_values."source_url", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="75c6ab3c888518949d37ac0f5cd1aa3bddf01318",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f4bcc",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="vendors_regulatoryaction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_siteevent" ("address", "as_of", "city", "country", "description", "duns", "fei", "id", "import_key", "latitude", "longitude", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "source", "source_url", "unmapped_terms", "vendor_id") SELECT new_values."address", new_values."as_of", new_values."city", new_values."country", new_values."description", new_values."duns", new_values."fei", new_values."id", new_values."import_key", new_values."latitude", new_values."longitude", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."set_by_id", new_values."source", new_values."source_url", new_values."unmapped_terms", new_values."vendor_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="50882183c6642561fda1c1f88a92392eb5c52e5b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6bed8",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="vendors_site",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_siteevent" ("address", "as_of", "city", "country", "description", "duns", "fei", "id", "import_key", "latitude", "longitude", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "source", "source_url", "unmapped_terms", "vendor_id") SELECT new_values."address", new_values."as_of", new_values."city", new_values."country", new_values."description", new_values."duns", new_values."fei", new_values."id", new_values."import_key", new_values."latitude", new_values."longitude", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."set_by_id", new_values."source", new_values."source_url", new_values."unmapped_terms", new_values."vendor_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0563b98b40a25f158376a7778f3f2cf2ce45f5f9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2aff1",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="vendors_site",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="site",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_siteevent" ("address", "as_of", "city", "country", "description", "duns", "fei", "id", "import_key", "latitude", "longitude", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "source", "source_url", "unmapped_terms", "vendor_id") SELECT old_values."address", old_values."as_of", old_values."city", old_values."country", old_values."description", old_values."duns", old_values."fei", old_values."id", old_values."import_key", old_values."latitude", old_values."longitude", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."set_by_id", old_values."source", old_values."source_url", old_values."unmapped_terms", old_values."vendor_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="16087b201d0708b8edec12be4e48ab715919cd87",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5858c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="vendors_site",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trialrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_trialrecordevent" ("as_of", "conditions", "id", "interventions", "nct_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "registered_name", "set_by_id", "source", "source_url", "sponsor", "study_type", "vendor_id") SELECT new_values."as_of", new_values."conditions", new_values."id", new_values."interventions", new_values."nct_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."phases", new_values."registered_name", new_values."set_by_id", new_values."source", new_values."source_url", new_values."sponsor", new_values."study_type", new_values."vendor_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="928de1e5666fb9ac84be9c088738304b442f7ab2",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1afaa",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="vendors_trialrecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trialrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_trialrecordevent" ("as_of", "conditions", "id", "interventions", "nct_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "registered_name", "set_by_id", "source", "source_url", "sponsor", "study_type", "vendor_id") SELECT new_values."as_of", new_values."conditions", new_values."id", new_values."interventions", new_values."nct_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."phases", new_values."registered_name", new_values."set_by_id", new_values."source", new_values."source_url", new_values."sponsor", new_values."study_type", new_values."vendor_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="ff9eb1e3518dfc1532fb8bc0bcc2b68f26bd5eff",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7feb3",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="vendors_trialrecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trialrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_trialrecordevent" ("as_of", "conditions", "id", "interventions", "nct_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "registered_name", "set_by_id", "source", "source_url", "sponsor", "study_type", "vendor_id") SELECT old_values."as_of", old_values."conditions", old_values."id", old_values."interventions", old_values."nct_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."phases", old_values."registered_name", old_values."set_by_id", old_values."source", old_values."source_url", old_values."sponsor", old_values."study_type", old_values."vendor_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ef137d5299678aec2f06dc9a690ac6d0cd9a6804",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4306b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="vendors_trialrecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vendor",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_vendorevent" ("as_of", "city", "confirmed_at", "country", "created_at", "description", "duns", "founded", "id", "import_key", "is_fictional", "kind", "legal_name", "lei", "merged_into_id", "name", "organisation_id", "ownership", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_to_id", "review_note", "set_by_id", "size", "slug", "source", "source_url", "state", "tagline", "tags", "trading_names", "website") SELECT new_values."as_of", new_values."city", new_values."confirmed_at", new_values."country", new_values."created_at", new_values."description", new_values."duns", new_values."founded", new_values."id", new_values."import_key", new_values."is_fictional", new_values."kind", new_values."legal_name", new_values."lei", new_values."merged_into_id", new_values."name", new_values."organisation_id", new_values."ownership", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."private_to_id", new_values."review_note", new_values."set_by_id", new_values."size", new_values."slug", new_values."source", new_values."source_url", new_values."state", new_values."tagline", new_values."tags", new_values."trading_names", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="28cda6c2f8e0162bb36008a093b4ec2180ed6a71",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9eddb",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="vendors_vendor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vendor",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_vendorevent" ("as_of", "city", "confirmed_at", "country", "created_at", "description", "duns", "founded", "id", "import_key", "is_fictional", "kind", "legal_name", "lei", "merged_into_id", "name", "organisation_id", "ownership", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_to_id", "review_note", "set_by_id", "size", "slug", "source", "source_url", "state", "tagline", "tags", "trading_names", "website") SELECT new_values."as_of", new_values."city", new_values."confirmed_at", new_values."country", new_values."created_at", new_values."description", new_values."duns", new_values."founded", new_values."id", new_values."import_key", new_values."is_fictional", new_values."kind", new_values."legal_name", new_values."lei", new_values."merged_into_id", new_values."name", new_values."organisation_id", new_values."ownership", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."private_to_id", new_values."review_note", new_values."set_by_id", new_values."size", new_values."slug", new_values."source", new_values."source_url", new_values."state", new_values."tagline", new_values."tags", new_values."trading_names", new_values."website" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c37ac92e01995f9626c638e644410eea0c4cabca",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a50f8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="vendors_vendor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vendor",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "vendors_vendorevent" ("as_of", "city", "confirmed_at", "country", "created_at", "description", "duns", "founded", "id", "import_key", "is_fictional", "kind", "legal_name", "lei", "merged_into_id", "name", "organisation_id", "ownership", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "private_to_id", "review_note", "set_by_id", "size", "slug", "source", "source_url", "state", "tagline", "tags", "trading_names", "website") SELECT old_values."as_of", old_values."city", old_values."confirmed_at", old_values."country", old_values."created_at", old_values."description", old_values."duns", old_values."founded", old_values."id", old_values."import_key", old_values."is_fictional", old_values."kind", old_values."legal_name", old_values."lei", old_values."merged_into_id", old_values."name", old_values."organisation_id", old_values."ownership", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."private_to_id", old_values."review_note", old_values."set_by_id", old_values."size", old_values."slug", old_values."source", old_values."source_url", old_values."state", old_values."tagline", old_values."tags", old_values."trading_names", old_values."website" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="dda99b76034e536e13aa3f896a6e8883a054055d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7fa5f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="vendors_vendor",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(model_name="capabilitylineevent", name="capability", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.capability")),
        migrations.AddField(model_name="capabilitylineevent", name="certificate", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.certificate")),
        migrations.AddField(model_name="capabilitylineevent", name="pgh_obj", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="vendors.capabilityline")),
        migrations.AddField(model_name="capabilitylineevent", name="set_by", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name="capabilitylineevent", name="site", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.site")),
        migrations.AddField(model_name="certificateevent", name="file", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.certificatefile")),
        migrations.AddField(model_name="certificateevent", name="pgh_obj", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="vendors.certificate")),
        migrations.AddField(model_name="certificateevent", name="set_by", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name="certificateevent", name="site", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.site")),
        migrations.AddField(model_name="groupconfirmationevent", name="pgh_obj", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="vendors.groupconfirmation")),
        migrations.AddField(model_name="groupconfirmationevent", name="set_by", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name="groupconfirmationevent", name="vendor", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.vendor")),
        migrations.AddField(model_name="regulatoryactionevent", name="closes", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.regulatoryaction")),
        migrations.AddField(model_name="regulatoryactionevent", name="pgh_obj", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="vendors.regulatoryaction")),
        migrations.AddField(model_name="regulatoryactionevent", name="set_by", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name="regulatoryactionevent", name="site", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.site")),
        migrations.AddField(model_name="siteevent", name="pgh_obj", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="vendors.site")),
        migrations.AddField(model_name="siteevent", name="set_by", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name="siteevent", name="vendor", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.vendor")),
        migrations.AddField(model_name="trialrecordevent", name="pgh_obj", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="vendors.trialrecord")),
        migrations.AddField(model_name="trialrecordevent", name="set_by", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddField(model_name="trialrecordevent", name="vendor", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.vendor")),
        migrations.AddField(model_name="vendorevent", name="merged_into", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="vendors.vendor")),
        migrations.AddField(model_name="vendorevent", name="organisation", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="accounts.organisation")),
        migrations.AddField(model_name="vendorevent", name="pgh_obj", field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="events", to="vendors.vendor")),
        migrations.AddField(model_name="vendorevent", name="private_to", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to="accounts.organisation")),
        migrations.AddField(model_name="vendorevent", name="set_by", field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", related_query_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.AddIndex(model_name="capabilitylineevent", index=models.Index(fields=["site"], name="vendors_capabilityline_past")),
        pgtrigger.migrations.AddTrigger(
            model_name="capabilitylineevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash="7e10ef63fba9f546076295169bf919b2e55f0737", operation="UPDATE OR DELETE", pgid="pgtrigger_append_only_39c60", table="vendors_capabilitylineevent", when="BEFORE"),
            ),
        ),
        migrations.AddIndex(model_name="certificateevent", index=models.Index(fields=["site"], name="vendors_certificate_past")),
        pgtrigger.migrations.AddTrigger(
            model_name="certificateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash="535aa91b4ba3a77b83aff351786e922814771391", operation="UPDATE OR DELETE", pgid="pgtrigger_append_only_36d07", table="vendors_certificateevent", when="BEFORE"),
            ),
        ),
        migrations.AddIndex(model_name="groupconfirmationevent", index=models.Index(fields=["vendor"], name="vendors_groupconfirmatio_past")),
        pgtrigger.migrations.AddTrigger(
            model_name="groupconfirmationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash="d2e82f984697983428ad2277dbc32b0592d3df86", operation="UPDATE OR DELETE", pgid="pgtrigger_append_only_99b99", table="vendors_groupconfirmationevent", when="BEFORE"
                ),
            ),
        ),
        migrations.AddIndex(model_name="regulatoryactionevent", index=models.Index(fields=["site"], name="vendors_regulatoryaction_past")),
        pgtrigger.migrations.AddTrigger(
            model_name="regulatoryactionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash="38e0e8d59cb9c919fb804b6d03a80ca9245195d2", operation="UPDATE OR DELETE", pgid="pgtrigger_append_only_0478d", table="vendors_regulatoryactionevent", when="BEFORE"),
            ),
        ),
        migrations.AddIndex(model_name="siteevent", index=models.Index(fields=["vendor"], name="vendors_site_past")),
        pgtrigger.migrations.AddTrigger(
            model_name="siteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash="093f2f9a791c2b9bf9a23265e9082243f11d1e12", operation="UPDATE OR DELETE", pgid="pgtrigger_append_only_6814c", table="vendors_siteevent", when="BEFORE"),
            ),
        ),
        migrations.AddIndex(model_name="trialrecordevent", index=models.Index(fields=["vendor"], name="vendors_trialrecord_past")),
        pgtrigger.migrations.AddTrigger(
            model_name="trialrecordevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash="9da0e6edc6961bb8e0b5b17dac2ab3a2a015bb3c", operation="UPDATE OR DELETE", pgid="pgtrigger_append_only_732b4", table="vendors_trialrecordevent", when="BEFORE"),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vendorevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash="8f02cbbe83ca8324bf2fd2a39c684fdae4ad4b46", operation="UPDATE OR DELETE", pgid="pgtrigger_append_only_7c231", table="vendors_vendorevent", when="BEFORE"),
            ),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
