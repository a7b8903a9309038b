from django.urls import path

from vendors.views import asking, audits, claims, entries, imports, own
from vendors.views import directory as views

urlpatterns = [
    path("", views.vendor_list, name="vendor-list"),
    path("vendors.csv", views.vendor_export, {"form": "csv"}, name="vendor-export-csv"),
    path("vendors.xlsx", views.vendor_export, {"form": "xlsx"}, name="vendor-export-xlsx"),
    path("compare/", views.vendor_compare, name="vendor-compare"),
    path("compare.xlsx", views.vendor_compare, {"form": "xlsx"}, name="vendor-compare-xlsx"),
    path("add/", entries.vendor_add, name="vendor-add"),
    # Saved searches
    path("searches/", views.saved_search_list, name="saved-search-list"),
    path("searches/new/", views.saved_search_create, name="saved-search-create"),
    path("searches/<int:pk>/", views.saved_search_edit, name="saved-search-edit"),
    path("searches/<int:pk>/remove/", views.saved_search_remove, name="saved-search-remove"),
    # Spreadsheets on their way into the directory
    path("imports/", imports.import_list, name="import-list"),
    path("imports/template.<str:kind>", imports.import_template, name="import-template"),
    path("imports/<int:pk>/", imports.import_detail, name="import-detail"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import-columns"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import-confirm"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import-discard"),
    path("imports/<int:pk>/failing.<str:kind>", imports.import_failing, name="import-failing"),
    # The vendor's own profile
    path("own/", own.own_profile, name="own-profile"),
    path("own/company/", own.own_company, name="own-company"),
    path("own/sites/new/", own.own_site_add, name="own-site-add"),
    path("own/sites/<int:pk>/", own.own_site, name="own-site"),
    path("own/sites/<int:pk>/lines/new/", own.own_line_add, name="own-line-add"),
    path(
        "own/sites/<int:pk>/certificates/new/", own.own_certificate_add, name="own-certificate-add"
    ),
    path("own/lines/<int:pk>/", own.own_line, name="own-line"),
    path("own/certificates/<int:pk>/", own.own_certificate, name="own-certificate"),
    path("own/files/<int:pk>/", own.own_file, name="own-file"),
    path("own/drafts/<int:pk>/", own.own_draft, name="own-draft"),
    path("own/drafts/<int:pk>/drop/", own.own_drop, name="own-drop"),
    path("own/send/", own.own_send, name="own-send"),
    path("own/confirm/", own.own_confirm, name="own-confirm"),
    path("own/questions/<int:pk>/refuse/", own.own_refuse, name="own-refuse"),
    # Claims
    path("claims/<str:token>/", claims.claim_prove, name="claim-prove"),
    # One vendor
    path("<slug:slug>/", views.vendor_detail, name="vendor-detail"),
    path("<slug:slug>/relationship/", views.vendor_relationship, name="vendor-relationship"),
    path("<slug:slug>/audits/new/", audits.site_audit_add, name="site-audit-add"),
    path("<slug:slug>/audits/<int:pk>/", audits.site_audit_edit, name="site-audit-edit"),
    path("<slug:slug>/audits/<int:pk>/remove/", audits.site_audit_remove, name="site-audit-remove"),
    path("<slug:slug>/claim/", claims.vendor_claim, name="vendor-claim"),
    path("<slug:slug>/ask/", asking.vendor_ask, name="vendor-ask"),
]
