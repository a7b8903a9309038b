"""The states of an e-mail and the moves between them."""

from django.db.models import TextChoices


class EmailState(TextChoices):
    READY = "ready", "Ready"
    LEASED = "leased", "Claimed by a worker"
    SENDING = "sending", "Being handed over"
    SENT = "sent", "Accepted by the mail server"
    UNKNOWN = "unknown", "Unknown: interrupted while handing over"
    FAILED = "failed", "Failed"
    EXPIRED = "expired", "Expired before it could be sent"
    CANCELLED = "cancelled", "Cancelled"
    SUPPRESSED = "suppressed", "Suppressed: the address takes no mail"


S = EmailState
TRANSITIONS = {
    S.READY: {S.LEASED, S.EXPIRED, S.CANCELLED, S.SUPPRESSED},
    S.LEASED: {S.SENDING, S.READY, S.FAILED, S.EXPIRED, S.CANCELLED, S.SUPPRESSED},
    S.SENDING: {S.SENT, S.READY, S.FAILED, S.UNKNOWN},
    S.UNKNOWN: {S.SENT, S.READY, S.CANCELLED},
    S.FAILED: {S.READY},
    S.SENT: set(),
    S.EXPIRED: set(),
    S.CANCELLED: set(),
    S.SUPPRESSED: {S.READY},
}
SOURCES = {
    state: {source for source, goals in TRANSITIONS.items() if state in goals} for state in S
}
WAITING = {S.READY, S.LEASED, S.SENDING}


class UnknownPolicy(TextChoices):
    """What happens to a message whose hand-over was interrupted."""

    HOLD = "hold", "Hold for a person"
    RESEND = "resend", "Resend once, byte-identical, after a grace"
