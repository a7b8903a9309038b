"""Actions that move rows one by one: each is done or refused by itself, and the page says which."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model
from django.template.response import TemplateResponse
from django.utils import timezone

from vendors import services


class ReasonForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        max_length=2000,
        help_text="The person who is written to reads this.",
    )


@dataclass(frozen=True)
class Result:
    """What became of one row; ``words`` say what changed, or why it was refused."""

    row: Model
    is_done: bool
    words: str


class Moves:
    """For an admin whose actions make a service's move of each row, some asking for more first."""

    def _ask(self, request, queryset, move, done, form_class=ReasonForm):
        """Ask for the one thing the move needs on a page of its own, then move each row."""
        is_answer = any(name in request.POST for name in form_class.base_fields)
        form = form_class(request.POST if is_answer else None)
        if is_answer and form.is_valid():
            return self._move(request, queryset, move, done, **form.cleaned_data)
        context = self._context(request, form=form, rows=queryset)
        return TemplateResponse(request, "admin/vendors/reason.html", context)

    def _move(self, request, queryset, move, done, **arguments):
        """Move one by one; a refusal stops no other. Of several the page lists what became of each."""
        name = self.opts.model_name
        results = []
        for row in queryset:
            try:
                move(**{name: row}, by=request.user, now=timezone.now(), **arguments)
            except services.VendorError as error:
                results.append(Result(row, False, str(error)))
            else:
                results.append(Result(row, True, f"{row} {done}."))
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
