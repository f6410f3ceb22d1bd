"""Addresses readers use: specialties, topics, doctors."""

from django.urls import path

from specialties import feeds
from specialties.views import reader

urlpatterns = [
    path("specialties/", reader.specialty_list, name="specialty-list"),
    path("specialties/<slug:slug>/", reader.specialty_detail, name="specialty-detail"),
    path("specialties/<slug:slug>/feed/", feeds.specialty_feed, name="specialty-feed"),
    path("doctors/", reader.doctor_list, name="doctor-list"),
    path("doctors/portraits/<path:name>", reader.portrait_file, name="portrait-file"),
    path("doctors/<slug:slug>/", reader.doctor_detail, name="doctor-detail"),
]
