"""Vendors: the review of listings, and the profile behind each."""

from django import forms
from django.contrib import admin
from django.db.models import Count, F, Func, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from vendors import completeness
from vendors.admin.base import CuratedAdmin, CuratedInline
from vendors.admin.bulk import BulkActions
from vendors.admin.merging import Merging
from vendors.choices import ListingState, ProposalState
from vendors.models import (
    Capability,
    CapabilityLine,
    GroupConfirmation,
    Proposal,
    Site,
    Vendor,
    VendorContact,
)


class CompletenessFilter(admin.SimpleListFilter):
    title = "completeness"
    parameter_name = "complete"

    def lookups(self, request, model_admin):
        return [
            ("full", "80\u00a0% and more"),
            ("half", "50 to 79\u00a0%"),
            ("thin", "below 50\u00a0%"),
        ]

    def queryset(self, request, queryset):
        limits = {"full": (80, 100), "half": (50, 79), "thin": (0, 49)}.get(self.value())
        return queryset.filter(completeness__range=limits) if limits else queryset


class ProposalFilter(admin.SimpleListFilter):
    title = "open proposals"
    parameter_name = "proposals"

    def lookups(self, request, model_admin):
        return [("yes", "With open proposals")]

    def queryset(self, request, queryset):
        return queryset.filter(open_proposals__gt=0) if self.value() == "yes" else queryset


class TagFilter(admin.SimpleListFilter):
    title = "tag"
    parameter_name = "tag"

    def lookups(self, request, model_admin):
        tags = Vendor.objects.order_by().annotate(tag=Func(F("tags"), function="unnest"))
        return [(tag, tag) for tag in sorted(set(tags.values_list("tag", flat=True)))]

    def queryset(self, request, queryset):
        return queryset.filter(tags__contains=[self.value()]) if self.value() else queryset


class ContactInline(CuratedInline):
    model = VendorContact
    fields = ["name", "email", "job", "is_primary"]


class SiteInline(CuratedInline):
    model = Site
    fields = ["name", "city", "country", "fei", "duns"]
    show_change_link = True
    deletes = False


class ConfirmationInline(CuratedInline):
    model = GroupConfirmation
    fields = ["group", "confirmed_on", "source"]

    def get_formset(self, request, obj=None, **kwargs):
        """Offer the taxonomy's groups, read once for all rows."""
        formset = super().get_formset(request, obj, **kwargs)
        groups = Capability.objects.current().order_by("group").values_list("group", "group_label")
        formset.form.base_fields["group"] = forms.ChoiceField(
            choices=[
                ("", "---------"),
                *((code, f"{code} {label}") for code, label in groups.distinct()),
            ]
        )
        return formset


@admin.register(Vendor)
class VendorAdmin(BulkActions, Merging, CuratedAdmin):
    deletes = False  # a listing is suspended; sponsors' private rows hang on a vendor
    list_display = [
        "name",
        "kind",
        "state",
        "complete",
        "sites",
        "lines",
        "proposals",
        "country",
        "confirmed_at",
    ]
    list_filter = [
        "state",
        CompletenessFilter,
        ProposalFilter,
        TagFilter,
        "kind",
        "is_fictional",
        "country",
    ]
    search_fields = [
        "name",
        "legal_name",
        "trading_names",
        "city",
        "duns",
        "sites__fei",
        "contacts__email",
    ]
    inlines = [ContactInline, SiteInline, ConfirmationInline]
    actions = ["submit", "approve", "send_back", "suspend", "confirm", "tag", "untag"]
    readonly_fields = [
        "state",
        "review_note",
        "organisation",
        "private_to",
        "merged_into",
        "import_key",
        "set_by",
        "created_at",
    ]
    prepopulated_fields = {"slug": ["name"]}
    save_on_top = True
    fieldsets = [
        ("Listing", {"fields": [("state", "private_to"), "review_note"]}),
        (
            "Company",
            {
                "fields": [
                    ("name", "slug"),
                    ("legal_name", "kind"),
                    "trading_names",
                    "tagline",
                    "description",
                    ("country", "city"),
                    ("size", "ownership", "founded"),
                    "website",
                    ("lei", "duns"),
                    "tags",
                    "is_fictional",
                    "confirmed_at",
                ]
            },
        ),
        (
            "Where this comes from",
            {
                "fields": [
                    ("source", "as_of"),
                    "source_url",
                    ("set_by", "import_key"),
                    ("organisation", "merged_into", "created_at"),
                ]
            },
        ),
    ]

    def view_on_site(self, vendor):
        """Lead to the profile where there is one: only what is listed has a page for everybody."""
        is_public = vendor.state == ListingState.LISTED and not vendor.private_to_id
        return vendor.get_absolute_url() if is_public else None

    def get_queryset(self, request):
        vendors = completeness.annotate(super().get_queryset(request), timezone.localdate())
        own = {"vendor": OuterRef("pk")}
        return vendors.annotate(
            site_count=_count(Site.objects.filter(**own), "vendor"),
            line_count=_count(
                CapabilityLine.objects.offered().filter(site__vendor=OuterRef("pk")), "site__vendor"
            ),
            open_proposals=_count(
                Proposal.objects.filter(state=ProposalState.OPEN, **own), "vendor"
            ),
        )

    @admin.display(description="complete", ordering="completeness")
    def complete(self, vendor):
        return f"{vendor.completeness}\u00a0%"

    @admin.display(ordering="site_count")
    def sites(self, vendor):
        return vendor.site_count

    @admin.display(description="capabilities", ordering="line_count")
    def lines(self, vendor):
        return vendor.line_count

    @admin.display(description="proposals", ordering="open_proposals")
    def proposals(self, vendor):
        return vendor.open_proposals or ""


def _count(rows, owner: str):
    counted = rows.order_by().values(owner).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
