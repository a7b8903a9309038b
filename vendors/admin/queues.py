"""What waits for a curator besides the listings: proposals, and records without a site."""

from django.contrib import admin, messages
from django.utils import timezone

from vendors import proposals, services
from vendors.admin.base import CuratedAdmin, ReadOnly
from vendors.choices import ProposalState
from vendors.models import Proposal, RegulatoryAction, TrialRecord


class OpenFilter(admin.SimpleListFilter):
    """Show what is open unless asked otherwise."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("all", "All"), *ProposalState.choices]

    def choices(self, changelist):
        """Leave out the filter's own "All": here it is a choice, and open the default."""
        _, *rest = super().choices(changelist)
        yield from rest

    def value(self):
        return super().value() or ProposalState.OPEN.value

    def queryset(self, request, queryset):
        return queryset if self.value() == "all" else queryset.filter(state=self.value())


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    list_display = [
        "vendor",
        "site",
        "field",
        "old",
        "new",
        "source",
        "as_of",
        "state",
        "created_at",
    ]
    list_filter = [OpenFilter, "source"]
    list_select_related = ["vendor", "site"]
    search_fields = ["vendor__name", "site__name", "field"]
    actions = ["accept", "reject"]

    @admin.action(description="Accept: write the new value", permissions=["view"])
    def accept(self, request, queryset):
        self._decide(request, queryset, proposals.accept, "accepted")

    @admin.action(description="Reject: keep the old value", permissions=["view"])
    def reject(self, request, queryset):
        self._decide(request, queryset, proposals.reject, "rejected")

    def _decide(self, request, queryset, decide, done) -> None:
        for proposal in queryset:
            try:
                decide(proposal=proposal, by=request.user, now=timezone.now())
            except services.VendorError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, f"{proposal}: {done}.", messages.SUCCESS)


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
