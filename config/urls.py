"""Where each address leads: an app owns its pages, this file only mounts them."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import views
from programs.views import guide
from rfps.views import prices, receipts

# One way in: the admin has no login page of its own that could lack what the other has.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", views.home, name="home"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("vendors/", include("vendors.urls")),
    path("guide/", guide.guide_detail, name="guide"),
    path("guide/prices/", prices.price_guide, name="price-guide"),
    path("programs/", include("programs.urls")),
    path("rfps/", include("rfps.urls.sponsor")),
    path("respond/", include("rfps.urls.vendor")),
    path("requests/", include("rfps.urls.person")),
    path("receipts/", receipts.receipt_check, name="receipt-check"),
    path("", include("notifications.urls")),
]
