from django.apps import AppConfig


class RfpsConfig(AppConfig):
    name = "rfps"

    def ready(self):
        from rfps import clarification_emails  # noqa: F401, PLC0415 - registers its kinds
