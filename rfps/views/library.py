"""The question library: a page of its own, and adding from it to a request."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_required
from accounts.choices import Role
from rfps import library
from rfps.errors import RFPError
from rfps.forms.library import LibraryQuestionForm, PickForm
from rfps.models import RFP, LibraryQuestion
from rfps.services import questions


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_library(request, pk):
    rfp = get_object_or_404(RFP.objects.for_user(request.user), pk=pk)
    form = PickForm(
        request.POST or None,
        sections=rfp.section_set.all(),
        offered=questions.offered(request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            count = questions.copy(
                rfp=rfp,
                keys=form.cleaned_data["questions"],
                section=form.cleaned_data["section"],
                by=request.user,
                now=timezone.now(),
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{count} question{'' if count == 1 else 's'} added.")
            return redirect("rfp-questionnaire", pk)
    return render(request, "rfps/rfp_library.html", {"rfp": rfp, "form": form})


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def question_library(request):
    form = LibraryQuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            questions.keep(
                organisation=request.user.organisation,
                data=form.cleaned_data,
                by=request.user,
                now=timezone.now(),
            )
        except RFPError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, "The question is in your library.")
            return redirect("question-library")
    context = {
        "form": form,
        "own": LibraryQuestion.objects.for_user(request.user),
        "built_in": library.questions(),
    }
    return render(request, "rfps/question_library.html", context)


@require_POST
@role_required(Role.PROCUREMENT)
def question_remove(request, pk):
    question = get_object_or_404(LibraryQuestion.objects.for_user(request.user), pk=pk)
    questions.remove(question=question, by=request.user, now=timezone.now())
    messages.success(request, "The question is out of your library.")
    return redirect("question-library")
