"""The sponsor's pages about its requests."""

from django.urls import path

from rfps.views import addenda, answers, documents, invitations, record, scope, sponsor

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
    # The board and what stands around it.
    path("<uuid:pk>/documents/", documents.document_list, name="rfp-documents"),
    path("<uuid:pk>/documents/new/", documents.document_add, name="document-add"),
    path("documents/<uuid:pk>/edit/", documents.document_edit, name="document-edit"),
    path("documents/<uuid:pk>/replace/", documents.document_replace, name="document-replace"),
    path("documents/<uuid:pk>/remove/", documents.document_remove, name="document-remove"),
    path("documents/<uuid:pk>/take-back/", documents.document_take_back, name="document-take-back"),
    path("files/<int:pk>/", documents.document_download, name="document-download"),
    path("<uuid:pk>/disclosure/", documents.rfp_disclosure, name="rfp-disclosure"),
    path("<uuid:pk>/questions/", answers.enquiry_list, name="rfp-enquiries"),
    path("<uuid:pk>/questions/answer/", answers.answer_publish, name="answer-publish"),
    path("<uuid:pk>/addendum/", addenda.addendum, name="rfp-addendum"),
    path("<uuid:pk>/versions/", addenda.version_list, name="rfp-versions"),
    path("<uuid:pk>/record/", record.rfp_record, name="rfp-record"),
    path("<uuid:pk>/record.csv", record.rfp_record_csv, name="rfp-record-csv"),
    path(
        "<uuid:pk>/invite/<int:vendor>/send/",
        invitations.invitation_send,
        name="invitation-send",
    ),
    path("invitations/<uuid:pk>/people/", invitations.invitation_people, name="invitation-people"),
    path("recipients/<int:pk>/revoke/", invitations.recipient_revoke, name="recipient-revoke"),
]
