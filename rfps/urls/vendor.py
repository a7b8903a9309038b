"""The vendor's pages behind its personal link."""

from django.urls import path

from rfps.views import (
    asking,
    bid,
    bid_grid,
    bid_versions,
    cda,
    clarifying,
    colleagues,
    disclosure,
    entrance,
    opening_report,
    outcome,
    vendor,
)

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
    path(
        "<str:token>/clarifications/",
        clarifying.respond_clarifications,
        name="respond-clarifications",
    ),
    path(
        "<str:token>/clarifications/<uuid:pk>/",
        clarifying.respond_clarify,
        name="respond-clarify",
    ),
    path(
        "<str:token>/clarifications/files/<uuid:file>/",
        clarifying.respond_clarification_file,
        name="respond-clarification-file",
    ),
    path("<str:token>/opening/", opening_report.respond_opening, name="respond-opening"),
    path("<str:token>/outcome/", outcome.respond_outcome, name="respond-outcome"),
    path("<str:token>/colleagues/", colleagues.respond_colleagues, name="respond-colleagues"),
    path(
        "<str:token>/colleagues/<int:pk>/remove/",
        colleagues.respond_colleague_remove,
        name="respond-colleague-remove",
    ),
    path("<str:token>/bid/", bid.bid, name="bid"),
    path("<str:token>/bid/review/", bid.bid_review, name="bid-review"),
    path("<str:token>/bid/submit/", bid.bid_submit, name="bid-submit"),
    path("<str:token>/bid/confirm/", bid.bid_confirm, name="bid-confirm"),
    path("<str:token>/bid/withdraw/", bid.bid_withdraw, name="bid-withdraw"),
    path("<str:token>/bid/facts/<uuid:key>/", bid.bid_use_fact, name="bid-use-fact"),
    path("<str:token>/bid/grid.xlsx", bid_grid.bid_grid, name="bid-grid"),
    path("<str:token>/bid/grid/", bid_grid.bid_grid_import, name="bid-grid-import"),
    path("<str:token>/bid/files/<uuid:file>/", bid_versions.bid_file, name="bid-file"),
    path("<str:token>/bid/files/<uuid:file>/remove/", bid.bid_file_remove, name="bid-file-remove"),
    path("<str:token>/bid/versions/", bid_versions.bid_versions, name="bid-versions"),
    path("<str:token>/bid/versions/<int:number>/", bid_versions.bid_version, name="bid-version"),
    path(
        "<str:token>/bid/versions/<int:number>/<slug:name>.json",
        bid_versions.bid_document,
        name="bid-document",
    ),
]
