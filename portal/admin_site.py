"""The admin as the portal's own site: the moderation desk, and no stock action on anything."""

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from accounts.models import Mail, MailState
from portal.auditing.urls import audit_urls
from portal.desk.urls import desk_urls

# Registered by libraries, and not for the admin: secrets of the second factor; groups, whose permissions
# portal.roles alone decides.
NOT_HERE = {"mfa.authenticator", "auth.group"}


class PortalAdminSite(admin.AdminSite):
    """Django's admin with the desk under /admin/desk/."""

    site_header = _("Administration")
    site_title = _("Administration")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.disable_action("delete_selected")  # nothing here is decided by the dozen

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register what belongs in the admin; leave out what is named in NOT_HERE."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        wanted = [model for model in models if model._meta.label_lower not in NOT_HERE]
        super().register(wanted, admin_class, **options)

    def index(self, request, extra_context=None):
        """The front page; to administrators it says how many e-mails are parked, as nobody else would see them."""
        parked = Mail.objects.filter(state=MailState.PARKED).count() if request.user.is_superuser else 0
        return super().index(request, {**(extra_context or {}), "parked_mails": parked})

    def password_change(self, request, extra_context=None):
        """Leads to the site's own page, which has the site's words and rules."""
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        """Leads there too: nothing of this site comes here."""
        return redirect("account_change_password")

    def get_urls(self):
        own = [
            path("desk/", include(desk_urls(self.admin_view))),
            path("audit/", include(audit_urls(self.admin_view))),
        ]
        return [*own, *super().get_urls()]
