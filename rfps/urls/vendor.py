"""The vendor's pages behind its personal link."""

from django.urls import path

from rfps.views import vendor

urlpatterns = [
    path("<str:token>/", vendor.respond, name="respond"),
    path("<str:token>/read/", vendor.respond_read, name="respond-read"),
    path("<str:token>/intent/", vendor.respond_intent, name="respond-intent"),
    path("<str:token>/decline/", vendor.respond_decline, name="respond-decline"),
    path("<str:token>/remind/", vendor.respond_remind, name="respond-remind"),
]
