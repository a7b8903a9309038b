"""The personal link: 256 random bits in the address, of which only the SHA-256 is kept."""

import hashlib
import re
import secrets

from audit import acting
from rfps.models import Recipient

OF_ACCOUNT = "my-"  # a token has 43 characters, so none looks like this


def create() -> str:
    """Return a new token, fit for an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def find(token: str, user=None) -> Recipient | None:
    """
    Return the recipient a token belongs to, revoked or not, with its invitation.

    Where the address names the recipient itself (``of_account``), it is found for its own user
    alone. The one query of a vendor's request that acts as the system: before it nobody knows for
    whom.
    """
    with acting.as_system():
        if is_of_account(token):
            found = Recipient.objects.of_person(user).filter(pk=token.removeprefix(OF_ACCOUNT))
        else:
            found = Recipient.objects.filter(token_hash=digest(token))
        recipient = found.select_related("invitation").first()
    if recipient:
        recipient.token = token
    return recipient


def of_account(recipient) -> str:
    """Return what stands in the address for a signed-in person, who needs no token."""
    return f"{OF_ACCOUNT}{recipient.pk}"


def is_of_account(token: str) -> bool:
    return bool(re.fullmatch(OF_ACCOUNT + r"[0-9]{1,18}", token))
