"""The sponsor's pages about its requests."""

from django.urls import path

from rfps.views import approval, drafting, invitations, library, scope, sponsor, templates, writing

urlpatterns = [
    path("", sponsor.rfp_list, name="rfp-list"),
    path("new/", drafting.rfp_create, name="rfp-create"),
    path("<uuid:pk>/", sponsor.rfp_detail, name="rfp-detail"),
    path("<uuid:pk>/edit/", drafting.rfp_edit, name="rfp-edit"),
    path("<uuid:pk>/preview/", sponsor.rfp_preview, name="rfp-preview"),
    path("<uuid:pk>/issue/", sponsor.rfp_issue, name="rfp-issue"),
    path("<uuid:pk>/cancel/", sponsor.rfp_cancel, name="rfp-cancel"),
    path("<uuid:pk>/invite/<int:vendor>/", invitations.invitation_include, name="rfp-invite"),
    path("lots/<int:pk>/lines/new/", scope.line_create, name="scope-line-create"),
    path("lines/<int:pk>/", scope.line_edit, name="scope-line-edit"),
    path("lines/<int:pk>/remove/", scope.line_remove, name="scope-line-remove"),
    path(
        "invitations/<uuid:pk>/address/",
        invitations.invitation_address,
        name="invitation-address",
    ),
    path(
        "invitations/<uuid:pk>/leave-out/",
        invitations.invitation_leave_out,
        name="invitation-leave-out",
    ),
    path("invitations/<uuid:pk>/resend/", invitations.invitation_resend, name="invitation-resend"),
    path("invitations/<uuid:pk>/revoke/", invitations.invitation_revoke, name="invitation-revoke"),
    path("<uuid:pk>/rules/", drafting.rfp_rules, name="rfp-rules"),
    path("<uuid:pk>/brief/", writing.rfp_brief, name="rfp-brief"),
    path("<uuid:pk>/questionnaire/", writing.rfp_questionnaire, name="rfp-questionnaire"),
    path("<uuid:pk>/grid/", writing.rfp_grid, name="rfp-grid"),
    path("<uuid:pk>/grid/propose/", writing.rfp_grid_propose, name="rfp-grid-propose"),
    path("<uuid:pk>/criteria/", writing.rfp_criteria, name="rfp-criteria"),
    path("<uuid:pk>/library/", library.rfp_library, name="rfp-library"),
    path("questions/", library.question_library, name="question-library"),
    path("questions/<int:pk>/remove/", library.question_remove, name="library-question-remove"),
    path("<uuid:pk>/template/", templates.rfp_template, name="rfp-template"),
    path("<uuid:pk>/fill/", templates.rfp_fill, name="rfp-fill"),
    path("templates/", templates.template_list, name="template-list"),
    path("templates/<int:pk>/remove/", templates.template_remove, name="template-remove"),
    path("<uuid:pk>/approval/ask/", approval.approval_ask, name="rfp-approval-ask"),
    path("<uuid:pk>/approval/", approval.rfp_approval, name="rfp-approval"),
    path("<uuid:pk>/approval/send-back/", approval.rfp_send_back, name="rfp-send-back"),
    path("policy/", approval.sourcing_policy, name="sourcing-policy"),
]
