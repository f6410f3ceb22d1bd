"""Queries and public copies in the admin: to be found, not to be changed.

What a patient wrote is not shown here: only the desk shows it, and writes down who looked.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin
from questions.models import Care, PublishedQuestion, Question, WithdrawnPage


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """States and times of a query, and the way to it on the desk."""

    look_permission = "questions.moderate_question"
    list_display = ["reference", "specialty", "care", "publication", "urgent", "submitted_at", "on_desk"]
    list_filter = ["care", "publication", "urgent"]
    list_select_related = ["specialty"]
    search_fields = ["reference"]
    search_help_text = _("A reference.")
    ordering = ["-pk"]
    fields = [
        "on_desk",
        "reference",
        "specialty",
        "care",
        "consent",
        "publication",
        "urgent",
        "self_harm",
        "version",
        "created_at",
        "submitted_at",
        "triaged_at",
        "answered_at",
        "closed_at",
    ]

    def get_queryset(self, request):
        """Not even the existence of a draft: nothing was sent yet."""
        return super().get_queryset(request).exclude(care=Care.DRAFT)

    @admin.display(description=_("desk"))
    def on_desk(self, question):
        """The way to the page that shows and records."""
        url = reverse("admin:desk-query", args=[question.reference])
        return format_html('<a href="{}">{}</a>', url, _("Open on the desk"))


@admin.register(PublishedQuestion)
class PublishedQuestionAdmin(ReadOnlyAdmin):
    """The public copies, as everybody can read them."""

    look_permission = "questions.publish_question"
    list_display = ["reference", "title", "topic", "answered_at", "reviewed_on", "imported_on", "on_desk"]
    list_filter = ["imported_on"]
    list_select_related = ["topic", "question"]
    search_fields = ["reference", "title"]
    ordering = ["-answered_at", "-pk"]
    fields = [
        "on_desk",
        "reference",
        "title",
        "text",
        "topic",
        "lead_doctor",
        "answer_count",
        "picture_count",
        "answered_at",
        "published_at",
        "reviewed_on",
        "review_due_on",
        "imported_on",
        "source_name",
        "source_id",
    ]

    @admin.display(description=_("desk"))
    def on_desk(self, published):
        """The way to where it is taken down."""
        if published.question is None:
            url = reverse("admin:desk-imported", args=[published.reference])
        else:
            url = reverse("admin:desk-publication", args=[published.question.reference])
        return format_html('<a href="{}">{}</a>', url, _("Open on the desk"))


@admin.register(WithdrawnPage)
class WithdrawnPageAdmin(ReadOnlyAdmin):
    """The addresses that answer 410 Gone."""

    look_permission = "questions.publish_question"
    list_display = ["reference", "withdrawn_at", "source_name", "source_id"]
    search_fields = ["reference"]
    ordering = ["-withdrawn_at"]
