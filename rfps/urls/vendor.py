"""The vendor's pages behind its personal link."""

from django.urls import path

from rfps.views import asking, cda, colleagues, disclosure, entrance, vendor

urlpatterns = [
    path("<str:token>/", vendor.respond, name="respond"),
    path("<str:token>/code/", entrance.respond_code, name="respond-code"),
    path("<str:token>/open/", entrance.respond_open, name="respond-open"),
    path("<str:token>/account/", entrance.respond_account, name="respond-account"),
    path("<str:token>/leave/", entrance.respond_leave, name="respond-leave"),
    path("<str:token>/accept/", cda.respond_accept, name="respond-accept"),
    path("<str:token>/sign/", cda.respond_sign, name="respond-sign"),
    path("<str:token>/version/", disclosure.respond_version, name="respond-version"),
    path(
        "<str:token>/documents/<uuid:document>/",
        disclosure.respond_document,
        name="respond-document",
    ),
    path("<str:token>/intent/", vendor.respond_intent, name="respond-intent"),
    path("<str:token>/decline/", vendor.respond_decline, name="respond-decline"),
    path("<str:token>/remind/", vendor.respond_remind, name="respond-remind"),
    path("<str:token>/zone/", vendor.respond_zone, name="respond-zone"),
    path("<str:token>/questions/", asking.respond_enquiries, name="respond-enquiries"),
    path("<str:token>/colleagues/", colleagues.respond_colleagues, name="respond-colleagues"),
    path(
        "<str:token>/colleagues/<int:pk>/remove/",
        colleagues.respond_colleague_remove,
        name="respond-colleague-remove",
    ),
]
