"""What every fact of the directory carries, and its arrays of vocabulary codes."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import User


def codes(choices, **options):
    """Return an array of vocabulary codes; empty means *not stated*, never "any"."""
    return ArrayField(
        models.CharField(max_length=16, choices=choices), default=list, blank=True, **options
    )


def tracked(*, owner: str = ""):
    """
    Keep every state of a model's rows, written by triggers: bulk updates and plain SQL are in it.

    :param owner: the field that says what a row belongs to, by which its history is found
    """

    def decorate(model):
        own = model._meta.local_fields
        name = f"vendors_{model._meta.model_name[:16]}_past"
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=[field.name for field in own if isinstance(field, models.GeneratedField)],
            context_id_field=None,
            meta={"indexes": [models.Index(fields=[owner], name=name)] if owner else []},
        )(model)

    return decorate


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
