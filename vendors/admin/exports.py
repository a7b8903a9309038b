"""Any list of the admin as a file: the columns it shows, of the rows that are ticked."""

from django.contrib import admin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

from vendors import exporting
from vendors.importers.sheet import current


@admin.action(description="Export as Excel")
def as_xlsx(modeladmin, request, queryset):
    name = modeladmin.opts.verbose_name_plural
    return exporting.as_xlsx({str(name).capitalize(): _rows(modeladmin, queryset)}, _file(name))


@admin.action(description="Export as CSV")
def as_csv(modeladmin, request, queryset):
    return exporting.as_csv(_rows(modeladmin, queryset), _file(modeladmin.opts.verbose_name_plural))


@admin.action(description="Export to change in a spreadsheet", permissions=["change"])
def to_change(modeladmin, request, queryset):
    """Give vendors under the import wizard's headings, to be read back by it."""
    rows = current.rows(queryset.order_by("name", "pk"))
    return exporting.as_xlsx({"Vendors": rows}, "vendors-to-change")


def _file(name) -> str:
    return str(name).replace(" ", "-")


def _rows(modeladmin, queryset):
    names = [name for name in modeladmin.list_display if name != "action_checkbox"]
    yield [_heading(name, modeladmin) for name in names]
    for row in queryset:
        yield [_value(name, row, modeladmin) for name in names]


def _heading(name: str, modeladmin) -> str:
    words = str(label_for_field(name, modeladmin.model, modeladmin))
    return words[:1].upper() + words[1:]


def _value(name: str, row, modeladmin):
    """Return a cell as the list says it: choices in words, many in one cell."""
    try:
        field, _, value = lookup_field(name, row, modeladmin)
    except ObjectDoesNotExist:
        return ""
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (dict, Model)):
        return str(value)
    return value.replace(tzinfo=None) if getattr(value, "tzinfo", None) else value
