"""The sponsor's documents, each with a stage and versions, and who has seen what."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Owned, User
from accounts.stored import StoredFile
from rfps.choices import DocumentKind, Stage
from rfps.models.invitation import Invitation, Recipient
from rfps.models.rfp import RFP, OwnedByRFPQuerySet, RFPVersion


class Document(Owned):
    """A document of an RFP. Its stage says when a vendor may have it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=12, choices=DocumentKind.choices, default=DocumentKind.ATTACHMENT
    )
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.FULL)
    is_removed = models.BooleanField(default=False)  # from the next version on

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title


class DocumentVersion(StoredFile):
    """One file of a document. Vendors get those that a version of the RFP names."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="rfps_document_version_number"
            )
        ]


class SignedCDA(StoredFile):
    """The signed confidentiality agreement a vendor has uploaded."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="signed_cdas")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at"]


class Disclosure(Owned):
    """A person at a vendor has seen a version of the RFP, or has fetched a version of a document."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="disclosures")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="disclosures")
    version = models.ForeignKey(
        RFPVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="disclosures"
    )
    document_version = models.ForeignKey(
        DocumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="disclosures"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=False, document_version__isnull=True)
                | Q(version__isnull=True, document_version__isnull=False),
                name="rfps_disclosure_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["recipient", "version"], name="rfps_version_first_seen"
            ),
            models.UniqueConstraint(
                fields=["recipient", "document_version"], name="rfps_document_first_seen"
            ),
        ]

    def __str__(self):
        return f"{self.recipient} at {self.at:%Y-%m-%d %H:%M}"
