"""The personal link: 256 random bits in the address, of which only the SHA-256 is kept."""

import hashlib
import secrets

from audit import acting
from rfps.models import Recipient


def create() -> str:
    """Return a new token, fit for an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def find(token: str) -> Recipient | None:
    """
    Return the recipient a token belongs to, revoked or not, with its invitation.

    The one query of a vendor's request that acts as the system: before it nobody knows for whom.
    """
    with acting.as_system():
        recipient = (
            Recipient.objects.filter(token_hash=digest(token)).select_related("invitation").first()
        )
    if recipient:
        recipient.token = token
    return recipient
