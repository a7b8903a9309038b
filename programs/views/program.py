"""The list of programs, and one program: register, read, edit, propose again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_required, sponsor_required
from programs import access, overview, proposing
from programs.errors import ProgramError
from programs.forms import ProgramForm
from programs.models import Program
from programs.services import needs
from programs.services import program as programs

PAGE_SIZE = 25


@require_GET
@sponsor_required
def program_list(request):
    found = Program.objects.for_user(request.user).for_list()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": overview.rows(page.object_list),
        "may_register": request.user.has_role(*access.REGISTERS),
    }
    return render(request, "programs/program_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(*access.REGISTERS)
def program_create(request):
    form = ProgramForm(request.POST or None, organisation=request.user.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            program = programs.register(
                by=request.user, data=form.data_for_service(), now=timezone.now()
            )
        except ProgramError as error:
            form.add_error(None, str(error))
        else:
            count = program.needs.count()
            messages.success(request, f"{program} is registered, with {count} needs proposed.")
            return redirect(program)
    return render(request, "programs/program_form.html", {"form": form})


@require_GET
@sponsor_required
def program_detail(request, pk):
    program = get_object_or_404(Program.objects.for_user(request.user).for_page(), pk=pk)
    leaves = proposing.taxonomy()
    proposal = proposing.propose(program, leaves)
    cards = overview.package_cards(program, leaves)
    facts = overview.fact_questions(program)
    questions = overview.questions(program, proposal)
    context = {
        "program": program,
        "what": overview.what(program),
        "axis": overview.axis(program),
        "phases": overview.phase_rows(program, cards),
        "facts": facts,
        "questions": questions,
        "question_count": len(facts) + len(questions),
        "cards": cards,
        "homeless": overview.homeless(program, proposal),
        "need_count": sum(card.needs for card in cards),
        "shortlisted": sum(card.shortlisted for card in cards),
        "may_edit": access.may_edit(request.user, program),
    }
    return render(request, "programs/program_detail.html", context)


@require_http_methods(["GET", "POST"])
@sponsor_required
def program_edit(request, pk):
    program = get_object_or_404(Program.objects.for_user(request.user), pk=pk)
    access.require_editor(request.user, program)
    form = ProgramForm(
        request.POST or None, instance=program, organisation=request.user.organisation
    )
    if request.method == "POST" and form.is_valid():
        try:
            outcome = programs.edit(
                program=program,
                by=request.user,
                data=form.data_for_service(),
                now=timezone.now(),
            )
        except ProgramError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{program} is saved. {outcome}")
            return redirect("program-detail", pk=pk)
    code = Program.objects.values_list("code", flat=True).get(pk=pk)
    return render(request, "programs/program_form.html", {"form": form, "code": code, "pk": pk})


@require_POST
@sponsor_required
def program_propose(request, pk):
    program = get_object_or_404(Program.objects.for_user(request.user), pk=pk)
    access.require_editor(request.user, program)
    outcome = needs.propose(program=program, by=request.user, now=timezone.now())
    messages.success(request, str(outcome))
    return redirect(program)


@require_POST
@sponsor_required
def fact_confirm(request, pk, field):
    program = get_object_or_404(Program.objects.for_user(request.user), pk=pk)
    access.require_editor(request.user, program)
    try:
        outcome = programs.confirm_fact(
            program=program,
            field=field,
            value=request.POST.get("value", ""),
            by=request.user,
            now=timezone.now(),
        )
    except ProgramError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Confirmed. {outcome}")
    return redirect(program)
