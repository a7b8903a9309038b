"""Where each address leads: an app owns its pages, this file only mounts them."""

from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("vendors/", include("vendors.urls")),
    path("programs/", include("programs.urls")),
    path("rfps/", include("rfps.urls.sponsor")),
    path("respond/", include("rfps.urls.vendor")),
    path("outbox/", include("notifications.urls")),
    path("", include("demo.urls")),
]
