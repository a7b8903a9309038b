"""The mail server, the addresses that take no mail, and what people chose."""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone

from notifications import services
from notifications.admin.base import LookOnly
from notifications.models import Preference, RelayState, Suppression


@admin.register(RelayState)
class RelayStateAdmin(LookOnly, admin.ModelAdmin):
    list_display = ["__str__", "reason", "failures", "retry_at", "changed_at", "swept_at"]
    fields = readonly_fields = [
        *["name", "mode", "reason", "failures", "retry_at", "changed_at", "swept_at"]
    ]
    actions = ["pause", "resume"]

    @admin.action(description="Pause: hand nothing over until it is resumed")
    def pause(self, request, relays):
        reason = f"Paused by {request.user}."
        services.pause(by=request.user, reason=reason, now=timezone.now())
        messages.success(request, "Nothing is handed over until you resume; e-mails wait.")

    @admin.action(description="Resume: try it again at once")
    def resume(self, request, relays):
        services.resume(by=request.user, now=timezone.now())
        messages.success(request, "The mail server is tried again.")


class SuppressionForm(forms.ModelForm):
    address = forms.EmailField()

    def clean_address(self):
        return self.cleaned_data["address"].lower()


@admin.register(Suppression)
class SuppressionAdmin(LookOnly, admin.ModelAdmin):
    """Adding and removing are the two moves; there is nothing to change."""

    form = SuppressionForm
    list_display = ["address", "reason", "detail", "created_at"]
    list_filter = ["reason"]
    search_fields = ["address"]
    fields = ["address", "reason", "detail"]

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def save_model(self, request, obj, form, change):
        row = services.suppress(
            address=obj.address,
            reason=obj.reason,
            detail=obj.detail,
            by=request.user,
            now=timezone.now(),
        )
        obj.pk = row.pk

    def delete_model(self, request, obj):
        services.unsuppress(suppression=obj, by=request.user, now=timezone.now())

    def delete_queryset(self, request, queryset):
        for row in queryset:
            services.unsuppress(suppression=row, by=request.user, now=timezone.now())


@admin.register(Preference)
class PreferenceAdmin(LookOnly, admin.ModelAdmin):
    list_display = ["user", "kind", "pace"]
    list_filter = ["pace", "kind"]
    search_fields = ["user__email", "user__name"]
    list_select_related = ["user"]
    fields = readonly_fields = ["user", "kind", "pace"]
