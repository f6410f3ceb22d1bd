"""Queries and public copies in the admin: to be found, not to be changed.

What a patient wrote is not shown here: only the desk shows it, and writes down who looked.
"""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin
from accounts.models import User
from questions import admin_redflags  # noqa: F401 - registers red flags and help numbers
from questions.models import Care, Credit, Payment, PublishedQuestion, Question, WithdrawnPage

MOST_GRANTED = 20  # at once: more is a slip of the finger


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
    list_filter = ["imported_on", "detached_on"]
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
        "detached_on",
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
    list_display = ["reference", "withdrawn_at", "cause", "reason", "source_name", "source_id"]
    list_filter = ["cause"]
    search_fields = ["reference"]
    ordering = ["-withdrawn_at"]


class GrantForm(forms.ModelForm):
    """Credits for one patient, with a reason. Checks what the move checks, so that a refusal stands at its field."""

    email = forms.EmailField(
        label=_("Patient’s e-mail address"),
        help_text=_("The one they sign in with."),
        error_messages={"required": _("Enter the patient’s e-mail address")},
    )
    amount = forms.IntegerField(
        label=_("How many credits"),
        initial=1,
        min_value=1,
        max_value=MOST_GRANTED,
        error_messages={"required": _("Enter how many credits you give")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The patient reads it. Nothing about their health, please."),
        error_messages={"required": _("Enter a reason: the patient reads it")},
    )

    class Meta:
        model = Credit
        fields = ["amount", "reason"]

    def clean_email(self):
        patient = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if patient is None:
            raise forms.ValidationError(_("No open account has this address"))
        if patient == self.granted_by:
            raise forms.ValidationError(_("Nobody gives credits to themselves"))
        self.instance.patient = patient
        return patient.email


@admin.register(Credit)
class CreditAdmin(ReadOnlyAdmin):
    """The ledger. Support staff give credits here; a line is never changed or taken away."""

    look_permission = "questions.grant_credit"
    form = GrantForm
    list_display = ["at", "patient", "email", "kind", "amount", "reference", "reason", "granted_by"]
    list_filter = ["kind", "at"]
    list_select_related = ["patient", "granted_by"]
    search_fields = ["patient__email", "reference"]
    search_help_text = _("A patient’s e-mail address, or a reference.")
    ordering = ["-pk"]

    @admin.display(description=_("e-mail address"), ordering="patient__email")
    def email(self, credit):
        """By which support staff know a patient."""
        return credit.patient.email

    def has_add_permission(self, request):
        return request.user.has_perm(self.look_permission)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["email", "amount", "reason"]
        return ["patient", "kind", "amount", "reference", "reason", "granted_by", "payment", "at"]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.granted_by = request.user
        return form

    def get_changeform_initial_data(self, request):
        """`?patient=<number>`, from the account's page: no e-mail address in an address bar."""
        number = request.GET.get("patient", "")
        patient = User.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 10 else None
        return {"amount": 1, "email": patient.email if patient else ""}

    def save_model(self, request, obj, form, change):
        """Grant, through the move that writes the trail and the e-mail."""
        given = Credit.objects.grant(obj.patient, by=request.user, amount=obj.amount, reason=obj.reason)
        obj.pk, obj.kind = given.pk, given.kind


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    """What was paid, and how it stands. Paying back is done at the provider, whose report changes it here."""

    list_display = ["created", "patient", "credits", "total", "currency", "status", "variant"]
    list_filter = ["status", "variant", "created"]
    list_select_related = ["patient"]
    search_fields = ["patient__email", "token", "transaction_id"]
    search_help_text = _("A patient’s e-mail address, or the provider’s number.")
    ordering = ["-pk"]
    fields = [
        "patient",
        "credits",
        "total",
        "currency",
        "status",
        "message",
        "variant",
        "transaction_id",
        "captured_amount",
        "fraud_status",
        "created",
        "modified",
        "confirmed_at",
    ]
