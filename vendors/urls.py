from django.urls import path

from vendors import import_views, views

urlpatterns = [
    path("", views.vendor_list, name="vendor-list"),
    path("vendors.csv", views.vendor_export, {"form": "csv"}, name="vendor-export-csv"),
    path("vendors.xlsx", views.vendor_export, {"form": "xlsx"}, name="vendor-export-xlsx"),
    path("compare/", views.vendor_compare, name="vendor-compare"),
    path("compare.xlsx", views.vendor_compare, {"form": "xlsx"}, name="vendor-compare-xlsx"),
    # Saved searches
    path("searches/", views.saved_search_list, name="saved-search-list"),
    path("searches/new/", views.saved_search_create, name="saved-search-create"),
    path("searches/<int:pk>/", views.saved_search_edit, name="saved-search-edit"),
    path("searches/<int:pk>/remove/", views.saved_search_remove, name="saved-search-remove"),
    # Spreadsheets on their way into the directory
    path("imports/", import_views.import_list, name="import-list"),
    path("imports/template.<str:kind>", import_views.import_template, name="import-template"),
    path("imports/<int:pk>/", import_views.import_detail, name="import-detail"),
    path("imports/<int:pk>/columns/", import_views.import_columns, name="import-columns"),
    path("imports/<int:pk>/confirm/", import_views.import_confirm, name="import-confirm"),
    path("imports/<int:pk>/discard/", import_views.import_discard, name="import-discard"),
    path("imports/<int:pk>/failing.<str:kind>", import_views.import_failing, name="import-failing"),
    # One vendor
    path("<slug:slug>/", views.vendor_detail, name="vendor-detail"),
    path("<slug:slug>/relationship/", views.vendor_relationship, name="vendor-relationship"),
]
