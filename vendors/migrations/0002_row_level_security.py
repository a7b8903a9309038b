from django.db import migrations

from audit import rls


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0001_initial"),
    ]

    operations = [
        rls.protect("vendors_relationship"),
        rls.protect("vendors_siteaudit"),
    ]
