"""The pages of a person at a vendor who has an account."""

from django.urls import path

from rfps.views import requests

urlpatterns = [
    path("", requests.request_list, name="request-list"),
]
