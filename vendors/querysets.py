"""The directory's reading words."""

from django.db import models
from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.expressions import RawSQL

from vendors.choices import ListingState, ProposalState

BY_VENDOR = "Vendor statement"  # the source of what a vendor says of itself


class CapabilityQuerySet(models.QuerySet):
    def current(self):
        return self.filter(retired_at__isnull=True)


def _open_to(organisation_id: int | None) -> Q:
    """Return the condition of what the people of an organisation may see; None is a visitor."""
    seen = Q(state=ListingState.LISTED, private_to__isnull=True)
    return seen | Q(private_to_id=organisation_id) if organisation_id else seen


# The words of VendorQuerySet.seen_by for statements written by hand, of a vendor "v".
SEEN = f"""
v.merged_into_id IS NULL
AND (v.state = '{ListingState.LISTED.value}' AND v.private_to_id IS NULL
    OR v.private_to_id = %(organisation)s)
"""


class VendorQuerySet(models.QuerySet):
    def listed(self):
        return self.filter(
            state=ListingState.LISTED, merged_into__isnull=True, private_to__isnull=True
        )

    def for_user(self, user):
        """Return what a user may see: the listed, and what the own organisation has added."""
        return self.seen_by(user.organisation_id if user.is_authenticated else None)

    def seen_by(self, organisation_id: int | None):
        """Return what the people of an organisation may see; None is a visitor."""
        return self.filter(_open_to(organisation_id), merged_into__isnull=True)

    def merged_for(self, user):
        """Return what a user could have seen, had it not been merged into another."""
        organisation_id = user.organisation_id if user.is_authenticated else None
        return self.filter(_open_to(organisation_id), merged_into__isnull=False)

    def own(self, user):
        """Return the vendor that the user's organisation is, whatever the state of its listing."""
        mine = user.organisation_id if user.is_authenticated else None
        return self.filter(organisation_id=mine, merged_into=None) if mine else self.none()

    def names(self, pks) -> dict[int, str]:
        return dict(self.order_by().filter(pk__in=pks).values_list("pk", "name"))

    def in_order(self, pks):
        """Return the vendors with these ids, in the order of the ids."""
        place = Func(Value(pks), F("pk"), function="array_position", output_field=IntegerField())
        return self.filter(pk__in=pks).order_by(place)


class CapabilityLineQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(is_offered=True)

    def at(self, pairs):
        """Return the lines of these pairs of a vendor's id and a leaf's code."""
        wanted = RawSQL(
            "SELECT l.id FROM unnest(%s::bigint[], %s::text[]) AS w (vendor_id, code)"
            " JOIN vendors_site s USING (vendor_id)"
            " JOIN vendors_capabilityline l ON l.site_id = s.id AND l.capability_id = w.code",
            [[pk for pk, _ in pairs], [code for _, code in pairs]],
        )
        return self.filter(pk__in=wanted)


class CertificateQuerySet(models.QuerySet):
    def in_force(self, day):
        """Return the certificates valid on a day; one without an expiry date counts as valid."""
        return self.filter(
            Q(issued_on__isnull=True) | Q(issued_on__lte=day),
            Q(expires_on__isnull=True) | Q(expires_on__gte=day),
        )


class ProposalQuerySet(models.QuerySet):
    def by_vendor(self):
        """Return what the vendor says itself; the rest is from imports."""
        return self.filter(source=BY_VENDOR)

    def drafts(self):
        return self.filter(state=ProposalState.DRAFT)

    def open(self):
        return self.filter(state=ProposalState.OPEN)
