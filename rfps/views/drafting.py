"""The pages of a draft's own fields: from shortlists to a draft, its dates and words, its rules."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import UUIDField
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.choices import Role
from accounts.models import User
from programs.models import Need, Shortlist
from rfps import library, planning
from rfps.choices import Currency, RFPState
from rfps.errors import RFPError
from rfps.forms.request import DraftForm, RFPForm, WordsForm, wall_clocks
from rfps.forms.rules import RulesForm
from rfps.models import RFP
from rfps.services import invitations, templates
from rfps.services import rfp as rfp_services

MOST_LOTS = 20


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_create(request):
    shortlists = Shortlist.objects.for_user(request.user).select_related("package__program")
    if "shortlist" not in request.GET:
        filled = shortlists.filter(entries__isnull=False).distinct()
        filled = filled.order_by("package__program__code", "package__position", "package__name")
        return render(request, "rfps/rfp_choose.html", {"shortlists": filled})
    chosen, now = _chosen(shortlists, request.GET.getlist("shortlist")), timezone.now()
    needs = list(Need.objects.filter(package__in=[one.package_id for one in chosen]))
    form = _draft_form(request, chosen, needs, now)
    if request.method == "POST" and form.is_valid():
        try:
            rfp = rfp_services.create(
                shortlists=chosen,
                by=request.user,
                data=form.data_for_service,
                writings=form.writings,
                opened_by=[request.user],
                now=now,
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{rfp.number} is a draft; nobody has been written to.")
            _warn(request, form)
            return redirect(rfp)
    context = {
        "form": form,
        "chosen": chosen,
        "shortlist": chosen[0],
        "needs": needs,
        "vendors": list(
            dict.fromkeys(
                entry.vendor
                for shortlist in chosen
                for entry in shortlist.entries.select_related("vendor")
            )
        ),
    }
    return render(request, "rfps/rfp_form.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_edit(request, pk):
    rfp, now = _get(request, pk), timezone.now()
    if rfp.state == RFPState.DRAFT:
        form = RFPForm(request.POST or None, now=now, initial=RFPForm.initial_of(rfp))
    else:
        form = WordsForm(request.POST or None, instance=_get(request, pk))
    if request.method == "POST" and form.is_valid():
        data = form.data_for_service if rfp.state == RFPState.DRAFT else form.cleaned_data
        try:
            rfp_services.edit(rfp=rfp, data=data, by=request.user, now=now)
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            _warn(request, form)
            return redirect(rfp)
    return render(request, "rfps/rfp_form.html", {"form": form, "rfp": rfp})


@require_http_methods(["GET", "POST"])
@role_required(Role.PROCUREMENT)
def rfp_rules(request, pk):
    rfp, now = _get(request, pk), timezone.now()
    people = User.objects.filter(pk__in=[user.pk for user in invitations.buyers(rfp)])
    form = RulesForm(request.POST or None, instance=_get(request, pk), people=people)
    if request.method == "POST" and form.is_valid():
        try:
            rfp_services.set_rules(
                rfp=rfp, data=form.rules, opened_by=form.openers, by=request.user, now=now
            )
        except RFPError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(rfp)
    return render(request, "rfps/rfp_rules.html", {"form": form, "rfp": rfp})


def _warn(request, form) -> None:
    """Say what is unwise about the dates; it blocks nothing."""
    if warning := getattr(form, "warning", ""):
        messages.warning(request, warning)


def _draft_form(request, chosen, needs, now) -> DraftForm:
    """Return the form with a title, dates and for each lot a template proposed."""
    starts = [
        library.proposed(
            [
                code
                for need in needs
                if need.package_id == one.package_id
                for code in need.capabilities
            ]
        )
        for one in chosen
    ]
    offsets = next((one.content["schedule"] for one in starts if one), None)
    zone = request.user.time_zone
    package = chosen[0].package
    name = package.name if len(chosen) == 1 else "integrated supply"
    initial = {
        "title": f"{package.program.code} {name}",
        "kind": "RFP",
        "time_zone": zone,
        "currencies": [Currency.EUR, Currency.USD],
    }
    return DraftForm(
        request.POST or None,
        now=now,
        initial=initial | wall_clocks(planning.propose(now, zone, offsets), zone),
        shortlists=chosen,
        sources=templates.offered(request.user),
        read=lambda key: templates.read(key, request.user),
        proposed=[f"{templates.BUILT_IN}:{one.slug}" if one else "" for one in starts],
    )


def _chosen(shortlists, texts: list[str]) -> list[Shortlist]:
    """Return the shortlists of the address, in the order of the program's packages, or 404."""
    wanted = {_uuid(text) for text in texts[: MOST_LOTS + 1]}
    found = list(
        shortlists.filter(pk__in=wanted).order_by("package__position", "package__name", "pk")
    )
    if len(found) != len(wanted) or len(wanted) > MOST_LOTS:
        raise Http404
    return found


def _uuid(text: str):
    try:
        return UUIDField().clean(text)
    except ValidationError as error:
        raise Http404 from error


def _get(request, pk) -> RFP:
    rfps = RFP.objects.for_user(request.user)
    return get_object_or_404(rfps.select_related("program", "organisation", "created_by"), pk=pk)
