"""
Let the functions that log a change plan their queries for the tables as they are.

PL/pgSQL keeps the plan of a function's first runs for the whole connection. Made while a table was
nearly empty, it reads the table whole at each change: an import into a new directory then slows
with every row (measured on such a function: 78 ms a call against 2 ms).
"""

from django.db import migrations

TABLES = ("capability", "capabilityline", "certificate", "groupconfirmation", "regulatoryaction", "site", "vendor")


class Migration(migrations.Migration):
    dependencies = [("vendors", "0080_add_imports")]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION vendors_{table}_log_change() SET plan_cache_mode = force_custom_plan",
            f"ALTER FUNCTION vendors_{table}_log_change() RESET plan_cache_mode",
        )
        for table in TABLES
    ]
