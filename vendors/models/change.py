"""Which vendor changed in which transaction: written by triggers, read by index and alerts."""

from django.db import models
from django.db.models.functions import Now


class Change(models.Model):
    """
    A vendor, or something of it, was written; without a vendor, anything may have been.

    ``transaction`` is PostgreSQL's number of the transaction: unlike the primary key it tells which
    rows a reader cannot have seen yet.
    """

    id = models.BigAutoField(primary_key=True)
    vendor_id = models.BigIntegerField(null=True)
    transaction = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        db_table = "vendors_change"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.vendor_id or 'everything'} at {self.at}"
