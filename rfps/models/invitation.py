"""Who is asked, through which address, and what has happened: dated facts, no state."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Owned, OwnedQuerySet, User
from rfps.choices import CDAWay, DeclineReason, Intent
from rfps.models.rfp import RFP, OwnedByRFPQuerySet
from vendors.models import Vendor, VendorContact


class Invitation(Owned):
    """An RFP offered to one vendor. Its label follows from the dates, newest fact first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE, related_name="invitations")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="invitations")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    viewed_at = models.DateTimeField(null=True, blank=True)
    cda_at = models.DateTimeField(null=True, blank=True)
    cda_way = models.CharField(max_length=10, choices=CDAWay.choices, blank=True)
    cda_by = models.CharField(max_length=150, blank=True)  # who accepted it, as typed
    intent = models.CharField(max_length=10, choices=Intent.choices, blank=True)
    intent_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=12, choices=DeclineReason.choices, blank=True)
    decline_note = models.TextField(blank=True)
    reminder_at = models.DateTimeField(null=True, blank=True)  # asked to be reminded at this time
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.TextField(blank=True)

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["vendor__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["rfp", "vendor"],
                name="rfps_vendor_invited_once",
                violation_error_message="This vendor is invited already.",
            ),
            models.CheckConstraint(
                condition=Q(intent="", intent_at__isnull=True)
                | Q(~Q(intent=""), intent_at__isnull=False),
                name="rfps_intent_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(cda_way="", cda_at__isnull=True)
                | Q(~Q(cda_way=""), cda_at__isnull=False),
                name="rfps_cda_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(intent="declined") | ~Q(decline_reason=""),
                name="rfps_decline_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.vendor} for {self.rfp}"

    @property
    def awaits_cda(self) -> bool:
        """Say whether the CDA still stands between the vendor and the full package."""
        return self.rfp.needs_cda and not self.cda_at


class RecipientQuerySet(OwnedQuerySet):
    def for_user(self, user):
        invitations = Invitation.objects.for_user(user).values("pk")
        return super().for_user(user).filter(invitation__in=invitations)

    def live(self):
        return self.filter(revoked_at__isnull=True)

    def of_person(self, user):
        """Return the links sent to an address that the user's account has proved, newest first."""
        addresses = user.proved_addresses if user and user.is_authenticated else ()
        return (
            self.alias(address=Lower("email"))
            .filter(address__in=addresses, token_hash__isnull=False)
            .order_by("-created_at", "-pk")
        )


class Recipient(Owned):
    """
    A person who is written to; from the issue on with a personal link.

    Only the hash of the link's token is kept. The token itself is known to the request that makes
    the link and to those that come by it.
    """

    token = ""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="recipients")
    contact = models.ForeignKey(
        VendorContact, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    introduced_by = models.ForeignKey(  # the colleague at the vendor who added this one
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    viewed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "email"],
                condition=Q(revoked_at__isnull=True),
                name="rfps_one_live_link_per_address",
            )
        ]

    def __str__(self):
        return self.name or self.email


class AccessCode(Owned):
    """
    The code that opens an RFP for a recipient, sent to the address that was invited.

    Only its hash is kept; after a few wrong tries it is dead. A link forwarded to a stranger is
    worth nothing without the inbox.
    """

    recipient = models.OneToOneField(Recipient, on_delete=models.CASCADE, related_name="code")
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return f"code for {self.recipient}"
