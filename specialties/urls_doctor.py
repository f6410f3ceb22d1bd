"""A doctor's application."""

from django.urls import path

from specialties.views import apply, apply_section, portrait

urlpatterns = [
    path("apply/", apply.doctor_apply, name="doctor-apply"),
    path("apply/check/", apply.apply_check, name="apply-check"),
    path("apply/documents/<int:pk>/", apply.apply_document, name="apply-document"),
    path("apply/documents/<int:pk>/remove/", apply_section.apply_remove, name="apply-remove"),
    path("apply/portrait/", portrait.doctor_portrait, name="doctor-portrait"),
    path("apply/portrait/preview/", portrait.doctor_portrait_preview, name="doctor-portrait-preview"),
    path("apply/<slug:key>/", apply_section.apply_section, name="apply-section"),
]
