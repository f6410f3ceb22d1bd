"""What readers do about those who answer."""

from django.urls import path

from answers.views import report

urlpatterns = [
    path("doctors/<slug:slug>/report/", report.doctor_report, name="doctor-report"),
    path("doctors/<slug:slug>/report/sent/", report.doctor_report_sent, name="doctor-report-sent"),
]
