"""Answers in the admin: their states and the way to the desk, never their words."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin
from answers.models import Answer


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    """Which answer stands where. What was written is judged on the desk alone."""

    look_permission = "answers.review_answer"
    list_display = ["__str__", "status", "submitted_at", "on_desk"]
    list_filter = ["status"]
    list_select_related = ["question", "doctor"]
    search_fields = ["question__reference", "doctor__name"]
    search_help_text = _("A reference or a doctor's name.")
    ordering = ["-pk"]
    fields = ["on_desk", "question", "doctor", "status", "version", "created_at", "saved_at", "submitted_at"]

    def get_queryset(self, request):
        """Only what was sent for review at least once: a doctor's first draft is nobody else's business."""
        return super().get_queryset(request).exclude(submitted_at=None)

    @admin.display(description=_("desk"))
    def on_desk(self, answer):
        """The way to the page where it is reviewed."""
        url = reverse("admin:desk-answer", args=[answer.pk])
        return format_html('<a href="{}">{}</a>', url, _("Open on the desk"))
