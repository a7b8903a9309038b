from django.urls import path

from programs.views import imports, matching, needs, packages, program, shortlists, weights

urlpatterns = [
    path("", program.program_list, name="program-list"),
    path("new/", program.program_create, name="program-create"),
    path("import/", imports.program_import, name="program-import"),
    path("<uuid:pk>/", program.program_detail, name="program-detail"),
    path("<uuid:pk>/edit/", program.program_edit, name="program-edit"),
    path("<uuid:pk>/propose/", program.program_propose, name="program-propose"),
    path("<uuid:pk>/facts/<slug:field>/", program.fact_confirm, name="fact-confirm"),
    path("<uuid:pk>/needs/", needs.need_add, name="need-add"),
    path("<uuid:pk>/merge/", packages.package_merge, name="package-merge"),
    path("packages/<uuid:pk>/", packages.package_detail, name="package-detail"),
    path("packages/<uuid:pk>/matches/", matching.package_match, name="package-match"),
    path(
        "packages/<uuid:pk>/matches/<slug:slug>/",
        matching.package_match_vendor,
        name="package-match-vendor",
    ),
    path("packages/<uuid:pk>/compare/", matching.package_compare, name="package-compare"),
    path("packages/<uuid:pk>/weights/", weights.weights_keep, name="weights-keep"),
    path("packages/<uuid:pk>/weights/adopt/", weights.weights_adopt, name="weights-adopt"),
    path("weights/<int:pk>/drop/", weights.weights_drop, name="weights-drop"),
    path("packages/<uuid:pk>/rename/", packages.package_rename, name="package-rename"),
    path("packages/<uuid:pk>/split/", packages.package_split, name="package-split"),
    path("packages/<uuid:pk>/gates/", packages.package_gates, name="package-gates"),
    path("packages/<uuid:pk>/shortlist/", shortlists.shortlist_add, name="shortlist-add"),
    path("needs/<int:pk>/remove/", needs.need_remove, name="need-remove"),
    path("gates/<int:pk>/waive/", packages.gate_waive, name="gate-waive"),
    path("waivers/<int:pk>/withdraw/", packages.waiver_withdraw, name="waiver-withdraw"),
    path("shortlists/<uuid:pk>/", shortlists.shortlist_detail, name="shortlist-detail"),
    path("shortlists/<uuid:pk>/share/", shortlists.shortlist_share, name="shortlist-share"),
    path("shortlists/entries/<int:pk>/note/", shortlists.entry_note, name="entry-note"),
    path("shortlists/entries/<int:pk>/remove/", shortlists.entry_remove, name="entry-remove"),
]
