"""The taxonomy: what can be bought at all."""

from django.db import models

from vendors import querysets
from vendors.choices import Branch, DosageForm, Modality, Phase
from vendors.models.fact import codes


class Capability(models.Model):
    """A leaf of the taxonomy, e.g. M2.10 Bioconjugation. Retired, never reused."""

    code = models.CharField(max_length=8, primary_key=True)
    branch = models.CharField(max_length=4, choices=Branch.choices)
    also_branch = models.CharField(max_length=4, choices=Branch.choices, blank=True)
    group = models.CharField(max_length=4)
    group_label = models.CharField(max_length=120)
    package = models.CharField(max_length=40)
    workstream = models.CharField(max_length=40)
    transfer = models.CharField(max_length=12)
    label = models.CharField(max_length=200)
    phases = codes(Phase.choices)
    modalities = codes(Modality.choices)
    dosage_forms = codes(DosageForm.choices)
    is_core = models.BooleanField()
    any_of_group = models.CharField(max_length=20, blank=True)
    gxp = models.CharField(max_length=40, blank=True)
    scale_unit = models.CharField(max_length=40, blank=True)
    fda_operation = models.CharField(max_length=40, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.CapabilityQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "capabilities"

    def __str__(self):
        return f"{self.code} {self.label}"
