from django.db import migrations

from audit import rls

TABLES = [
    "program",
    "programmember",
    "openfact",
    "programphase",
    "workpackage",
    "need",
    "gate",
    "waiver",
    "shortlist",
    "shortlistentry",
    "shortlistshare",
]


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0001_initial"),
    ]

    operations = [
        *(rls.protect(f"programs_{table}") for table in TABLES),
    ]
