"""The mark of a demo database, so that nothing fictional is ever written into a real one."""

from django.db import models
from django.utils import timezone


class DemoMarker(models.Model):
    """The one row that says: this database is a demo."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="demo_one_marker")]

    def __str__(self):
        return "demo database"
