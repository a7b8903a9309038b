"""The pages on which a vendor keeps its own profile."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_required
from accounts.choices import OrganisationKind, Role
from audit.download import attachment
from vendors import drafts, proposals, upkeep
from vendors.forms import CompanyForm, OwnCertificateForm, OwnLineForm, OwnSiteForm
from vendors.models import (
    CapabilityLine,
    Certificate,
    CertificateFile,
    ProfileQuestion,
    Proposal,
    Site,
    Vendor,
)
from vendors.own import OwnProfile
from vendors.services import VendorError

FORMS = {"site": OwnSiteForm, "line": OwnLineForm, "certificate": OwnCertificateForm}
KEPT = "Kept as a draft. Send your drafts when you are done."


def for_own_vendor(view):
    """Admit the contacts of a vendor, and call the view with the vendor they speak for."""

    @role_required(Role.VENDOR_CONTACT, kind=OrganisationKind.VENDOR)
    @wraps(view)
    def guarded(request, **parts):
        vendor = get_object_or_404(Vendor.objects.own(request.user))
        return view(request, vendor, **parts)

    return guarded


@require_GET
@for_own_vendor
def own_profile(request, vendor):
    return render(
        request, "vendors/own_profile.html", {"own": OwnProfile(vendor, now=timezone.now())}
    )


@require_http_methods(["GET", "POST"])
@for_own_vendor
def own_company(request, vendor):
    return _change(request, vendor, vendor, CompanyForm, "Company")


@require_http_methods(["GET", "POST"])
@for_own_vendor
def own_site(request, vendor, pk):
    site = get_object_or_404(vendor.sites, pk=pk)
    return _change(request, vendor, site, OwnSiteForm, f"Site {site}")


@require_http_methods(["GET", "POST"])
@for_own_vendor
def own_line(request, vendor, pk):
    lines = CapabilityLine.objects.select_related("capability", "site")
    line = get_object_or_404(lines, pk=pk, site__vendor=vendor)
    return _change(request, vendor, line, OwnLineForm, f"{line.capability} at {line.site}")


@require_http_methods(["GET", "POST"])
@for_own_vendor
def own_certificate(request, vendor, pk):
    held = Certificate.objects.select_related("site")
    certificate = get_object_or_404(held, pk=pk, site__vendor=vendor)
    return _change(request, vendor, certificate, OwnCertificateForm, str(certificate))


@require_http_methods(["GET", "POST"])
@for_own_vendor
def own_site_add(request, vendor):
    return _add(request, vendor, None, "site", Site(vendor=vendor), "A new site")


@require_http_methods(["GET", "POST"])
@for_own_vendor
def own_line_add(request, vendor, pk):
    site = get_object_or_404(vendor.sites, pk=pk)
    question = _question(request, vendor)
    initial = question.as_line() if question else None
    row, title = CapabilityLine(site=site), f"A new capability at {site}"
    return _add(request, vendor, site, "line", row, title, question=question, initial=initial)


@require_http_methods(["GET", "POST"])
@for_own_vendor
def own_certificate_add(request, vendor, pk):
    site = get_object_or_404(vendor.sites, pk=pk)
    return _add(
        request, vendor, site, "certificate", Certificate(site=site), f"A new certificate of {site}"
    )


@require_http_methods(["GET", "POST"])
@for_own_vendor
def own_draft(request, vendor, pk):
    """Change a row that is drafted but not there yet."""
    own = Proposal.objects.by_vendor().drafts().filter(vendor=vendor, field__startswith="+ ")
    draft = get_object_or_404(own.select_related("site"), pk=pk)
    kind = draft.field.split(" ")[1]
    row = proposals.ADDED[kind](**({"site": draft.site} if draft.site else {"vendor": vendor}))
    more = {"has_document": bool(draft.file_id)} if kind == "certificate" else {}
    form = FORMS[kind](
        request.POST or None, request.FILES or None, instance=row, initial=draft.new, **more
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        upload = data.pop("upload", None)
        try:
            drafts.rewrite(
                draft=draft, data=data, upload=upload, by=request.user, now=timezone.now()
            )
        except VendorError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, KEPT)
            return redirect("own-profile")
    return _form_page(request, vendor, form, "Your draft")


@require_POST
@for_own_vendor
def own_drop(request, vendor, pk):
    proposal = get_object_or_404(Proposal.objects.by_vendor().filter(vendor=vendor), pk=pk)
    return _move(request, drafts.drop, "Taken back: the profile stays as it is.", proposal=proposal)


@require_POST
@for_own_vendor
def own_send(request, vendor):
    return _move(
        request, drafts.send, "Sent. A curator looks at it, and you are told.", vendor=vendor
    )


@require_POST
@for_own_vendor
def own_confirm(request, vendor):
    """Confirm the list of one group, or else the whole profile."""
    if group := request.POST.get("group"):
        done = f"The list of group {group} is confirmed as complete."
        return _move(request, upkeep.confirm_group, done, vendor=vendor, group=group)
    return _move(request, upkeep.confirm, "The profile is confirmed as of today.", vendor=vendor)


@require_POST
@for_own_vendor
def own_refuse(request, vendor, pk):
    question = get_object_or_404(vendor.questions.filter(answered_on=None), pk=pk)
    return _move(request, drafts.refuse, KEPT, vendor=vendor, question=question)


@require_GET
@for_own_vendor
def own_file(request, vendor, pk):
    file = get_object_or_404(CertificateFile.objects.for_user(request.user), pk=pk)
    return attachment(file.content, file.name, file.media_type)


def _change(request, vendor, row, form_class, title: str):
    form = form_class(request.POST or None, instance=row, initial=drafts.pending(row))
    if request.method == "POST" and form.is_valid():
        try:
            count = drafts.change(
                vendor=vendor, row=row, data=form.cleaned_data, by=request.user, now=timezone.now()
            )
        except VendorError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, KEPT if count else "Nothing differs from the profile.")
            return redirect("own-profile")
    return _form_page(request, vendor, form, title)


def _add(request, vendor, site, kind: str, row, title: str, *, question=None, initial=None):
    form = FORMS[kind](request.POST or None, request.FILES or None, instance=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        drafts.add(
            vendor=vendor,
            site=site,
            kind=kind,
            upload=data.pop("upload", None),
            data=data,
            question=question,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, KEPT)
        return redirect("own-profile")
    return _form_page(request, vendor, form, title, question=question)


def _form_page(request, vendor, form, title: str, **more):
    context = {"vendor": vendor, "form": form, "title": title, **more}
    return render(request, "vendors/own_form.html", context)


def _move(request, move, done: str, **parts):
    """Make a move of the vendor's page and go back there, with what became of it."""
    try:
        move(by=request.user, now=timezone.now(), **parts)
    except VendorError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("own-profile")


def _question(request, vendor) -> ProfileQuestion | None:
    """Return the question that a new line answers, if the address names one."""
    key = request.GET.get("question", "")
    if not key:
        return None
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    return get_object_or_404(vendor.questions.filter(answered_on=None), pk=key)
