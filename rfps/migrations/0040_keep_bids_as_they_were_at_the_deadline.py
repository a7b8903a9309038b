import importlib

from django.db import migrations

from audit import rls

seal = importlib.import_module("rfps.migrations.0005_seal_the_bids")

# After the deadline a vendor can neither withdraw its bid nor bring back an earlier version.
BID_WRITE = f"({rls.by_invitation()} AND {seal.IN_TIME}) OR {seal.opened('rfps_bid')}"

# A file is unsealed with the version in force that names it, not for having been submitted once.
BIDFILE_READ = f"""{rls.by_invitation()} OR ({seal.opened('rfps_bidfile', by_envelope=True)}
    AND EXISTS (
        SELECT 1 FROM rfps_bidversion v JOIN rfps_bid b ON b.current_id = v.id
        WHERE b.id = rfps_bidfile.bid_id AND b.withdrawn_at IS NULL
        AND v.head -> 'files' @> jsonb_build_array(jsonb_build_object('id', rfps_bidfile.id::text))
    ))"""


class Migration(migrations.Migration):
    dependencies = [
        ("rfps", "0005_seal_the_bids"),
    ]

    operations = [
        rls.replace("rfps_bid", read=seal.BID_READ, write=BID_WRITE),
        rls.replace("rfps_bidfile", read=BIDFILE_READ, write=seal.BIDFILE_WRITE),
    ]
