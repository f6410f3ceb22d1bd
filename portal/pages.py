"""Information pages: texts about the site itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.pages import public_page
from accounts.paths import path_of
from accounts.site import EMERGENCY_TEXT
from answers.rules import DOCTOR_RULES, PAGE_RULES, QUERY_RULES, RULES
from portal.desk.lines import queues
from portal.roles import VIEW_TRAIL


def _information(request, template, *, heading, **context):
    trail = [(_("Home"), path_of("home")), (heading, "")]
    common = {"breadcrumb_items": trail, "emergency_text": EMERGENCY_TEXT, "translated": True}
    return render(request, template, common | context)


@require_safe
@public_page
def about(request):
    return _information(request, "portal/about.html", heading=_("About this site"))


@require_safe
@public_page
def editorial_process(request):
    rules = {"query": QUERY_RULES, "answer": RULES, "page": PAGE_RULES, "doctor": DOCTOR_RULES}
    return _information(request, "portal/editorial_process.html", heading=_("Editorial process"), rules=rules)


@require_safe
@public_page
def disclaimer(request):
    return _information(request, "portal/disclaimer.html", heading=_("Disclaimer"))


@require_safe
@public_page
def privacy(request):
    retention = {
        "draft_hours": settings.DRAFT_HOURS,
        "draft_days": settings.DRAFT_DAYS,
        "refused": settings.RETENTION_REFUSED_DAYS,
        "answered": settings.RETENTION_ANSWERED_DAYS,
    }
    return _information(request, "portal/privacy.html", heading=_("Privacy"), retention=retention)


@require_safe
@public_page
def terms(request):
    heading = _("Terms of use")
    return _information(request, "portal/terms.html", heading=heading, free_queries=settings.FREE_QUERIES)


@require_safe
@public_page
def accessibility(request):
    return _information(request, "portal/accessibility.html", heading=_("Accessibility"))


@require_safe
@public_page
def contact(request):
    return _information(request, "portal/contact.html", heading=_("Contact"))


@login_required
def account_home(request):
    """“My account”: to the page where this person's work or queries are."""
    if request.user.is_staff:
        if queues.queues_of(request.user):
            return redirect("admin:desk")
        return redirect("admin:audit" if request.user.has_perm(VIEW_TRAIL) else "admin:index")
    return redirect("dashboard" if hasattr(request.user, "doctor") else "my-questions")
