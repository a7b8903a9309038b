"""A spreadsheet on its way into the directory, and what becomes of each of its rows."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from vendors.choices import ImportState


class ImportFileQuerySet(models.QuerySet):
    def without_content(self):
        """Leave the bytes in the database: no page needs them."""
        return self.defer("content")

    def waiting(self, *, before):
        """Return what nobody works on, or nobody any more: claimed before that moment."""
        return self.filter(state__in=[ImportState.CHECKING, ImportState.IMPORTING]).filter(
            models.Q(claimed_at=None) | models.Q(claimed_at__lt=before)
        )


class ImportFile(models.Model):
    """
    An uploaded file; its bytes are forgotten once it is imported or discarded.

    ``mapping`` holds the key of a field per heading (vendors/importers/sheet/fields.py), ``digest``
    what the person who confirms has seen, ``done`` how many of the ``rows`` are compared.
    """

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    header = ArrayField(models.CharField(max_length=120))
    signature = models.CharField(max_length=64, db_index=True)  # of the headings
    samples = models.JSONField(default=list)  # the cells of the first rows
    rows = models.PositiveIntegerField()
    mapping = models.JSONField(default=dict)
    source = models.CharField(max_length=200)
    as_of = models.DateField()
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    message = models.CharField(max_length=300, blank=True)
    done = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="vendors_import_state"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("import-detail", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.IMPORTING)


class ImportRow(models.Model):
    """
    What becomes of one row of a file.

    ``changes`` are dicts of field, old, new and fate; ``problems`` pairs of field and reason.
    """

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="outcomes")
    number = models.PositiveIntegerField()  # the header is row 1
    fate = models.CharField(max_length=10)
    about = models.CharField(max_length=420)
    cells = ArrayField(models.TextField())
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="vendors_import_row")
        ]
        indexes = [models.Index(fields=["file", "fate", "number"], name="vendors_import_fate")]

    def __str__(self):
        return f"row {self.number} of {self.file}"
