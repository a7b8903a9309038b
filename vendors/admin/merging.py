"""Duplicates: pairs side by side, the merge, and the way back."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from vendors import countries, duplicates, merging, services, wording
from vendors.admin.base import ReadOnly
from vendors.models import Merge, Vendor

PAGE = 20
DUPLICATES = "admin:vendors_vendor_duplicates"


class PairForm(forms.Form):
    """What a curator decides of a pair: one into the other, or two for good."""

    MOVES = [("merge", "merge"), ("part", "not a duplicate")]
    move = forms.ChoiceField(choices=MOVES)
    first = forms.ModelChoiceField(Vendor.objects.all())
    second = forms.ModelChoiceField(Vendor.objects.all())
    reason = forms.CharField(max_length=500, required=False)


class Merging:
    """The pages of the list of vendors that deal with pairs."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.duplicates)
        return [path("duplicates/", view, name="vendors_vendor_duplicates"), *super().get_urls()]

    def duplicates(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request)
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET", "POST"])
        number = request.GET.get("page", "1")
        start = (max(int(number), 1) - 1 if number.isascii() and number[:6].isdigit() else 0) * PAGE
        pairs, count = duplicates.pairs(limit=PAGE, offset=min(start, 2**31))
        page = Paginator(range(count), PAGE).get_page(number)
        if count == 0 and start:
            return redirect(DUPLICATES)
        context = {
            **self.admin_site.each_context(request),
            "title": "Possible duplicates",
            "opts": self.opts,
            "pairs": [(pair, side_by_side(pair)) for pair in pairs],
            "count": count,
            "page": page,
        }
        return TemplateResponse(request, "admin/vendors/duplicates.html", context)

    def _decide(self, request):
        form = PairForm(request.POST)
        if not form.is_valid():
            self.message_user(request, "This pair is no longer there.", messages.ERROR)
            return redirect(DUPLICATES)
        first, second = form.cleaned_data["first"], form.cleaned_data["second"]
        who = {"by": request.user, "now": timezone.now()}
        try:
            if form.cleaned_data["move"] == "part":
                duplicates.part(first=first, second=second, **who)
                done = f"{first} and {second} are two; they will not be listed again."
            else:
                reason = form.cleaned_data["reason"]
                merging.merge(loser=first, survivor=second, reason=reason, **who)
                done = f"{first} is merged into {second}. Under Merges it can be undone."
        except services.VendorError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, done, messages.SUCCESS)
        return redirect(DUPLICATES)


def side_by_side(pair: duplicates.Pair) -> list[tuple[str, str, str, bool]]:
    """Return (what, the one's, the other's, whether they are equal) of what tells vendors apart."""
    columns = [_column(vendor) for vendor in (pair.first, pair.second)]
    return [
        (what, one, other, bool(one) and one == other)
        for (what, one), (_, other) in zip(*(column.items() for column in columns), strict=True)
        if one or other
    ]


def _column(vendor: Vendor) -> dict[str, str]:
    sites = list(vendor.sites.all())
    lines = sum(len(site.lines.all()) for site in sites)
    certificates = sum(len(site.certificates.all()) for site in sites)
    return {
        "Listing": f"{vendor.get_state_display()}{', private' if vendor.private_to_id else ''}",
        "Legal name": vendor.legal_name,
        "Kind": vendor.get_kind_display(),
        "Headquarters": ", ".join(filter(None, [vendor.city, countries.name(vendor.country)])),
        "Website": vendor.website,
        "DUNS": ", ".join(sorted({vendor.duns, *(site.duns for site in sites)} - {""})),
        "FEI": ", ".join(sorted({site.fei for site in sites} - {""})),
        "Addresses": "; ".join(sorted({site.address for site in sites} - {""})),
        "Holds": f"Sites: {len(sites)}; lines: {lines}; certificates: {certificates}",
        "Source": f"{vendor.source}, {wording.day(vendor.as_of)}"
        if vendor.as_of
        else vendor.source,
    }


@admin.register(Merge)
class MergeAdmin(ReadOnly):
    """What was merged; the way back is an action."""

    list_display = ["loser", "survivor", "reason", "merged_by", "merged_at", "rows", "undone_at"]
    list_select_related = ["loser", "survivor", "merged_by"]
    list_filter = [("undone_at", admin.EmptyFieldListFilter)]
    search_fields = ["loser__name", "survivor__name"]
    fields = list_display
    actions = ["undo"]

    @admin.display(description="rows")
    def rows(self, merge):
        return sum(len(move["pks"]) for move in merge.moved)

    @admin.action(description="Undo: make them two again", permissions=["view"])
    def undo(self, request, queryset):
        for merge in queryset:
            try:
                merging.undo(merge=merge, by=request.user, now=timezone.now())
            except services.VendorError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, f"{merge}: undone.", messages.SUCCESS)
