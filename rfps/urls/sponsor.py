"""The sponsor's pages about its requests."""

from django.urls import path

from rfps.views import invitations, opening, paper, scope, sponsor

urlpatterns = [
    path("", sponsor.rfp_list, name="rfp-list"),
    path("new/", sponsor.rfp_create, name="rfp-create"),
    path("<uuid:pk>/", sponsor.rfp_detail, name="rfp-detail"),
    path("<uuid:pk>/edit/", sponsor.rfp_edit, name="rfp-edit"),
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
    path("<uuid:pk>/opening/", opening.rfp_opening, name="rfp-opening"),
    path("<uuid:pk>/bids/", opening.rfp_bids, name="rfp-bids"),
    path("<uuid:pk>/bids/files/<uuid:file>/", opening.rfp_bid_file, name="rfp-bid-file"),
    path("<uuid:pk>/paper/", paper.rfp_paper, name="rfp-paper"),
    path("paper/<int:pk>/enter/", paper.paper_enter, name="paper-enter"),
    path("paper/<int:pk>/confirm/", paper.paper_confirm, name="paper-confirm"),
]
