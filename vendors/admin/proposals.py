"""The queue of proposed changes, and the page that shows a vendor's field by field."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.access import is_curator
from audit import acting
from audit.download import attachment
from vendors import proposals, wording
from vendors.admin.base import ReadOnly, WaitingFilter
from vendors.choices import ProposalState
from vendors.models import CertificateFile, Proposal, Vendor
from vendors.querysets import BY_VENDOR

SHOWN = 100  # proposals on one page; the rest come when these are decided


class OpenFilter(WaitingFilter):
    """A draft is its vendor's own affair."""

    waiting = ProposalState.OPEN
    states = [choice for choice in ProposalState.choices if choice[0] != ProposalState.DRAFT]


class DecisionForm(forms.Form):
    """What a curator makes of one proposal."""

    decision = forms.ChoiceField(
        choices=[("", "Leave"), ("accept", "Accept"), ("reject", "Send back")],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2, "cols": 30})
    )

    def __init__(self, *args, told: wording.Told, **kwargs):
        super().__init__(*args, prefix=f"p{told.proposal.pk}", **kwargs)
        self.told = told
        self.fields["reason"].widget.attrs["aria-label"] = f"Reason, {told.subject}, {told.label}"

    def clean(self):
        cleaned = super().clean()
        by_vendor = self.told.proposal.source == BY_VENDOR
        if by_vendor and cleaned.get("decision") == "reject" and not cleaned["reason"].strip():
            self.add_error("reason", "Give a reason: it is what the vendor reads.")
        return cleaned

    def decisions(self) -> list[proposals.Decision]:
        """Return what was decided: nothing or one."""
        decision = self.cleaned_data["decision"]
        if not decision:
            return []
        is_accepted = decision == "accept"
        return [proposals.Decision(self.told.proposal, is_accepted, self.cleaned_data["reason"])]


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    list_display = [
        "review",
        "site",
        "field",
        "old",
        "new",
        "source",
        "as_of",
        "state",
        "reason",
        "decided_by",
        "created_at",
    ]
    list_display_links = None
    exclude = ["file"]  # its vendor's: row-level security hides it from the form
    list_filter = [OpenFilter, "source"]
    list_select_related = ["vendor", "site", "decided_by"]
    search_fields = ["vendor__name", "site__name", "field"]
    ordering = ["created_at", "pk"]  # what has waited longest comes first
    actions = ["accept", "reject"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(state=ProposalState.DRAFT)

    def get_urls(self):
        site = self.admin_site
        return [
            path(
                "review/<int:pk>/",
                site.admin_view(self.review_view),
                name="vendors_proposal_review",
            ),
            path("files/<int:pk>/", site.admin_view(self.file_view), name="vendors_proposal_file"),
            *super().get_urls(),
        ]

    @admin.display(description="vendor", ordering="vendor__name")
    def review(self, proposal):
        address = reverse("admin:vendors_proposal_review", args=[proposal.vendor_id])
        return format_html('<a href="{}">{}</a>', address, proposal.vendor)

    @admin.action(description="Accept: write the new value", permissions=["view"])
    def accept(self, request, queryset):
        self._decide(request, [proposals.Decision(one, True) for one in queryset])

    @admin.action(description="Reject: keep the old value", permissions=["view"])
    def reject(self, request, queryset):
        self._decide(request, [proposals.Decision(one, False) for one in queryset])

    def review_view(self, request, pk):
        """Show all that waits of one vendor, old and new side by side, and decide on each."""
        self._require_curator(request)
        vendor = get_object_or_404(Vendor, pk=pk)
        forms_ = [
            DecisionForm(request.POST or None, told=told) for told in wording.tell(_waiting(vendor))
        ]
        valid = [form.is_valid() for form in forms_]  # all of them, so that all say what is wrong
        if request.method == "POST" and all(valid):
            decisions = [one for form in forms_ for one in form.decisions()]
            missed = _gone(request.POST, {form.prefix for form in forms_})
            self._decide(request, decisions)
            for proposal in missed:
                words = proposal.get_state_display().lower()
                by = f" by {proposal.decided_by}" if proposal.decided_by else ""
                message = f"{proposal} was {words} already{by}."
                self.message_user(request, message, messages.ERROR)
            return redirect("admin:vendors_proposal_review", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Proposed changes of {vendor}",
            "opts": self.opts,
            "vendor": vendor,
            "forms": forms_,
        }
        return TemplateResponse(request, "admin/vendors/review.html", context)

    def file_view(self, request, pk):
        """Let a curator read the document of a certificate, which its vendor owns."""
        self._require_curator(request)
        with acting.as_system():
            file = get_object_or_404(CertificateFile, pk=pk)
        return attachment(file.content, file.name, file.media_type)

    def _require_curator(self, request) -> None:
        if not is_curator(request.user):
            raise PermissionDenied

    def _decide(self, request, decisions) -> None:
        """Decide and say of each what became of it."""
        done = {one.proposal: "accepted" if one.is_accepted else "rejected" for one in decisions}
        for proposal, fault in proposals.decide(
            decisions=decisions, by=request.user, now=timezone.now()
        ):
            if fault:
                self.message_user(request, fault, messages.ERROR)
            else:
                self.message_user(request, f"{proposal}: {done[proposal]}.", messages.SUCCESS)


def _waiting(vendor):
    rows = Proposal.objects.open().filter(vendor=vendor).select_related("site", "vendor", "set_by")
    return rows.order_by("site__name", "created_at", "pk")[:SHOWN]


def _gone(posted, known: set[str]) -> list[Proposal]:
    """Return what this curator has decided on, and somebody else has decided meanwhile."""
    asked = [
        name.removesuffix("-decision").removeprefix("p")
        for name, value in posted.items()
        if name.endswith("-decision") and value and name.removesuffix("-decision") not in known
    ]
    pks = [int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 19]
    return list(Proposal.objects.filter(pk__in=pks).select_related("decided_by", "site", "vendor"))
