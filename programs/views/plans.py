"""The partner plan of a program: drawn for the options in the address, and kept."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import sponsor_required
from programs import access
from programs.errors import ProgramError
from programs.models import KeptPlan, Program
from programs.plans import changes, drawing, page, records
from programs.plans.forms import KeepForm, PlanForm
from programs.plans.wish import Wish
from programs.services import plans
from programs.views import files


@require_GET
@sponsor_required
@vary_on_headers("HX-Request")
def plan_detail(request, pk):
    program = _program(request, pk)
    record, form = _drawn(request.GET, program)
    shown = record and page.show(record, request.GET.get("show", ""))
    keeping = KeepForm(initial=_seen(record, shown)) if shown else None
    is_partial = request.htmx and not request.htmx.boosted
    return _page(request, program, record, form, keeping, partial=is_partial)


@require_POST
@sponsor_required
def plan_keep(request, pk):
    program = _program(request, pk)
    access.require_editor(request.user, program)
    keeping = KeepForm(request.POST)
    options = PlanForm(QueryDict(request.POST.get("options", "")), program=program)
    if not (options.is_valid() and keeping.is_valid()):
        record, form = _drawn(options.data, program)
        return _page(request, program, record, form, keeping)
    wish = options.wish()
    try:
        kept = plans.keep(
            program=program,
            wish=wish,
            **keeping.wanted(),
            by=request.user,
            now=timezone.now(),
        )
    except plans.PlanChangedError as error:
        messages.warning(request, str(error))
        shown = page.show(error.record, keeping.cleaned_data["chosen"])
        again = KeepForm(initial=keeping.cleaned_data | _seen(error.record, shown))
        form = PlanForm.of(error.record, program)
        return _page(request, program, error.record, form, again, status=409)
    except ProgramError as error:
        messages.error(request, str(error))
        return redirect("plan-detail", pk=pk)
    messages.success(request, "The plan is kept, with your reason.")
    return redirect(kept)


@require_GET
@sponsor_required
def plan_export(request, pk, kind):
    program = _program(request, pk)
    record, form = _drawn(request.GET, program)
    shown = record and page.show(record, request.GET.get("show", ""))
    if not shown:
        return _page(request, program, record, form, None)
    return files.plan(kind, shown, name=f"{program.code}-plan")


@require_GET
@sponsor_required
def plan_kept(request, pk):
    kept = get_object_or_404(KeptPlan.objects.for_user(request.user).for_page(), pk=pk)
    now = timezone.now()
    context = {
        "kept": kept,
        "program": kept.program,
        "shown": page.show(kept.record, kept.chosen),
        "changed": None,
        "query": page.query(kept.record["options"]),
        "is_kept": True,
    }
    if "compare" in request.GET:
        try:
            today = drawing.draw(kept.program, Wish.of_json(kept.record["options"]), now=now)
            context["changed"] = changes.of_plan(kept.record, kept.chosen, today)
        except ProgramError as error:
            context["changed"] = [str(error)]
    return render(request, "programs/plan_kept.html", context)


@require_GET
@sponsor_required
def plan_kept_export(request, pk, kind):
    kept = get_object_or_404(KeptPlan.objects.for_user(request.user).for_page(), pk=pk)
    shown = page.show(kept.record, kept.chosen)
    return files.plan(kind, shown, kept=kept, name=f"{kept.program.code}-plan-kept")


def _program(request, pk) -> Program:
    return get_object_or_404(Program.objects.for_user(request.user).for_page(), pk=pk)


def _drawn(data, program: Program):
    """Return the record for the options, None where they are wrong, and the form that shows them."""
    form = PlanForm(data, program=program)
    if not form.is_valid():
        return None, form
    try:
        record = drawing.draw(program, form.wish(), now=timezone.now())
    except ProgramError as error:
        form.add_error(None, str(error))
        return None, form
    return record, PlanForm.of(record, program)


def _seen(record: dict, shown) -> dict:
    return {
        "seen": records.fingerprint(record),
        "chosen": shown.plan["name"] if shown else "",
        "options": page.query(record["options"]),
    }


def _page(request, program, record, form, keeping, *, partial=False, status=200):
    wanted = keeping["chosen"].value() if keeping else ""
    context = {
        "program": program,
        "record": record,
        "form": form,
        "keeping": keeping,
        "shown": record and page.show(record, wanted),
        "query": page.query(record["options"]) if record else "",
        "kept_plans": program.kept_plans.select_related("kept_by").defer("record")[:5],
        "may_edit": access.may_edit(request.user, program),
    }
    template = "programs/plan_detail.html" + ("#plan" if partial else "")
    return render(request, template, context, status=status)
