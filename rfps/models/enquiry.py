"""What vendors ask and what all are answered: two tables, since the asker stays hidden."""

from django.db import models
from django.db.models import Q

from accounts.models import Owned, User
from rfps.models.invitation import Invitation, Recipient
from rfps.models.rfp import RFP, OwnedByRFPQuerySet


class Answer(Owned):
    """A question as the sponsor publishes it, with its answer, to every invited vendor."""

    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    question = models.TextField()
    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["rfp", "number"], name="rfps_answer_number")]

    def __str__(self):
        return f"answer {self.number} of {self.rfp}"


class Enquiry(Owned):
    """A vendor's question in its own words, seen by that vendor and the sponsor alone."""

    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE, related_name="enquiries")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="enquiries")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.ForeignKey(
        Answer, null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries"
    )

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="rfps_enquiry_says_something")
        ]

    def __str__(self):
        return f"enquiry {self.pk} of {self.invitation}"
