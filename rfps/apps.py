from django.apps import AppConfig


class RfpsConfig(AppConfig):
    name = "rfps"

    def ready(self):
        # They register their kinds.
        from rfps import award_emails, clarification_emails, evaluation_emails  # noqa: F401, PLC0415
