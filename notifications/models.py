"""The outbox: an e-mail is a row first, written in the transaction of its event."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from notifications.choices import (
    SOURCES,
    Delivery,
    EmailState,
    Lane,
    Pace,
    RelayMode,
    SuppressionReason,
    UnknownPolicy,
    Weekday,
)


class Content(models.Model):
    """What an e-mail says: wide and never changed, apart from the narrow row that moves."""

    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict)
    attachments = models.JSONField(default=list, blank=True)  # [{"name", "type", "text"}]
    url = models.CharField(max_length=500, blank=True)  # where a digest's line leads
    # What the templates were given, for a mail that may have to be written again before it leaves.
    context = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.subject


class EmailQuerySet(models.QuerySet):
    def for_user(self, user):
        return (
            self.filter(organisation_id=user.organisation_id)
            if user.organisation_id
            else self.none()
        )

    def due(self, now):
        """Return what the workers may take now; what waits for a digest is not theirs."""
        return self.filter(state=EmailState.READY, lane=Lane.DEFAULT, not_before__lte=now)

    def about(self, target):
        """Return the e-mails whose topic is this object, newest first."""
        return self.filter(topic=topic_of(target)).order_by("-created_at")

    def counts(self) -> dict[EmailState, int]:
        """Return how many e-mails are in each state, all states in their order."""
        found = dict(self.order_by().values_list("state").annotate(models.Count("pk")))
        return {state: found.get(state, 0) for state in EmailState}

    def newest(self):
        return self.select_related("content").order_by("-created_at", "-pk")

    def headers_only(self):
        """Leave the bodies in the database: a list needs none and the admin shows none."""
        return self.defer("content__text", "content__html")

    def search(self, words: str):
        """Return the e-mails with the words in the address or the subject."""
        found = models.Q(to__icontains=words) | models.Q(content__subject__icontains=words)
        return self.filter(found) if words else self

    def move(self, to: EmailState, **fields) -> int:
        """
        Change the state of those rows that may go there.

        Only here, and in the statements of ``ledger.py`` by the same table, is it ever changed.

        One conditional UPDATE: of two workers that want the same move, one gets it. A lease ends
        with the states that need one.

        :return: how many moved
        """
        if to not in {EmailState.LEASED, EmailState.SENDING}:
            fields |= {"lease_token": None, "lease_until": None, "worker": None}
        return self.filter(state__in=SOURCES[to]).update(state=to, **fields)


def topic_of(target) -> str:
    """Return the topic key of an object, e.g. ``rfps.invitation:<pk>``."""
    return f"{target._meta.label_lower}:{target.pk}"


class Email(models.Model):
    """One message to one address. ``key`` is unique: the same event tells the same person once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    topic = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to = models.EmailField()
    message_id = models.CharField(max_length=200, unique=True)
    content = models.OneToOneField(Content, on_delete=models.PROTECT, related_name="email")
    state = models.CharField(max_length=12, choices=EmailState.choices, default=EmailState.READY)
    # What a provider's webhook says later, and the provider's own number of the message.
    delivery = models.CharField(max_length=20, choices=Delivery.choices, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    priority = models.PositiveSmallIntegerField(default=5)  # 1 security and award ... 9 digest
    lane = models.CharField(max_length=20, choices=Lane.choices, default=Lane.DEFAULT)
    digest = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts"
    )  # the mail in which this one went out
    unknown_policy = models.CharField(
        max_length=10, choices=UnknownPolicy.choices, default=UnknownPolicy.HOLD
    )
    is_sensitive = models.BooleanField(default=False)  # the body is purged once sent

    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.BigIntegerField(null=True, blank=True)  # the lane's advisory lock
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_code = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    relay_reply = models.TextField(blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["priority", "not_before", "id"],
                condition=models.Q(state="ready"),
                name="notifications_email_ready",
            ),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(state__in=["leased", "sending"]),
                name="notifications_email_leases",
            ),
            models.Index(
                fields=["handed_at"],
                condition=models.Q(state="unknown"),
                name="notifications_email_unknown",
            ),
            models.Index(
                fields=["provider_id"],
                condition=~models.Q(provider_id=""),
                name="notifications_email_provider",
            ),
            models.Index(fields=["topic", "created_at"], name="notifications_email_topic"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=EmailState.values), name="notifications_email_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["leased", "sending"])
                | models.Q(lease_token__isnull=False),
                name="notifications_email_lease_has_token",
            ),
        ]

    def __str__(self):
        return f"{self.kind} to {self.to}"


class Attempt(models.Model):
    """One try at handing an e-mail over: append-only."""

    email = models.ForeignKey(Email, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    phase = models.CharField(max_length=20, blank=True)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["email", "number"], name="notifications_attempt_number")
        ]

    def __str__(self):
        return f"attempt {self.number}"


class ProviderEvent(models.Model):
    """One report of a provider, kept so that a repeated one is known: append-only."""

    event_id = models.CharField(max_length=200, unique=True)
    email = models.ForeignKey(Email, on_delete=models.CASCADE, related_name="reports")
    stage = models.CharField(max_length=20, choices=Delivery.choices)
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.stage} {self.at:%Y-%m-%d %H:%M}"


class RelayState(models.Model):
    """How the mail server stands: a row, so that all workers and the operator see the same."""

    name = models.CharField(max_length=40, unique=True, default="default")
    mode = models.CharField(max_length=10, choices=RelayMode.choices, default=RelayMode.OPEN)
    retry_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    swept_at = models.DateTimeField(null=True, blank=True)  # the sweep's heartbeat

    class Meta:
        verbose_name = "mail server"

    def __str__(self):
        return f"mail server: {self.get_mode_display().lower()}"


class Suppression(models.Model):
    """An address that gets no mail any more, in lower case; the reason is what support answers."""

    address = models.CharField(max_length=254, unique=True)
    reason = models.CharField(max_length=12, choices=SuppressionReason.choices)
    detail = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "suppressed address"
        verbose_name_plural = "suppressed addresses"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(address=Lower("address")),
                name="notifications_suppression_lower",
            )
        ]

    def __str__(self):
        return self.address


class Preference(models.Model):
    """How fast a person wants one kind; without a row at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    pace = models.CharField(max_length=10, choices=Pace.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], name="notifications_one_pace_per_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(pace__in=Pace.values), name="notifications_preference_pace"
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.get_pace_display()}"


class DigestTime(models.Model):
    """When a person's digests come, in their own time zone; without a row Monday, eight o'clock."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    hour = models.PositiveSmallIntegerField(default=8)
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hour__lt=24, weekday__range=(1, 7)),
                name="notifications_digest_time",
            )
        ]

    def __str__(self):
        return f"{self.get_weekday_display()}, {self.hour:02}:00"


class LaneMark(models.Model):
    """The number of a lane that is at work: an unlogged table, which a crash of PostgreSQL empties."""

    id = models.BigIntegerField(primary_key=True)

    def __str__(self):
        return str(self.pk)
