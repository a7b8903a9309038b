"""What every fact of the directory carries, and its arrays of vocabulary codes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import User


def codes(choices, **options):
    """Return an array of vocabulary codes; empty means *not stated*, never "any"."""
    return ArrayField(
        models.CharField(max_length=16, choices=choices), default=list, blank=True, **options
    )


class Sourced(models.Model):
    """A fact with where it comes from. An import never overwrites what a person set."""

    source = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(blank=True)
    as_of = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True
