"""Addresses readers use: specialties, topics, doctors."""

from django.urls import path

from specialties.views import reader

urlpatterns = [
    path("specialties/", reader.specialty_list, name="specialty-list"),
    path("specialties/<slug:slug>/", reader.specialty_detail, name="specialty-detail"),
    path("doctors/", reader.doctor_list, name="doctor-list"),
    path("doctors/<slug:slug>/", reader.doctor_detail, name="doctor-detail"),
]
