from django.db import migrations

from audit import rls

OF_RFP = f"{rls.OWN} OR {rls.by_rfp()}"
OF_INVITATION = f"{rls.OWN} OR {rls.by_invitation()}"
THE_INVITATION = f"{rls.OWN} OR {rls.by_invitation('id')}"


class Migration(migrations.Migration):
    dependencies = [
        ("rfps", "0001_initial"),
    ]

    operations = [
        rls.protect("rfps_rfp", read=f"{rls.OWN} OR {rls.by_rfp('id')}", write=rls.OWN),
        rls.protect("rfps_rfpversion", read=OF_RFP, write=rls.OWN),
        rls.protect("rfps_lot", read=OF_RFP, write=rls.OWN),
        rls.protect("rfps_scopeline", read=OF_RFP, write=rls.OWN),
        rls.protect("rfps_invitation", read=THE_INVITATION),
        rls.protect("rfps_recipient", read=OF_INVITATION),
    ]
