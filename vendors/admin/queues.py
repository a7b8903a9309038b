"""What waits for a curator besides the listings: claims, and records without a site."""

from django.contrib import admin

from vendors import claims
from vendors.admin.base import CuratedAdmin, ReadOnly, WaitingFilter
from vendors.admin.moves import Moves
from vendors.choices import ClaimState
from vendors.models import Claim, RegulatoryAction, TrialRecord


class ClaimFilter(WaitingFilter):
    """An address that is not proved yet concerns nobody."""

    waiting = ClaimState.WAITING
    states = [choice for choice in ClaimState.choices if choice[0] != ClaimState.UNPROVED]


@admin.register(Claim)
class ClaimAdmin(Moves, ReadOnly):
    list_display = [
        "name",
        "job",
        "email",
        "vendor",
        "website",
        "note",
        "kept_by",
        "state",
        "reason",
        "decided_by",
        "created_at",
    ]
    list_filter = [ClaimFilter]
    list_select_related = ["vendor__organisation", "decided_by"]
    search_fields = ["vendor__name", "email", "name"]
    ordering = ["created_at", "pk"]  # who has waited longest comes first
    actions = ["confirm", "decline"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(state=ClaimState.UNPROVED)

    @admin.display(ordering="vendor__website")
    def website(self, claim):
        return claim.vendor.website

    @admin.display(description="kept by")
    def kept_by(self, claim):
        return claim.vendor.organisation or "nobody yet"

    @admin.action(description="Confirm: they speak for the vendor", permissions=["view"])
    def confirm(self, request, queryset):
        return self._move(request, queryset, claims.confirm, "is confirmed")

    @admin.action(description="Decline with a reason", permissions=["view"])
    def decline(self, request, queryset):
        return self._ask(request, queryset, claims.decline, "is declined")


class AttachedFilter(admin.SimpleListFilter):
    title = "site"
    parameter_name = "attached"

    def lookups(self, request, model_admin):
        return [("no", "Unattached"), ("yes", "Attached to a site")]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(site__isnull=self.value() == "no")
        return queryset


@admin.register(RegulatoryAction)
class RegulatoryActionAdmin(CuratedAdmin):
    deletes = False  # an authority's record stands, whatever we think of it
    list_display = [
        "firm_name",
        "kind",
        "authority",
        "acted_on",
        "classification",
        "fei",
        "site",
        "record_id",
        "source",
        "as_of",
    ]
    list_filter = [AttachedFilter, "kind", "authority", "classification"]
    list_select_related = ["site"]
    search_fields = ["firm_name", "fei", "record_id", "site__vendor__name"]
    autocomplete_fields = ["site", "closes"]
    readonly_fields = ["set_by"]
    date_hierarchy = "acted_on"


class OwnerFilter(admin.SimpleListFilter):
    title = "vendor"
    parameter_name = "owner"

    def lookups(self, request, model_admin):
        return [("no", "Matched to none"), ("yes", "Matched to a vendor")]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(vendor__isnull=self.value() == "no")
        return queryset


@admin.register(TrialRecord)
class TrialRecordAdmin(CuratedAdmin):
    """Whose trial it was is a curator's to say where the name alone does not tell."""

    deletes = False
    list_display = ["registered_name", "vendor", "nct_id", "sponsor", "phases", "source", "as_of"]
    list_filter = [OwnerFilter]
    list_select_related = ["vendor"]
    search_fields = ["registered_name", "nct_id", "sponsor", "vendor__name"]
    autocomplete_fields = ["vendor"]
    readonly_fields = ["set_by"]
