"""What sponsors ask a vendor about its profile: the question for all to see, the askers for none."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Owned, User
from vendors.choices import Modality, Phase
from vendors.models.capability import Capability
from vendors.models.vendor import Vendor


class ProfileQuestion(models.Model):
    """
    Whether a vendor offers a leaf, at a phase and for a modality; empty means any.

    It is made of codes alone, so that no wording tells who asks, and two who ask the same ask once.
    Only its day is kept.
    """

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="questions")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=4, choices=Phase.choices, blank=True)
    modality = models.CharField(max_length=4, choices=Modality.choices, blank=True)
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "capability", "phase", "modality"],
                condition=Q(answered_on=None),
                name="vendors_one_open_question",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("asked_on")),
                name="vendors_question_dates",
            ),
        ]

    def __str__(self):
        words = [f"Do you offer {self.capability.label} ({self.capability_id})"]
        if self.phase:
            words.append(f"at {self.get_phase_display()}")
        if self.modality:
            words.append(f"for {self.get_modality_display()}")
        return " ".join(words) + "?"

    def as_line(self) -> dict:
        """Return the columns of the line that would answer it."""
        return {
            "capability": self.capability_id,
            "phases": [self.phase] if self.phase else [],
            "modalities": [self.modality] if self.modality else [],
        }


class Asker(Owned):
    """The person, of a sponsor, who wants to know; the vendor and other sponsors never see it."""

    question = models.ForeignKey(ProfileQuestion, on_delete=models.CASCADE, related_name="askers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="vendors_one_asker")
        ]

    def __str__(self):
        return f"{self.user}: {self.question}"
