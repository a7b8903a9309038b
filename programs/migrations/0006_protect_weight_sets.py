from django.db import migrations

from audit import rls


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0005_add_weight_sets"),
    ]

    operations = [rls.protect("programs_weightset")]
