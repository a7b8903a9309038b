"""The states of an e-mail and the moves between them."""

from django.db.models import IntegerChoices, TextChoices


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
    # sent, unknown: PostgreSQL has crashed and lost the mark of the hand-over
    S.LEASED: {
        *(S.SENDING, S.READY, S.FAILED, S.EXPIRED, S.CANCELLED, S.SUPPRESSED),
        *(S.SENT, S.UNKNOWN),
    },
    S.SENDING: {S.SENT, S.READY, S.FAILED, S.UNKNOWN},
    S.UNKNOWN: {S.SENT, S.READY, S.FAILED, S.CANCELLED},  # failed: a late no
    S.FAILED: {S.READY},
    S.SENT: {S.FAILED},  # it came back, says the provider
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


class Lane(TextChoices):
    """Who takes a row that is due: the workers, or the person's next digest."""

    DEFAULT = "default", "At once"
    DIGEST = "digest", "Waits for a digest"


class Delivery(TextChoices):
    """What the provider says after the hand-over. Never "read": nobody is watched opening mail."""

    QUEUED = "queued", "Queued by the provider"
    SENT = "sent", "Sent on"
    DEFERRED = "deferred", "Delayed by their server"
    DELIVERED = "delivered", "Delivered"
    BOUNCED = "bounced", "Came back"
    REJECTED = "rejected", "Refused by the provider"
    COMPLAINED = "complained", "Reported as spam"


# Events come twice and in any order: only a later stage replaces an earlier one.
STAGE = {"": -1} | {stage.value: rank for rank, stage in enumerate(Delivery)}
CAME_BACK = {Delivery.BOUNCED, Delivery.REJECTED}


class SuppressionReason(TextChoices):
    BOUNCED = "bounced", "No such mailbox"
    COMPLAINED = "complained", "Reported us as spam"
    ASKED = "asked", "Asked for no mail"


class RelayMode(TextChoices):
    OPEN = "open", "Takes mail"
    WAITING = "waiting", "Away, tried again by itself"
    PAUSED = "paused", "Paused until somebody resumes it"


# Why a row was suppressed: it is what support answers to "why did they not get it?".
ON_THE_LIST = "The address is on the list of those that take no mail."
UNWANTED = "The person takes no e-mail of this kind."


class Pace(TextChoices):
    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Daily digest"
    WEEKLY = "weekly", "Weekly digest"
    OFF = "off", "Off"


class Weekday(IntegerChoices):
    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7
