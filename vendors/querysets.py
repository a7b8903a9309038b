"""The directory's reading words."""

from django.db import models
from django.db.models import Q

from vendors.choices import Branch, ListingState, VendorKind


class CapabilityQuerySet(models.QuerySet):
    def current(self):
        return self.filter(retired_at__isnull=True)

    def at(self, phase, modality=None, dosage_form=None):
        """Return the leaves that a product needs or may need at a phase."""
        found = self.filter(phases__contains=[phase])
        if modality:
            found = found.filter(modalities__contains=[modality])
        if dosage_form:
            found = found.filter(Q(dosage_forms=[]) | Q(dosage_forms__contains=[dosage_form]))
        return found


class VendorQuerySet(models.QuerySet):
    def listed(self):
        return self.filter(
            state=ListingState.LISTED, merged_into__isnull=True, private_to__isnull=True
        )

    def for_user(self, user):
        """Return what a user may see: the listed, and what the own organisation has added."""
        seen = Q(state=ListingState.LISTED, private_to__isnull=True)
        if user.is_authenticated and user.organisation_id:
            seen |= Q(private_to_id=user.organisation_id)
        return self.filter(seen, merged_into__isnull=True)

    def of_branch(self, branch: Branch):
        return self.filter(kind__in=[VendorKind(branch), VendorKind.BOTH])


class CapabilityLineQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(is_offered=True)


class CertificateQuerySet(models.QuerySet):
    def in_force(self, day):
        """Return the certificates valid on a day; one without an expiry date counts as valid."""
        return self.filter(
            Q(issued_on__isnull=True) | Q(issued_on__lte=day),
            Q(expires_on__isnull=True) | Q(expires_on__gte=day),
        )
