from django.urls import path

from vendors import views

urlpatterns = [
    path("", views.vendor_list, name="vendor-list"),
    path("<slug:slug>/", views.vendor_detail, name="vendor-detail"),
    path("<slug:slug>/relationship/", views.vendor_relationship, name="vendor-relationship"),
]
