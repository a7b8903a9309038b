from django.urls import path

from notifications import views

urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<uuid:pk>/", views.mailbox_message, name="mailbox-message"),
    path("<uuid:pk>/html/", views.mailbox_html, name="mailbox-html"),
]
