"""Add an optional need, or remove one; the table of a package's needs is in ``packages``."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import sponsor_required
from programs import access
from programs.errors import ProgramError
from programs.models import Need, Program
from programs.services import needs


@require_POST
@sponsor_required
def need_add(request, pk):
    program = get_object_or_404(Program.objects.for_user(request.user), pk=pk)
    access.require_editor(request.user, program)
    try:
        need = needs.add(
            program=program,
            phase=request.POST.get("phase", ""),
            slot=request.POST.get("slot", ""),
            by=request.user,
            now=timezone.now(),
        )
    except ProgramError as error:
        messages.error(request, str(error))
        return redirect(program)
    messages.success(request, f"Added: {need}.")
    return redirect("package-detail", pk=need.package_id)


@require_POST
@sponsor_required
def need_remove(request, pk):
    need = get_object_or_404(
        Need.objects.for_user(request.user).select_related("program", "package"), pk=pk
    )
    access.require_editor(request.user, need.program)
    needs.remove(need=need, by=request.user, now=timezone.now())
    messages.success(request, f"Removed: {need}. It can be added again below.")
    return redirect("package-detail", pk=need.package_id)
