"""The templates a request can start from, and making one of a request."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_required
from accounts.choices import Role
from rfps import library
from rfps.errors import RFPError
from rfps.forms.library import KeepForm
from rfps.models import RFP, Template
from rfps.services import templates


@require_GET
@role_required(Role.PROCUREMENT)
def template_list(request):
    own = Template.objects.for_user(request.user).select_related("created_by")
    context = {
        "own": [_described(one, one.content) for one in own],
        "built_in": [_described(one, one.content) for one in library.all_templates()],
    }
    return render(request, "rfps/template_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_template(request, pk):
    rfp = get_object_or_404(RFP.objects.for_user(request.user), pk=pk)
    form = KeepForm(request.POST or None, initial={"name": rfp.title})
    if request.method == "POST" and form.is_valid():
        try:
            template = templates.keep(
                rfp=rfp, name=form.cleaned_data["name"], by=request.user, now=timezone.now()
            )
        except RFPError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Saved as the template {template.name}.")
            return redirect("template-list")
    return render(request, "rfps/rfp_template.html", {"rfp": rfp, "form": form})


@require_POST
@role_required(Role.PROCUREMENT)
def template_remove(request, pk):
    template = get_object_or_404(Template.objects.for_user(request.user), pk=pk)
    templates.remove(template=template, by=request.user, now=timezone.now())
    messages.success(request, f"The template {template.name} is deleted.")
    return redirect("template-list")


def _described(template, content: dict) -> dict:
    """Return a template with what it brings, counted."""
    questions = sum(len(section["questions"]) for section in content["sections"])
    return {
        "template": template,
        "counts": f"{len(content['brief'])} facts, {questions} questions, "
        f"{len(content['grid'])} grid lines, {len(content['criteria'])} criteria",
    }
