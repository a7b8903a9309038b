"""The pages that write a request, a part each: rows in place, everything saved at once."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.choices import Role
from rfps.errors import RFPError
from rfps.forms.writing import (
    BriefForm,
    CriterionForm,
    GridForm,
    QuestionForm,
    RowForm,
    SectionForm,
    rowset,
)
from rfps.models import RFP
from rfps.services import grid as grid_services
from rfps.services import writing

BLANKS = 3  # new rows offered at the end of a page; saving brings the next ones


@dataclass(frozen=True)
class Group:
    """Rows under one heading; ``head`` is a row that is the heading itself."""

    title: str
    rows: list[RowForm]
    head: RowForm | None = None
    note: str = ""


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_brief(request, pk):
    rfp = _get(request, pk)
    lots = list(rfp.lots.all())
    rows = _rows(request, BriefForm, rfp, [{}] * BLANKS, lot=lots)
    return _page(request, rfp, "brief", [rows], lambda: _by_group(rows, lots))


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_questionnaire(request, pk):
    rfp = _get(request, pk)
    sections, lots = list(rfp.section_set.all()), list(rfp.lots.all())
    blanks = [{"section": one.pk} for one in sections]
    asked = _rows(request, QuestionForm, rfp, blanks, section=sections)
    parts = _rows(request, SectionForm, rfp, [{}], lot=lots)
    return _page(request, rfp, "questionnaire", [asked, parts], lambda: _by_section(asked, parts))


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_grid(request, pk):
    rfp = _get(request, pk)
    lots = list(rfp.lots.all())
    blanks = [{"lot": lot.pk} for lot in lots for _ in range(2)]
    rows = _rows(request, GridForm, rfp, blanks, lot=lots)
    return _page(request, rfp, "grid", [rows], lambda: _by_lot(rows, lots))


@require_POST
@role_required(Role.PROCUREMENT)
def rfp_grid_propose(request, pk):
    rfp = _get(request, pk)
    try:
        count = grid_services.propose_all(rfp=rfp, by=request.user, now=timezone.now())
    except RFPError as error:
        messages.error(request, str(error))
    else:
        said = f"{count} line{'' if count == 1 else 's'} added" if count else "Nothing to add"
        messages.success(request, f"{said}: every line of the scope has its line to price.")
    return redirect("rfp-grid", pk)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_criteria(request, pk):
    rfp = _get(request, pk)
    rows = _rows(request, CriterionForm, rfp, [{}] * 2)
    return _page(request, rfp, "criteria", [rows], lambda: [Group("", rows.forms)])


def _rows(request, form: type[RowForm], rfp, blanks: list[dict], **related):
    """Return the rows of a part; ``related`` are the rows its selects offer."""
    model = form._meta.model
    choices = {name: [(one.pk, str(one)) for one in found] for name, found in related.items()}
    return rowset(form)(
        request.POST or None,
        queryset=model.objects.for_user(request.user).filter(rfp=rfp),
        rfp=rfp,
        blanks=blanks,
        choices=choices,
        prefix=model._meta.model_name,
    )


def _page(request, rfp, part: str, rowsets: list, groups):
    """Save what was sent, or show the page; what is wrong stays on it as it was typed."""
    refused = ""
    if request.method == "POST" and all(rows.is_valid() for rows in rowsets):
        try:
            said = writing.save(
                rfp=rfp,
                rows={rows.model: rows.rows() for rows in rowsets},
                by=request.user,
                now=timezone.now(),
            )
        except RFPError as error:
            refused = str(error)
        else:
            messages.success(request, f"Saved: {said}." if said else "Nothing had changed.")
            return redirect(reverse(f"rfp-{part}", args=[rfp.pk]))
    context = {
        "rfp": rfp,
        "part": part,
        "rowsets": rowsets,
        "groups": groups(),
        "refused": refused,
        "wrong": [form for rows in rowsets for form in rows.forms if form.errors],
        "is_editable": rfp.is_editable(timezone.now()),
    }
    if part == "criteria":
        context["weights"] = sum(row.weight for row in rowsets[0].queryset)
    return render(request, f"rfps/rfp_{part}.html", context)


def _by_group(rows, lots) -> list[Group]:
    notes = {lot.pk: f"Lot {lot.position}, {lot}" for lot in lots} if len(lots) > 1 else {}
    found: dict[tuple, list] = {}
    fresh = []
    for form in rows.forms:
        if form.instance.pk:
            found.setdefault((form.instance.lot_id, form.instance.group), []).append(form)
        else:
            fresh.append(form)
    groups = [Group(group, forms, note=notes.get(lot, "")) for (lot, group), forms in found.items()]
    return [*groups, Group("More facts", fresh)]


def _by_section(asked, parts) -> list[Group]:
    heads = {form.instance.pk: form for form in parts.forms if form.instance.pk}
    under: dict[int, list] = {pk: [] for pk in heads}
    for form in asked.forms:
        section = form.instance.section_id or _preset(form)
        under.setdefault(section, []).append(form)
    lost = [form for pk, forms in under.items() if pk not in heads for form in forms]
    fresh = [form for form in parts.forms if not form.instance.pk]
    groups = [Group(str(head.instance), under[pk], head=head) for pk, head in heads.items()]
    groups += [Group("New section", [], head=form) for form in fresh]
    return groups + [Group("In no section", lost)] * bool(lost)


def _by_lot(rows, lots) -> list[Group]:
    under: dict[int, list] = {lot.pk: [] for lot in lots}
    for form in rows.forms:
        under.setdefault(form.instance.lot_id or _preset(form, "lot"), []).append(form)
    return [Group(f"Lot {lot.position}, {lot}", under[lot.pk]) for lot in lots]


def _preset(form, name: str = "section") -> int | None:
    """Return for which section or lot a new row was offered, or in which one it was put."""
    value = form[name].value()
    return int(value) if str(value or "").isdigit() else None


def _get(request, pk) -> RFP:
    rfps = RFP.objects.for_user(request.user).select_related("program", "organisation")
    return get_object_or_404(rfps, pk=pk)
