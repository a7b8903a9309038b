"""Moves on many vendors at once: each row is done or refused by itself, and the page says which."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.utils import timezone

from vendors import curating, services
from vendors.models import Vendor


class ReasonForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        max_length=2000,
        help_text="The vendor's contact reads this when a listing is sent back.",
    )


class TagForm(forms.Form):
    tag = forms.CharField(
        max_length=curating.TAG_LENGTH,
        help_text="A word of the curators' own, to find these again; nobody else sees it.",
    )


@dataclass(frozen=True)
class Result:
    """What became of one row; ``words`` say what changed, or why it was refused."""

    vendor: Vendor
    is_done: bool
    words: str


class BulkActions:
    """The actions of the list of vendors."""

    @admin.action(description="Put in review", permissions=["change"])
    def submit(self, request, queryset):
        return self._move(request, queryset, services.submit, "is in review")

    @admin.action(description="Approve the listing", permissions=["change"])
    def approve(self, request, queryset):
        return self._move(request, queryset, services.approve, "is listed")

    @admin.action(description="Send back with a reason", permissions=["change"])
    def send_back(self, request, queryset):
        return self._ask(request, queryset, services.send_back, "is sent back", ReasonForm)

    @admin.action(description="Suspend with a reason", permissions=["change"])
    def suspend(self, request, queryset):
        return self._ask(request, queryset, services.suspend, "is suspended", ReasonForm)

    @admin.action(description="Confirm as of today", permissions=["change"])
    def confirm(self, request, queryset):
        return self._move(request, queryset, curating.confirm, "is confirmed as of today")

    @admin.action(description="Add a tag", permissions=["change"])
    def tag(self, request, queryset):
        return self._ask(request, queryset, curating.tag, "has the tag", TagForm)

    @admin.action(description="Take a tag off", permissions=["change"])
    def untag(self, request, queryset):
        return self._ask(request, queryset, curating.untag, "no longer has the tag", TagForm)

    def _ask(self, request, queryset, move, done, form_class):
        """Ask for the one thing the move needs on a page of its own, then move each vendor."""
        is_answer = any(name in request.POST for name in form_class.base_fields)
        form = form_class(request.POST if is_answer else None)
        if is_answer and form.is_valid():
            return self._move(request, queryset, move, done, **form.cleaned_data)
        context = self._context(request, form=form, vendors=queryset)
        return TemplateResponse(request, "admin/vendors/reason.html", context)

    def _move(self, request, queryset, move, done, **arguments):
        """Move one by one; a refusal stops no other. Of several the page lists what became of each."""
        results = []
        for vendor in queryset:
            try:
                move(vendor=vendor, by=request.user, now=timezone.now(), **arguments)
            except services.VendorError as error:
                results.append(Result(vendor, False, str(error)))
            else:
                results.append(Result(vendor, True, f"{vendor} {done}."))
        if len(results) == 1:
            [only] = results
            level = messages.SUCCESS if only.is_done else messages.ERROR
            self.message_user(request, only.words, level)
            return None
        context = self._context(
            request, results=results, done=sum(result.is_done for result in results)
        )
        return TemplateResponse(request, "admin/vendors/results.html", context)

    def _context(self, request, **more) -> dict:
        action = request.POST["action"]
        return {
            **self.admin_site.each_context(request),
            "title": dict(self.get_action_choices(request))[action],
            "opts": self.opts,
            "action": action,
            "checkbox": ACTION_CHECKBOX_NAME,
            **more,
        }
