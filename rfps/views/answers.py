"""What vendors have asked, and the answers all of them read."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_required, sponsor_required
from accounts.choices import Role
from rfps import labels
from rfps.errors import RFPError
from rfps.forms.board import AnswerForm
from rfps.models import RFP, Enquiry
from rfps.services import answers, recipients


@require_GET
@sponsor_required
def enquiry_list(request, pk):
    rfp, now = _rfp(request, pk), timezone.now()
    enquiries = list(
        rfp.enquiries.select_related("invitation__vendor", "recipient").order_by("asked_at", "pk")
    )
    published = rfp.answers.select_related("published_by").order_by("-number")
    context = {
        "rfp": rfp,
        "label": labels.state(rfp, now),
        "open_enquiries": [one for one in enquiries if one.answer_id is None],
        "answers": [
            (answer, [one for one in enquiries if one.answer_id == answer.pk])
            for answer in published
        ],
        "is_open": rfp.is_open(now),
        "is_overdue": bool(rfp.answers_due_at and now >= rfp.answers_due_at),
        "can_act": request.user.has_role(Role.PROCUREMENT),
    }
    return render(request, "rfps/enquiry_list.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def answer_publish(request, pk):
    """Answer the enquiries named in the address; none of them makes a clarification."""
    rfp, now = _rfp(request, pk), timezone.now()
    unanswered = Enquiry.objects.for_user(request.user).filter(rfp=rfp, answer=None)
    chosen = unanswered.filter(pk__in=_numbers(request)).select_related("invitation__vendor")
    form = AnswerForm(
        request.POST or None,
        enquiries=unanswered,
        names=answers.names_of(rfp),
        initial={"enquiries": chosen, "question": "\n\n".join(one.text for one in chosen)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer = answers.publish(rfp=rfp, by=request.user, now=now, **form.cleaned_data)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Answer {answer.number} is published; all are told.")
            return redirect("rfp-enquiries", rfp.pk)
    context = {
        "rfp": rfp,
        "form": form,
        "chosen": chosen,
        "told": recipients.everybody(rfp),
        "is_open": rfp.is_open(now),
    }
    return render(request, "rfps/answer_form.html", context)


def _numbers(request) -> list[int]:
    given = (request.POST if request.method == "POST" else request.GET).getlist("enquiries")
    return [int(one) for one in given if one.isdecimal() and one.isascii() and len(one) < 18]


def _rfp(request, pk) -> RFP:
    rfps = RFP.objects.for_user(request.user).with_standing(request.user)
    return get_object_or_404(rfps, pk=pk)
