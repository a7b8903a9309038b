"""The outbox: an e-mail is a row first, written in the transaction of its event."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from notifications.choices import SOURCES, EmailState, UnknownPolicy


class Content(models.Model):
    """What an e-mail says: wide and never changed, apart from the narrow row that moves."""

    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict)
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
        return self.filter(state=EmailState.READY, not_before__lte=now)

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
        Change the state of those rows that may go there, and only here is it ever changed.

        One conditional UPDATE: of two workers that want the same move, one gets it. A lease ends
        with the states that need one.

        :return: how many moved
        """
        if to not in {EmailState.LEASED, EmailState.SENDING}:
            fields |= {"lease_token": None, "lease_until": None}
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
    delivery = models.CharField(max_length=20, blank=True)  # what a provider's webhook says later
    priority = models.PositiveSmallIntegerField(default=5)  # 1 security and award ... 9 digest
    lane = models.CharField(max_length=20, default="default")
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
