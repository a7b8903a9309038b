"""Sites, capability lines and certificates: what is offered where, and what proves it."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from vendors.admin.base import CuratedAdmin, CuratedInline, ReadOnly
from vendors.models import Capability, CapabilityLine, Certificate, RegulatoryAction, Site


class LineForm(forms.ModelForm):
    """A line on record keeps its leaf, so that no row asks the database for the whole taxonomy."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            leaf = self.instance.capability
            self.fields["capability"].disabled = True
            self.fields["capability"].widget = forms.Select(choices=[(leaf.pk, str(leaf))])


class LineInline(CuratedInline):
    model = CapabilityLine
    form = LineForm
    fields = [
        "capability",
        "is_offered",
        "phases",
        "modalities",
        "dosage_forms",
        "grade",
        "scale_min",
        "scale_max",
        "lead_time_weeks",
        "evidence",
    ]
    autocomplete_fields = ["capability"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("capability", "site")


class CertificateInline(CuratedInline):
    model = Certificate
    fields = ["scheme", "authority", "number", "issued_on", "expires_on"]
    show_change_link = True


class ActionInline(CuratedInline):
    model = RegulatoryAction
    fields = readonly_fields = [
        "acted_on",
        "authority",
        "kind",
        "classification",
        "record_id",
        "source",
        "as_of",
    ]
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Site)
class SiteAdmin(CuratedAdmin):
    deletes = False  # a sponsor's audits hang on a site
    list_display = [
        "name",
        "vendor",
        "city",
        "country",
        "fei",
        "unmapped",
        "source",
        "as_of",
        "set_by",
    ]
    list_filter = ["country", "vendor__state"]
    list_select_related = ["vendor", "set_by"]
    search_fields = ["name", "city", "fei", "duns", "vendor__name"]
    autocomplete_fields = ["vendor"]
    inlines = [LineInline, CertificateInline, ActionInline]
    readonly_fields = ["set_by", "import_key", "unmapped_terms"]
    save_on_top = True

    @admin.display(description="unmapped terms")
    def unmapped(self, site):
        return len(site.unmapped_terms) or ""


@admin.register(CapabilityLine)
class CapabilityLineAdmin(CuratedAdmin):
    list_display = [
        "capability",
        "vendor",
        "site",
        "is_offered",
        "phases",
        "evidence",
        "source",
        "as_of",
        "set_by",
    ]
    list_filter = ["evidence", "is_offered", "grade", "capability__group_label"]
    list_select_related = ["capability", "site__vendor", "set_by"]
    search_fields = ["capability__code", "capability__label", "site__name", "site__vendor__name"]
    autocomplete_fields = ["site", "capability"]
    readonly_fields = ["set_by"]

    @admin.display(ordering="site__vendor__name")
    def vendor(self, line):
        return line.site.vendor

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer the certificates of the line's own site."""
        if db_field.name == "certificate":
            line = request.resolver_match.kwargs.get("object_id", "")
            own = Certificate.objects.filter(site__lines=line) if line.isdecimal() else None
            kwargs["queryset"] = Certificate.objects.none() if own is None else own
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ValidityFilter(admin.SimpleListFilter):
    title = "validity"
    parameter_name = "validity"

    def lookups(self, request, model_admin):
        return [
            ("lapsed", "Lapsed"),
            ("soon", "Lapses within 180 days"),
            ("later", "In force for longer"),
            ("open", "No expiry stated"),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        soon = today + timedelta(days=180)
        conditions = {
            "lapsed": {"expires_on__lt": today},
            "soon": {"expires_on__range": (today, soon)},
            "later": {"expires_on__gt": soon},
            "open": {"expires_on": None},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


@admin.register(Certificate)
class CertificateAdmin(CuratedAdmin):
    list_display = [
        "number",
        "scheme",
        "vendor",
        "site",
        "authority",
        "issued_on",
        "expires_on",
        "source",
        "as_of",
    ]
    list_display_links = ["number", "scheme"]
    list_filter = [ValidityFilter, "scheme"]
    list_select_related = ["site__vendor"]
    search_fields = ["number", "authority", "site__name", "site__vendor__name"]
    autocomplete_fields = ["site"]
    readonly_fields = ["document", "set_by"]
    exclude = ["file"]

    @admin.display(ordering="site__vendor__name")
    def vendor(self, certificate):
        return certificate.site.vendor

    @admin.display
    def document(self, certificate):
        if not certificate.file_id:
            return "none on file"
        address = reverse("admin:vendors_proposal_file", args=[certificate.file_id])
        return format_html('<a href="{}">Download</a>', address)


@admin.register(Capability)
class CapabilityAdmin(ReadOnly):
    """The taxonomy is a file (vendors/taxonomy.csv): it is read here, and changed there."""

    list_display = [
        "code",
        "label",
        "branch",
        "also_branch",
        "group_label",
        "package",
        "is_core",
        "retired_at",
    ]
    list_filter = ["branch", "group_label", "is_core", ("retired_at", admin.EmptyFieldListFilter)]
    search_fields = ["code", "label", "group_label"]
    list_per_page = 200

    def get_search_results(self, request, queryset, search_term):
        """A retired leaf is not offered to a new line."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.resolver_match.url_name == "autocomplete":
            found = found.current()
        return found, may_repeat
