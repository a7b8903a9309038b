from django.urls import path

from accounts import views

urlpatterns = [
    path("organisations/<int:pk>/switch/", views.organisation_switch, name="organisation-switch"),
    path("colleagues/", views.colleague_list, name="colleague-list"),
    path("colleagues/invite/", views.colleague_invite, name="colleague-invite"),
    path("colleagues/<int:pk>/roles/", views.colleague_roles, name="colleague-roles"),
    path("colleagues/<int:pk>/remove/", views.colleague_remove, name="colleague-remove"),
    path(
        "colleagues/invitations/<int:pk>/withdraw/",
        views.colleague_uninvite,
        name="colleague-uninvite",
    ),
    path("join/<str:token>/", views.colleague_join, name="colleague-join"),
]
