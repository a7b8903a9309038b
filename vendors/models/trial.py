"""Trials that a register says a vendor took part in: its track record."""

from django.db import models

from vendors.choices import Phase
from vendors.models.fact import Sourced, codes, tracked
from vendors.models.vendor import Vendor


@tracked(owner="vendor")
class TrialRecord(Sourced):
    """
    One organisation named as a collaborator of one registered trial.

    It stands alone until a vendor has that name, whichever came first; a vendor without any is not
    a vendor without experience.
    """

    vendor = models.ForeignKey(
        Vendor, null=True, blank=True, on_delete=models.SET_NULL, related_name="trials"
    )
    registered_name = models.CharField(max_length=250)
    nct_id = models.CharField("NCT number", max_length=11)
    sponsor = models.CharField(max_length=250, blank=True)
    phases = codes(Phase.choices)
    conditions = models.TextField(blank=True)
    interventions = models.TextField(blank=True)
    study_type = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["nct_id", "registered_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["nct_id", "registered_name"], name="vendors_one_trial_record"
            )
        ]

    def __str__(self):
        return f"{self.nct_id} {self.registered_name}"
