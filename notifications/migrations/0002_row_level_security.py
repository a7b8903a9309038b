from django.db import migrations

from audit import rls

OF_EMAIL = (
    f"{rls.SYSTEM} OR EXISTS (SELECT 1 FROM notifications_email e WHERE e.id = email_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
    ]

    operations = [
        rls.protect("notifications_content"),
        rls.protect("notifications_email"),
        rls.protect("notifications_attempt", read=OF_EMAIL),
    ]
