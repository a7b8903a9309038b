"""Register a program from a public trial record."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from programs import access
from programs.errors import ProgramError
from programs.forms import StudyUploadForm
from programs.importers import clinicaltrials
from vendors.importers.report import RowError, UnusableFileError


@require_http_methods(["GET", "POST"])
@role_required(*access.REGISTERS)
def program_import(request):
    form = StudyUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            program = clinicaltrials.register_upload(
                upload=form.cleaned_data["record"],
                nct=form.cleaned_data["nct"],
                by=request.user,
                now=timezone.now(),
            )
        except (ProgramError, RowError, UnusableFileError) as error:
            form.add_error("record", str(error))
        else:
            messages.success(
                request, f"{program} is registered. Confirm what the record left open."
            )
            return redirect(program)
    return render(request, "programs/program_import.html", {"form": form})
