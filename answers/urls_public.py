"""What readers do about those who answer, and about what stands on public pages."""

from django.urls import path

from answers.views import page_helpful, page_report, report

urlpatterns = [
    path("doctors/<slug:slug>/report/", report.doctor_report, name="doctor-report"),
    path("doctors/<slug:slug>/report/sent/", report.doctor_report_sent, name="doctor-report-sent"),
    # Before the page itself, whose address ends in any words: publication.public_slug() never makes these two.
    path("questions/<reference:reference>/helpful/", page_helpful.page_helpful, name="page-helpful"),
    path(
        "questions/<reference:reference>/helpful/thanks/",
        page_helpful.page_helpful_thanks,
        name="page-helpful-thanks",
    ),
    path("questions/<reference:reference>/report/", page_report.page_report, name="page-report"),
    path(
        "questions/<reference:reference>/report/sent/", page_report.page_report_sent, name="page-report-sent"
    ),
]
