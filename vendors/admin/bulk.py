"""What a curator can do to many vendors at once."""

from django import forms
from django.contrib import admin

from vendors import curating, services
from vendors.admin.moves import Moves


class TagForm(forms.Form):
    tag = forms.CharField(
        max_length=curating.TAG_LENGTH,
        help_text="A word of the curators' own, to find these again; nobody else sees it.",
    )


class BulkActions(Moves):
    """The actions of the list of vendors."""

    @admin.action(description="Put in review", permissions=["change"])
    def submit(self, request, queryset):
        return self._move(request, queryset, services.submit, "is in review")

    @admin.action(description="Approve the listing", permissions=["change"])
    def approve(self, request, queryset):
        return self._move(request, queryset, services.approve, "is listed")

    @admin.action(description="Send back with a reason", permissions=["change"])
    def send_back(self, request, queryset):
        return self._ask(request, queryset, services.send_back, "is sent back")

    @admin.action(description="Suspend with a reason", permissions=["change"])
    def suspend(self, request, queryset):
        return self._ask(request, queryset, services.suspend, "is suspended")

    @admin.action(description="Confirm as of today", permissions=["change"])
    def confirm(self, request, queryset):
        return self._move(request, queryset, curating.confirm, "is confirmed as of today")

    @admin.action(description="Add a tag", permissions=["change"])
    def tag(self, request, queryset):
        return self._ask(request, queryset, curating.tag, "has the tag", TagForm)

    @admin.action(description="Take a tag off", permissions=["change"])
    def untag(self, request, queryset):
        return self._ask(request, queryset, curating.untag, "no longer has the tag", TagForm)
