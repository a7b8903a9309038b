"""A price in a commercial part is below a million million per unit, as ``rfps.bidding.prices`` reads it."""

from django.db import migrations

TOO_LONG = '$.prices[*].unit_price ? (@ like_regex "^[0-9]{13}")'
BOUND = f"""
ALTER TABLE rfps_bidpart ADD CONSTRAINT rfps_bidpart_price_below_limit
    CHECK (NOT jsonb_path_exists(content, '{TOO_LONG}'))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rfps", "0071_guard_the_awards"),
    ]

    operations = [
        migrations.RunSQL(
            BOUND, "ALTER TABLE rfps_bidpart DROP CONSTRAINT rfps_bidpart_price_below_limit"
        ),
    ]
