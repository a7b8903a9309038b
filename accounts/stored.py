"""Files live in the database: one seal, one backup, and an upload cut off leaves nothing."""

from django.db import models
from django.utils import timezone

from accounts.models import Owned, OwnedQuerySet


class StoredFileQuerySet(OwnedQuerySet):
    def without_content(self):
        """Leave the bytes in the database: a list needs none."""
        return self.defer("content")


class StoredFile(Owned):
    """A file that passed inspection (audit/inspection.py), under the name it came with."""

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.name
