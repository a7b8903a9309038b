"""The outbox as an operator sees it: where each e-mail stands, never what it says."""

from django.contrib import admin, messages
from django.urls import path
from django.utils import timezone

from notifications import services
from notifications.admin import previews
from notifications.admin.base import LookOnly, read_as_system
from notifications.models import Attempt, Email, ProviderEvent
from notifications.services import OutboxError


class AttemptInline(LookOnly, admin.TabularInline):
    model = Attempt
    extra = 0
    can_delete = False
    template = "admin/notifications/rows.html"
    fields = readonly_fields = ["number", "started_at", "ended_at", "phase", "code", "text"]


class ReportInline(LookOnly, admin.TabularInline):
    model = ProviderEvent
    verbose_name = "report of the provider"
    verbose_name_plural = "reports of the provider"
    extra = 0
    can_delete = False
    template = "admin/notifications/rows.html"
    fields = readonly_fields = ["at", "stage", "text"]


@admin.register(Email)
class EmailAdmin(LookOnly, admin.ModelAdmin):
    list_display = ["created_at", "to", "subject", "kind", "state", "attempts", "not_before"]
    list_filter = ["state", "delivery", "kind", "lane", "priority"]
    search_fields = ["to", "key", "message_id", "content__subject"]
    date_hierarchy = "created_at"
    list_per_page = 50
    show_full_result_count = False
    inlines = [AttemptInline, ReportInline]
    actions = ["retry", "cancel", "resolve"]
    fields = readonly_fields = [
        *["to", "subject", "headers", "attached", "kind", "key", "topic", "organisation", "user"],
        *["state", "delivery", "digest", "priority", "lane", "unknown_policy", "is_sensitive"],
        *["created_at", "not_before", "expires_at", "handed_at", "sent_at", "lease_until"],
        *["attempts", "last_code", "last_error", "relay_reply", "provider_id"],
    ]

    @admin.display(ordering="content__subject")
    def subject(self, email):
        return email.content.subject

    @admin.display
    def headers(self, email):
        return "\n".join(f"{name}: {value}" for name, value in email.content.headers.items())

    @admin.display
    def attached(self, email):
        return ", ".join(file["name"] for file in email.content.attachments) or "nothing"

    @admin.action(description="Send again (failed, unknown, suppressed)")
    def retry(self, request, emails):
        self._each(request, emails, services.retry, "will be sent again")

    @admin.action(description="Cancel (not sent yet, or unknown)")
    def cancel(self, request, emails):
        self._each(request, emails, services.cancel, "cancelled")

    @admin.action(description="Resolve as arrived (unknown)")
    def resolve(self, request, emails):
        self._each(request, emails, services.resolve, "resolved as arrived")

    def get_queryset(self, request):
        emails = super().get_queryset(request)
        emails = emails.select_related("content", "organisation", "user", "digest")
        return emails.headers_only()

    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(view)

        return [
            path("previews/", page(previews.kind_list), name="notifications_previews"),
            path("previews/<str:name>/", page(previews.kind), name="notifications_preview"),
            path(
                "previews/<str:name>/html/", page(previews.html), name="notifications_preview_html"
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return read_as_system(super().changelist_view, request, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return read_as_system(super().change_view, request, object_id, form_url, extra_context)

    def _each(self, request, emails, move, done: str) -> None:
        """Move each mail by itself: one that refuses holds no other back."""
        moved, now = 0, timezone.now()
        for email in emails:
            try:
                move(email=email, by=request.user, now=now)
            except OutboxError as error:
                messages.error(request, f"{email}: {error}")
            else:
                moved += 1
        if moved:
            messages.success(request, f"{moved} e-mail{'' if moved == 1 else 's'} {done}.")
