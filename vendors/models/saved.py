"""A question to the directory that somebody keeps, and what it found when they last heard of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Owned, OwnedQuerySet
from vendors.choices import Cadence


class SavedSearchQuerySet(OwnedQuerySet):
    def for_user(self, user):
        """Return one's own searches and those that colleagues share."""
        return super().for_user(user).filter(Q(owner_id=user.pk) | Q(is_shared=True))

    def due(self, *, now):
        """Return what is to be looked at again; an alert that is switched off never is."""
        late = [Q(cadence=c, seen_at__lte=now - c.period) for c in Cadence if c != Cadence.OFF]
        return self.filter(Q.create(late, connector=Q.OR))


class SavedSearch(Owned):
    """A query string under a name, its owner's alert, and the vendors that were found last."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField("shared with colleagues", default=False)
    cadence = models.CharField(
        "alert", max_length=11, choices=Cadence.choices, default=Cadence.DAILY
    )
    seen = ArrayField(models.BigIntegerField(), default=list)
    # Of the log of changes: all of older transactions, and these of the ones then still open.
    seen_transaction = models.BigIntegerField(default=0)
    seen_changes = ArrayField(models.BigIntegerField(), default=list)
    seen_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "owner", "query"], name="vendors_one_saved_search"
            ),
            models.CheckConstraint(
                condition=models.Q(cadence__in=Cadence.values), name="vendors_search_cadence"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        address = reverse("vendor-list")
        return f"{address}?{self.query}" if self.query else address
