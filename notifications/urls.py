from django.conf import settings
from django.urls import include, path

from notifications.views import health, mailbox, preferences

urlpatterns = [
    path("outbox/", mailbox.mailbox, name="mailbox"),
    path("outbox/<uuid:pk>/", mailbox.mailbox_message, name="mailbox-message"),
    path("outbox/<uuid:pk>/html/", mailbox.mailbox_html, name="mailbox-html"),
    path("notifications/", preferences.preferences, name="notification-preferences"),
    path("notifications/stop/<str:token>/", preferences.digest_stop, name="digest-stop"),
    path("metrics", health.metrics, name="metrics"),
]

if settings.ANYMAIL_WEBHOOK_SECRET:
    urlpatterns.append(path("anymail/", include("anymail.urls")))
