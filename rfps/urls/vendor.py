"""The vendor's pages behind its personal link."""

from django.urls import path

from rfps.views import bid, bid_grid, bid_versions, vendor

urlpatterns = [
    path("<str:token>/", vendor.respond, name="respond"),
    path("<str:token>/read/", vendor.respond_read, name="respond-read"),
    path("<str:token>/intent/", vendor.respond_intent, name="respond-intent"),
    path("<str:token>/decline/", vendor.respond_decline, name="respond-decline"),
    path("<str:token>/remind/", vendor.respond_remind, name="respond-remind"),
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
