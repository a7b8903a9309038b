from django.db import migrations

from audit import rls

TABLES = ["keptplan", "programwatch", "signoff"]


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0020_add_kept_plans_sign_offs_and_watches"),
    ]

    operations = [
        *(rls.protect(f"programs_{table}") for table in TABLES),
    ]
