"""
How a personal link is opened: by a code sent to the address that was invited, or by its account.

The link alone opens nothing, since links are forwarded and mail scanners follow them.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from audit import acting
from notifications.models import Email
from rfps import emails
from rfps.errors import RFPError
from rfps.models import AccessCode, Invitation
from rfps.services import cda, disclosure, link

CODE_LASTS = timedelta(minutes=15)
TRIES = 5
# Codes to one recipient: with the tries, 60 guesses a day at a million codes.
LIMITS = (
    (timedelta(minutes=1), 1, "A code has just been sent. Give it a minute to arrive."),
    (timedelta(hours=1), 5, "Five codes were sent within an hour. Try again in an hour."),
    (timedelta(days=1), 12, "Too many codes were sent today. Try again tomorrow."),
)


@transaction.atomic
def send_code(*, recipient, now) -> AccessCode:
    """
    Send a new six-digit code to the invited address; the code before it is void.

    :raises RFPError: once the link is revoked, or when codes are asked for too often
    """
    invitation = link.lock(recipient)
    _require_patience(recipient, now)
    code = f"{secrets.randbelow(1_000_000):06}"
    sent, _ = AccessCode.objects.update_or_create(
        recipient=recipient,
        defaults={
            "organisation_id": recipient.organisation_id,
            "code_hash": _digest(recipient, code),
            "sent_at": now,
            "expires_at": now + CODE_LASTS,
            "tries": 0,
        },
    )
    emails.access_code(recipient=recipient, code=code, expires_at=sent.expires_at, now=now)
    words = "was sent an access code"
    link.record(recipient, "code-sent", invitation, words, target=recipient, now=now)
    return sent


@transaction.atomic
def open_by_code(*, recipient, code: str, now) -> str:
    """
    Open the link with a code.

    :return: nothing when it is open, else the sentence why not. It is returned, not raised: a
        wrong try is counted, and an error would take the count back.
    :raises RFPError: once the link is revoked
    """
    invitation = link.lock(recipient)
    known = AccessCode.objects.filter(recipient=recipient).first()
    if known is None:
        return "No code is waiting for you. Ask for one first."
    if known.tries >= TRIES:
        return "This code was tried too often. Ask for a new one."
    if now >= known.expires_at:
        return "This code has expired. Ask for a new one."
    if not constant_time_compare(known.code_hash, _digest(recipient, code)):
        known.tries += 1
        known.save(update_fields=["tries"])
        words = "typed a wrong access code"
        link.record(recipient, "code-refused", invitation, words, target=recipient, now=now)
        return _wrong(TRIES - known.tries)
    known.delete()
    enter(recipient=recipient, now=now)
    return ""


@transaction.atomic
def open_by_account(*, recipient, user, now) -> Invitation:
    """
    Open the link for the person whose account has proved the invited address.

    :raises RFPError: for anybody else, and once the link is revoked
    """
    if not belongs_to(recipient, user):
        raise RFPError("Your account has another address. Ask for a code instead.")
    return enter(recipient=recipient, now=now)


@transaction.atomic
def enter(*, recipient, now) -> Invitation:
    """
    Date that the request was opened; recognise a CDA in force; the first time, disclose its content.

    :raises RFPError: once the link is revoked
    """
    invitation = link.lock(recipient)
    link.mark_viewed(invitation, recipient, now)
    cda.recognise(invitation=invitation, recipient=recipient, now=now)
    if not invitation.awaits_cda and disclosure.last_opened(recipient) is None:
        disclosure.disclose_newest(invitation=invitation, recipient=recipient, now=now)
    link.record(recipient, "opened", invitation, "has opened the request", now=now)
    return invitation


def belongs_to(recipient, user) -> bool:
    """Say whether the user's account has proved the address the link was sent to."""
    return user.is_authenticated and recipient.email.lower() in user.proved_addresses


def _require_patience(recipient, now) -> None:
    with acting.as_system():
        sent = list(
            Email.objects.about(recipient)
            .filter(kind=emails.ACCESS_CODE, created_at__gt=now - LIMITS[-1][0])
            .values_list("created_at", flat=True)
        )
    for window, most, sentence in LIMITS:
        if sum(at > now - window for at in sent) >= most:
            raise RFPError(sentence)


def _digest(recipient, code: str) -> str:
    """Return what is stored of a code: keyed, for six digits alone are soon tried out."""
    typed = "".join(code.split())
    return salted_hmac(
        "rfps.access-code", f"{recipient.pk}:{typed}", algorithm="sha256"
    ).hexdigest()


def _wrong(left: int) -> str:
    if not left:
        return "This is not the code, and it was the last try. Ask for a new one."
    return f"This is not the code. {left} {'try is' if left == 1 else 'tries are'} left."
