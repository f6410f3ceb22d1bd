"""A doctor's application."""

from django.urls import path

from specialties.views import apply, portrait

urlpatterns = [
    path("apply/", apply.doctor_apply, name="doctor-apply"),
    path("apply/portrait/", portrait.doctor_portrait, name="doctor-portrait"),
    path("apply/portrait/preview/", portrait.doctor_portrait_preview, name="doctor-portrait-preview"),
]
