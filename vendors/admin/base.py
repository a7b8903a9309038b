"""What every page of curation shares: who may, who is recorded, and how vocabulary is chosen."""

from functools import cache

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.access import is_curator
from audit import services as audit
from vendors import history, services
from vendors.admin import exports
from vendors.models import Site, Sourced

MOMENTS = 25  # transactions on a page of history
# Read-only fields that lead to people and organisations, whose pages are not a curator's to open.
ELSEWHERE = ("set_by", "decided_by", "merged_by", "organisation", "private_to")


@cache
def in_words(name: str):
    """Return a display of a field that says it, where the admin's own would link to a refusal."""

    @admin.display(description=name.replace("_", " "))
    def said(obj):
        return str(getattr(obj, name) or "-")

    said.__name__ = name
    return said


ORIGIN = ["source", "source_url", "as_of", in_words("set_by"), "import_key", "unmapped_terms"]


class Curated:
    """
    Rights by role, not by model permission: a curator needs no list of ticks.

    Where a row's removal would take a sponsor's private rows along, ``deletes`` stays false.
    """

    deletes = True

    def has_module_permission(self, request):
        return is_curator(request.user)

    def has_view_permission(self, request, obj=None):
        return is_curator(request.user)

    def has_add_permission(self, request, obj=None):
        return is_curator(request.user)

    def has_change_permission(self, request, obj=None):
        return is_curator(request.user)

    def has_delete_permission(self, request, obj=None):
        return self.deletes and is_curator(request.user)

    def code(self, value, label):
        """Return a code as it is offered: here with its words, in the narrow rows of a table bare."""
        return value, f"{value} {label}"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Choose vocabulary codes from a list; typed, they would only be mistyped."""
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return forms.MultipleChoiceField(
                choices=[self.code(*choice) for choice in db_field.base_field.choices],
                required=False,
                label=db_field.verbose_name.capitalize(),
                widget=forms.CheckboxSelectMultiple(attrs={"class": "codes"}),
                help_text="None ticked means not stated.",
            )
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class WaitingFilter(admin.SimpleListFilter):
    """Show what waits unless asked otherwise; ``waiting`` is that state, ``states`` all choices."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("all", "All"), *self.states]

    def choices(self, changelist):
        """Leave out the filter's own "All": here it is a choice, and what waits the default."""
        _, *rest = super().choices(changelist)
        yield from rest

    def value(self):
        return super().value() or self.waiting.value

    def queryset(self, request, queryset):
        return queryset if self.value() == "all" else queryset.filter(state=self.value())


class CuratedInline(Curated, admin.TabularInline):
    extra = 0

    def code(self, value, label):
        return value, value


class CuratedAdmin(Curated, admin.ModelAdmin):
    """Stamp what a person changed: from then on an import only proposes."""

    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    list_per_page = 50

    def get_actions(self, request):
        """Add to a list's own actions its export: every list can be taken along, as it is filtered."""
        own = super().get_actions(request)
        for action in (exports.as_xlsx, exports.as_csv):
            name = f"export_{action.__name__}"
            own[name] = (action, name, action.short_description)
        return own

    def get_exclude(self, request, obj=None):
        """Keep out of the form what ``in_words`` shows in its place."""
        hidden = [name for name in ELSEWHERE if name in self.readonly_fields]
        return [*(super().get_exclude(request, obj) or ()), *hidden]

    def get_readonly_fields(self, request, obj=None):
        return _unlinked(super().get_readonly_fields(request, obj))

    def get_fieldsets(self, request, obj=None):
        """Put where a fact comes from after the fact."""
        if self.fieldsets or not issubclass(self.model, Sourced):
            sets = super().get_fieldsets(request, obj)
            return [(name, {**of, "fields": _unlinked(of["fields"])}) for name, of in sets]
        fields = self.get_fields(request, obj)
        return [
            (None, {"fields": [name for name in fields if name not in ORIGIN]}),
            ("Where this comes from", {"fields": [name for name in ORIGIN if name in fields]}),
        ]

    def save_model(self, request, obj, form, change):
        stamp(obj, form.changed_data, request.user)
        super().save_model(request, obj, form, change)
        _after(obj)

    def save_formset(self, request, form, formset, change):
        for part in formset.forms:
            if part.has_changed() and part not in formset.deleted_forms:
                stamp(part.instance, part.changed_data, request.user)
        super().save_formset(request, form, formset, change)
        for obj in formset.new_objects + [pair[0] for pair in formset.changed_objects]:
            _after(obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        message = self.construct_change_message(request, form, formsets, add=not change)
        if message:
            audit.record(
                verb=f"{self.opts.model_name}.curated",
                target=form.instance,
                summary=f"{form.instance} {'changed' if change else 'added'} by hand",
                by=request.user,
                now=timezone.now(),
                changes=message,
            )

    def delete_model(self, request, obj):
        audit.record(
            verb=f"{self.opts.model_name}.deleted",
            target=obj,
            summary=f"{obj} deleted by hand",
            by=request.user,
            now=timezone.now(),
        )
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)

    def history_view(self, request, object_id, extra_context=None):
        """Show what became of the row's facts, where their history is kept."""
        if not hasattr(self.model, "pgh_event_model"):
            return super().history_view(request, object_id, extra_context)
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        past = history.past_of(row)
        page = Paginator(history.times(past), MOMENTS).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"What became of {row}",
            "opts": self.opts,
            "row": row,
            "page": page,
            "moments": history.moments(past, list(page.object_list)),
        }
        return TemplateResponse(request, "admin/vendors/history.html", context)


def _unlinked(fields) -> list:
    """Return field names as they are laid out, those of ``ELSEWHERE`` as words."""
    return [
        tuple(_unlinked(one))
        if isinstance(one, (list, tuple))
        else in_words(one)
        if one in ELSEWHERE
        else one
        for one in fields
    ]


class ReadOnly(CuratedAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def stamp(obj, changed: list[str], user) -> None:
    """Say who set a fact, and since when; a source or date the curator typed stays."""
    if not isinstance(obj, Sourced) or not changed:
        return
    obj.set_by = user
    if "source" not in changed:
        obj.source = f"Curated by {user}"
        obj.source_url = obj.source_url if "source_url" in changed else ""
    if "as_of" not in changed:
        obj.as_of = timezone.localdate()


def _after(obj) -> None:
    if isinstance(obj, Site):
        services.attach_actions(obj)
