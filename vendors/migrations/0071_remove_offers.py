"""Remove the offers: matching reads the lines themselves, in memory (vendors/lines.py)."""

from importlib import import_module

from django.db import migrations

DERIVE = import_module("vendors.migrations.0004_derive_offers").Migration.operations[0]


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0070_log_confirmations"),
    ]

    operations = [
        migrations.RunSQL(DERIVE.reverse_sql, DERIVE.sql),
        migrations.DeleteModel(name="Offer"),
        migrations.RemoveIndex(model_name="groupconfirmation", name="vendors_confirmation_by_group"),
    ]
