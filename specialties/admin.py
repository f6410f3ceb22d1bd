"""Specialties, which administrators edit, and doctors, whom everybody on the desk only looks at here."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin import AuditedAdmin, ReadOnlyAdmin
from specialties.models import Doctor, Specialty


class SpecialtyForm(forms.ModelForm):
    """A specialty or topic. Says in words what the database would refuse."""

    class Meta:
        model = Specialty
        fields = [
            "name",
            "slug",
            "parent",
            "synonyms",
            "summary",
            "introduction",
            "care_level",
            "care_text",
            "reviewed_by",
            "reviewed_on",
            "review_due_on",
            "rare",
            "sensitive",
            "is_listed",
        ]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 14, "cols": 80})}

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent and parent.parent_id:
            raise forms.ValidationError(
                _("Select a specialty, not a topic: a topic has no topics of its own.")
            )
        if parent and self.instance.pk and self.instance.topics.exists():
            raise forms.ValidationError(_("This specialty has topics, so it can't become a topic itself."))
        return parent

    def clean(self):
        data = super().clean()
        if bool(data.get("care_level")) != bool(data.get("care_text")):
            self.add_error("care_text", _("Give the care card both its level and its text, or neither."))
        if bool(data.get("reviewed_by")) != bool(data.get("reviewed_on")):
            self.add_error("reviewed_on", _("Give the review both its doctor and its date, or neither."))
        return data


@admin.register(Specialty)
class SpecialtyAdmin(AuditedAdmin):
    """The introductions readers see. Changes are written to the trail."""

    audited = "specialty"
    form = SpecialtyForm
    list_display = ["name", "parent", "published_count", "rare", "sensitive", "is_listed", "review_due_on"]
    list_filter = ["is_listed", "rare", "sensitive"]
    list_select_related = ["parent"]
    search_fields = ["name", "synonyms"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["name"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = Specialty.objects.areas()
        if db_field.name == "reviewed_by":
            kwargs["queryset"] = Doctor.objects.listed()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Doctor)
class DoctorAdmin(ReadOnlyAdmin):
    """Who is verified. The licence document and the decisions are on the desk alone."""

    look_permission = "specialties.view_doctor"
    list_display = ["name", "title", "country", "status", "licence_expires_on", "on_desk"]
    list_filter = ["status"]
    search_fields = ["name", "register_number"]
    ordering = ["name"]
    fields = [
        "on_desk",
        "name",
        "title",
        "degree",
        "country",
        "languages",
        "specialties",
        "biography",
        "interests",
        "register_name",
        "register_country",
        "register_number",
        "register_url",
        "licence_expires_on",
        "status",
        "applied_at",
        "checked_by",
        "checked_at",
        "verified_by",
        "verified_at",
    ]

    def get_queryset(self, request):
        """Whoever has sent an application: what is being filled in is its doctor's alone."""
        return super().get_queryset(request).sent()

    @admin.display(description=_("desk"))
    def on_desk(self, doctor):
        """The way to the page where a doctor is checked."""
        url = reverse("admin:desk-doctor", args=[doctor.pk])
        return format_html('<a href="{}">{}</a>', url, _("Open on the desk"))
