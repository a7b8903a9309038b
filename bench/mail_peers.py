"""
django-post-office and django-mailer as senders: ``python -m bench.mail_peers PEER migrate|fill|send``.

They are no dependency of the product: ``bench.notifications`` installs them under .local and puts
them on the path. Everything that may differ between runs comes in by the environment.
"""

import argparse
import os
from email.utils import make_msgid

import django
from django.conf import settings
from django.core.management import call_command

TEXT = "A line of a plain message about a request, as long as many are.\n" * 22
HTML = f"<html><body><p>{TEXT}</p></body></html>"
FROM = "Bench <no-reply@phaseline.example>"


def configure(peer: str) -> None:
    """Set Django up with the peer alone, as its documentation says."""
    url = os.environ["BENCH_DATABASE"]
    settings.configure(
        DATABASES={"default": _database(url)},
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            {"post-office": "post_office", "mailer": "mailer"}[peer],
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="bench",  # noqa: S106 - guards nothing
        USE_TZ=True,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=int(os.environ.get("EMAIL_PORT", "25")),
        EMAIL_TIMEOUT=10,
        EMAIL_BACKEND={
            "post-office": "post_office.EmailBackend",
            "mailer": "mailer.backend.DbBackend",
        }[peer],
        POST_OFFICE={
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
            "BATCH_SIZE": int(os.environ.get("PEER_BATCH", "100")),
            "THREADS_PER_PROCESS": int(os.environ.get("PEER_THREADS", "5")),
            "MAX_RETRIES": 3,
        },
        MAILER_EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        MAILER_USE_FILE_LOCK=False,  # with it the first kill stops its queue for ever
        LOGGING={"version": 1, "disable_existing_loggers": True},
    )
    django.setup()


def _database(url: str) -> dict:
    import environ  # noqa: PLC0415 - only the peers' own process needs it

    return environ.Env.db_url_config(url)


def fill(peer: str, count: int) -> None:
    """Queue so many messages, each with a Message-ID that a second copy would repeat."""
    if peer == "post-office":
        from post_office.models import PRIORITY, STATUS, Email  # noqa: PLC0415 - only here installed

        Email.objects.all().delete()
        Email.objects.bulk_create(
            Email(
                from_email=FROM,
                to=[f"v{number}@vendor.example"],
                subject=f"Message {number}",
                message=TEXT,
                html_message=HTML,
                headers={"Message-ID": make_msgid(domain="bench.example")},
                status=STATUS.queued,
                priority=PRIORITY.medium,
            )
            for number in range(count)
        )
        return
    import mailer  # noqa: PLC0415 - only here installed
    from mailer.models import Message  # noqa: PLC0415

    Message.objects.all().delete()
    for number in range(count):
        mailer.send_html_mail(
            f"Message {number}",
            TEXT,
            HTML,
            FROM,
            [f"v{number}@vendor.example"],
            headers={"Message-ID": make_msgid(domain="bench.example")},
        )


def send(peer: str) -> None:
    if peer == "post-office":
        processes = int(os.environ.get("PEER_PROCESSES", "1"))
        call_command(
            "send_queued_mail", processes=processes, lockfile=os.environ["PEER_LOCK"], log_level=0
        )
    else:
        call_command("send_mail")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=["post-office", "mailer"])
    parser.add_argument("action", choices=["migrate", "fill", "send"])
    parser.add_argument("count", type=int, nargs="?", default=0)
    given = parser.parse_args()
    configure(given.peer)
    if given.action == "migrate":
        call_command("migrate", verbosity=0)
    elif given.action == "fill":
        fill(given.peer, given.count)
    else:
        send(given.peer)


if __name__ == "__main__":
    main()
