"""The outbox as an operator sees it: where each e-mail stands, never what it says."""

from django.contrib import admin

from audit import acting
from notifications.models import Attempt, Email


class AttemptInline(admin.TabularInline):
    model = Attempt
    extra = 0
    can_delete = False
    fields = readonly_fields = ["number", "started_at", "ended_at", "phase", "code", "text"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser


@admin.register(Email)
class EmailAdmin(admin.ModelAdmin):
    """Superusers only, and to look at: a curator has no path to anybody's mail."""

    list_display = ["created_at", "to", "subject", "kind", "state", "attempts", "not_before"]
    list_filter = ["state", "kind", "priority"]
    search_fields = ["to", "key", "message_id", "content__subject"]
    date_hierarchy = "created_at"
    list_per_page = 50
    show_full_result_count = False
    inlines = [AttemptInline]
    fields = readonly_fields = [
        *["to", "subject", "headers", "kind", "key", "topic", "organisation", "user"],
        *["state", "delivery", "priority", "lane", "unknown_policy", "is_sensitive"],
        *["created_at", "not_before", "expires_at", "handed_at", "sent_at", "lease_until"],
        *["attempts", "last_code", "last_error", "relay_reply"],
    ]

    @admin.display(ordering="content__subject")
    def subject(self, email):
        return email.content.subject

    @admin.display
    def headers(self, email):
        return "\n".join(f"{name}: {value}" for name, value in email.content.headers.items())

    def get_queryset(self, request):
        emails = super().get_queryset(request).select_related("content", "organisation", "user")
        return emails.headers_only()

    def changelist_view(self, request, extra_context=None):
        return _read_as_system(super().changelist_view, request, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return _read_as_system(super().change_view, request, object_id, form_url, extra_context)

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _read_as_system(view, *args):
    """Read the rows of all organisations, the lazy ones of the template included."""
    with acting.as_system():
        response = view(*args)
        if hasattr(response, "render"):
            response.render()
    return response
