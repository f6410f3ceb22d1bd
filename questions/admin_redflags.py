"""Red flags and help numbers in the admin. An edit is a new version, and only one whose examples hold is saved."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.admin import AuditedAdmin, ReadOnlyAdmin
from questions.models import AgeBand, FlagLevel, HelpNumber, RedFlag, RedFlagVersion
from questions.redflags import faults, shipped
from specialties.models import Specialty

WRONG = {
    "pattern": ("patterns", _("This line can't be read. %(what)s")),
    "missed": ("must_match", _("The rule does not find this example, but must: “%(what)s”")),
    "false_alarm": ("must_not_match", _("The rule finds this example, but must not: “%(what)s”")),
}


class LinesField(forms.CharField):
    """A text of lines, as the list of those that aren't empty."""

    def __init__(self, *, rows=8, **kwargs):
        super().__init__(
            widget=forms.Textarea(attrs={"rows": rows, "cols": 100, "spellcheck": "false"}), **kwargs
        )

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return self.to_python(data) != (initial or [])


class RedFlagForm(forms.ModelForm):
    """A rule with what its newest version says. Refuses one that its own examples contradict."""

    name = forms.CharField(label=_("Name"), max_length=120)
    level = forms.ChoiceField(label=_("Level"), choices=FlagLevel.choices)
    specialties = forms.MultipleChoiceField(
        label=_("Specialties"), required=False, help_text=_("If you select none, the rule holds for all.")
    )
    age_bands = forms.MultipleChoiceField(
        label=_("Ages"),
        required=False,
        choices=AgeBand.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If you select none, the rule holds for all."),
    )
    patterns = LinesField(label=_("Patterns"), rows=14, max_length=40_000)
    ask = forms.CharField(
        label=_("Question of the step"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"size": 100}),
        help_text=_("Shown under “Do you have any of these now?”. Leave empty if it isn’t asked about."),
    )
    text = forms.CharField(
        label=_("Text of the warning page"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 100}),
    )
    must_match = LinesField(
        label=_("Examples that must match"), max_length=20_000, help_text=_("One a line; at least one.")
    )
    must_not_match = LinesField(
        label=_("Examples that must not match"), max_length=20_000, help_text=_("One a line; at least one.")
    )
    seen_number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = RedFlag
        fields = ["code", "position", "active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.newest = self.instance.versions.order_by("-number").first() if self.instance.pk else None
        self.fields["specialties"].choices = Specialty.objects.order_by("name").values_list("slug", "name")
        names = ", ".join(f"@{name}" for name in sorted(shipped.language().vocabulary.entries))
        self.fields["patterns"].help_text = _(
            "One a line; docs/safety.md explains the symbols. Vocabularies: %(names)s"
        ) % {"names": names}
        if self.newest:
            self.initial |= {name: getattr(self.newest, name) for name in RedFlagVersion.CONTENT}
            self.initial["seen_number"] = self.newest.number

    def clean(self):
        data = super().clean()
        if self.newest and data.get("seen_number") != self.newest.number:
            self.add_error(
                None, _("Somebody else has changed this rule meanwhile. Open it again to see how.")
            )
        if all(data.get(name) for name in ("patterns", "must_match", "must_not_match")):
            for kind, what in faults(self.version()):
                field, message = WRONG[kind]
                self.add_error(field, message % {"what": what})
        return data

    def version(self):
        """The version that the form describes, unsaved."""
        return RedFlagVersion(
            flag=self.instance, **{name: self.cleaned_data.get(name) for name in RedFlagVersion.CONTENT}
        )

    @property
    def says_something_new(self):
        return self.newest is None or bool(set(self.changed_data) & set(RedFlagVersion.CONTENT))


@admin.register(RedFlag)
class RedFlagAdmin(admin.ModelAdmin):
    """The rules. Saving adds a version; none is ever changed or deleted."""

    actions = None
    form = RedFlagForm
    list_display = ["code", "newest_name", "newest_level", "position", "active"]
    list_filter = ["active"]
    search_fields = ["code", "versions__name"]
    readonly_fields = ["earlier"]
    ordering = ["position", "code"]
    fields = ["code", "position", "active", *RedFlagVersion.CONTENT, "seen_number", "earlier"]

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    has_view_permission = has_change_permission = lambda self, request, obj=None: self.has_module_permission(
        request
    )

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *(["code"] if obj else [])]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("versions")

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        """Save the rule's place, and what it says as the next version. The row is locked against a second editor."""
        super().save_model(request, obj, form, change)
        RedFlag.objects.select_for_update().get(pk=obj.pk)
        version = form.newest
        if form.says_something_new:
            version = form.version()
            version.flag, version.made_by = obj, request.user
            version.number = form.newest.number + 1 if form.newest else 1
            version.save()  # a second editor's same number breaks the constraint, and nothing is lost silently
        verb = "redflag.changed" if change else "redflag.added"
        audit.record(request.user, verb, obj, version=version.number, fields=form.changed_data)

    @admin.display(description=_("name"))
    def newest_name(self, flag):
        """What its newest version is called."""
        return max(flag.versions.all(), key=lambda version: version.number).name

    @admin.display(description=_("level"))
    def newest_level(self, flag):
        """How serious its newest version is."""
        return max(flag.versions.all(), key=lambda version: version.number).get_level_display()

    @admin.display(description=_("versions"))
    def earlier(self, flag):
        """The way to each version."""
        rows = [
            (
                reverse("admin:questions_redflagversion_change", args=[version.pk]),
                version,
                version.made_at.date(),
            )
            for version in (flag.versions.order_by("-number") if flag.pk else [])
        ]
        return format_html_join("", '<p><a href="{}">{}</a>, {}</p>', rows)


@admin.register(RedFlagVersion)
class RedFlagVersionAdmin(ReadOnlyAdmin):
    """What each rule has said since when, and who made it."""

    list_display = ["flag", "number", "name", "level", "made_by", "made_at"]
    list_filter = ["level"]
    list_select_related = ["flag", "made_by"]
    search_fields = ["flag__code", "name"]
    ordering = ["flag__code", "-number"]


@admin.register(HelpNumber)
class HelpNumberAdmin(AuditedAdmin):
    """Telephone numbers by country, each with the day somebody last checked it."""

    audited = "helpnumber"
    fields = ["country", "kind", "name", "number", "hours", "position", "checked_on"]
    list_display = ["country", "kind", "name", "number", "hours", "checked_on"]
    list_filter = ["country", "kind"]
    search_fields = ["name", "number"]
    ordering = ["country", "position"]
