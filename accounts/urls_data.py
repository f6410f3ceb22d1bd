"""Addresses of a person's own data."""

from django.urls import path

from accounts import views_data

urlpatterns = [
    path("me/data/", views_data.my_data, name="my-data"),
    path("me/data/export/", views_data.data_export, name="data-export"),
    path("me/data/export/<int:pk>/", views_data.data_download, name="data-download"),
    path("me/data/erase/", views_data.data_erase, name="data-erase"),
    path("me/data/erased/", views_data.data_erased, name="data-erased"),
    path("me/confirm/", views_data.confirm_it_is_you, name="confirm-it-is-you"),
]
