"""Accounts and the two trails in the admin. Who acts on whose account is itself written to the trail."""

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import audit
from accounts.models import AccessEvent, AuditEvent, Mail, PeriodicJob, User
from accounts.moves import MoveRefused


class ReadOnlyAdmin(admin.ModelAdmin):
    """Staff may look and nothing else: states and texts change only through their moves.

    `look_permission` is who may look; without one, only administrators.
    """

    actions: list[str] | None = None
    look_permission = ""
    show_full_result_count = False

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        if self.look_permission:
            return request.user.has_perm(self.look_permission)
        return request.user.is_active and request.user.is_superuser

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class AuditedAdmin(admin.ModelAdmin):
    """What staff add, change and delete here goes to the trail, as `<audited>.added` and so on."""

    actions: list[str] | None = None
    audited = ""

    def save_model(self, request, obj, form, change):
        """Save, and write which fields changed (their names only)."""
        super().save_model(request, obj, form, change)
        verb = "changed" if change else "added"
        audit.record(request.user, f"{self.audited}.{verb}", obj, fields=form.changed_data)

    def delete_model(self, request, obj):
        """Delete, and write it down first."""
        audit.record(request.user, f"{self.audited}.deleted", obj)
        super().delete_model(request, obj)


class AccountForm(forms.ModelForm):
    """What administrators may change of an account; its password and second factor are its owner's."""

    class Meta:
        model = User
        fields = ["email", "name", "is_active", "is_staff", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


@admin.register(User)
class UserAdmin(AuditedAdmin):
    """Administrators make staff and close accounts. Nobody is deleted here, and nobody makes administrators."""

    audited = "account"
    form = AccountForm
    fields = ["email", "name", "is_active", "is_staff", "groups", "is_superuser", "date_joined", "last_login"]
    readonly_fields = ["is_superuser", "date_joined", "last_login"]
    list_display = ["name", "email", "is_active", "is_staff", "date_joined"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["name", "email"]
    ordering = ["-date_joined"]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *(["email"] if obj else [])]

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Save; whoever is new signs in with a code by mail, then sets a password themselves."""
        if not change:
            obj.email = obj.email.lower()
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Every decision; the database itself refuses to change a line."""

    list_display = ["at", "actor_id", "verb", "subject_type", "subject_id", "reference", "version"]
    search_fields = ["reference", "verb"]
    search_help_text = _("A reference or what was done.")
    list_filter = ["subject_type"]
    ordering = ["-pk"]


class ReasonFilter(admin.ChoicesFieldListFilter):
    """By the reason of a look. Those that need none, a patient's and a doctor's, have words to click on too."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("No reason needed")}


@admin.register(AccessEvent)
class AccessEventAdmin(ReadOnlyAdmin):
    """Every look at a private query, picture or document."""

    list_display = ["at", "viewer_id", "viewer_role", "kind", "subject_id", "reference", "reason"]
    search_fields = ["reference"]
    list_filter = ["kind", "viewer_role", ("reason", ReasonFilter)]
    ordering = ["-pk"]


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """What became of each e-mail; parked ones can be sent again. Texts are never shown: they may hold a code."""

    fields = ["kind", "reference", "user_id", "state", "attempts", "next_attempt_at", "last_error"]
    fields += ["queued_at", "sent_at"]
    list_display = ["queued_at", "kind", "reference", "user_id", "state", "attempts", "last_error", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["reference"]
    search_help_text = _("A reference.")
    ordering = ["-pk"]
    actions = ["send_again"]

    @admin.action(permissions=["view"], description=_("Send again"))
    def send_again(self, request, queryset):
        """Put the chosen parked mails back into the queue."""
        done = 0
        for mail in queryset:
            try:
                mail.send_again()
            except MoveRefused as refusal:
                messages.error(request, f"{mail}: {refusal.message}")
            else:
                audit.record(request.user, "mail.sent_again", mail)
                done += 1
        if done:
            text = ngettext("%(count)s e-mail waits again.", "%(count)s e-mails wait again.", done)
            messages.success(request, text % {"count": done})


@admin.register(PeriodicJob)
class PeriodicJobAdmin(ReadOnlyAdmin):
    """When each periodic job ran, and whether it failed."""

    list_display = ["name", "last_ran_at", "due_at", "last_error"]
