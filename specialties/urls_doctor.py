"""A doctor's application."""

from django.urls import path

from specialties.views import apply

urlpatterns = [
    path("apply/", apply.doctor_apply, name="doctor-apply"),
]
