"""What matching reads: the capability lines of the directory, cut by modality and made narrow."""

from django.db import models


class Offer(models.Model):
    """
    One capability line for one modality: derived, and never written by our code.

    Triggers of the database (migration 0003) keep it equal to the view ``vendors_offer_source`` in
    the transaction of the change; a test rebuilds it. It holds vendors that anybody may be matched
    with: the listed, and those a sponsor has added for itself. Codes stand as bits in the order of
    their vocabulary (``vendors/choices.py``), 0 where nothing is stated, so that one index answers
    a need without touching the profile.
    """

    pk = models.CompositePrimaryKey("line_id", "modality")
    line_id = models.BigIntegerField()
    modality = models.CharField(max_length=16)  # empty: not stated
    capability_id = models.CharField(max_length=8)
    vendor_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    private_to_id = models.BigIntegerField(null=True)
    country = models.CharField(max_length=2)
    is_offered = models.BooleanField()
    phases = models.SmallIntegerField()
    dosage_forms = models.SmallIntegerField()
    grade = models.SmallIntegerField()
    evidence = models.SmallIntegerField()
    scale_min = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    scale_max = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    scale_unit = models.CharField(max_length=40)
    lead_time_weeks = models.SmallIntegerField(null=True)
    next_slot_date = models.DateField(null=True)
    certificate_expires_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["capability_id", "modality", "vendor_id"],
                include=[
                    "site_id",
                    "private_to_id",
                    "country",
                    "is_offered",
                    "phases",
                    "dosage_forms",
                    "grade",
                    "evidence",
                    "scale_min",
                    "scale_max",
                    "scale_unit",
                    "lead_time_weeks",
                    "next_slot_date",
                    "certificate_expires_on",
                ],
                name="vendors_offer_cell",
            )
        ]

    def __str__(self):
        return f"{self.capability_id} {self.modality} of vendor {self.vendor_id}"
