from django.db import migrations

from audit import rls


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        rls.protect("accounts_colleagueinvitation"),
    ]
