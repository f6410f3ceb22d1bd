"""Django's own pages of the admin, and the auditor's."""

from decimal import Decimal

from django.contrib import admin
from django.test import override_settings
from django.urls import reverse

from accounts import personal_data
from accounts.models import PeriodicJob
from questions.models import Credit, HelpNumber, Payment
from tests import factories
from tests.browser.gallery import words
from tests.browser.gallery.scene import named, scene

LISTS = {model._meta.label_lower.replace(".", "_"): model for model in admin.site._registry}


@scene("The admin's first page", "administrator")
def index(cast):
    return reverse("admin:index")


@scene("The admin's first page, for a moderator", "moderator")
def index_moderator(cast):
    return reverse("admin:index")


@scene("The pages of one app", "administrator")
def app_list(cast):
    return reverse("admin:app_list", args=["questions"])


def model_scenes(name, model):
    def changelist(cast):
        _world(cast)
        return reverse(f"admin:{name}_changelist")

    def change(cast):
        _world(cast)
        return reverse(f"admin:{name}_change", args=[model._default_manager.first().pk])

    scene(f"All of {model._meta.verbose_name_plural}", "administrator")(named(f"list_{name}", changelist))
    scene(f"One of {model._meta.verbose_name_plural}", "administrator")(named(f"one_{name}", change))


for name, model in LISTS.items():
    model_scenes(name, model)


for name in (
    "specialties_specialty",
    "questions_redflag",
    "questions_helpnumber",
    "questions_credit",
    "accounts_user",
    "account_emailaddress",
):
    scene(f"To add: {name}", "administrator")(
        named(f"add_{name}", lambda cast, name=name: reverse(f"admin:{name}_add"))
    )


@scene("The history of a specialty", "administrator")
def specialty_history(cast):
    return reverse("admin:specialties_specialty_history", args=[cast.topic.pk])


@scene("To delete a specialty", "administrator")
def specialty_delete(cast):
    return reverse("admin:specialties_specialty_delete", args=[cast.topic.pk])


for view in ("", "-looks", "-seals"):

    def trail(cast, view=view):
        cast.page.refresh_from_db()
        factories.say_why(cast.page.question, by=cast.moderator)
        return reverse(f"admin:audit{view}")

    scene(f"The auditor's trail{view}", "auditor")(named(f"audit{view}", trail))


@scene("The auditor's trail, of a day that is none", "auditor", status=422)
def audit_error(cast):
    return reverse("admin:audit") + "?day=soon"


@scene("What happened to one query", "auditor")
def audit_item(cast):
    return reverse("admin:audit-item", args=[cast.page.question.reference])


@scene("The texts of one query", "auditor")
def audit_texts(cast):
    return reverse("admin:audit-texts", args=[cast.page.question.reference])


def _world(cast):
    """A row of nearly every kind."""
    factories.make_red_flag()
    PeriodicJob.objects.create(name="portal.nightly", last_error="OperationalError")
    Credit.objects.grant(cast.patient, by=cast.senior, amount=2, reason="A query was lost.")
    with override_settings(PAYMENTS="dummy", QUERY_PRICE=Decimal("12.50")):
        Payment.objects.begin(cast.patient, credits=2)
    personal_data.ask_export(cast.patient)
    HelpNumber.objects.create(country="ZZ", kind="crisis", name="Listeners", number="0 800 1")
    factories.take_page_down(factories.make_published_question(specialty=cast.topic, doctor=cast.doctor))
    factories.make_question(asker=cast.patient, specialty=cast.topic, title=words.WORD[:200])
    factories.say_why(cast.page.question, by=cast.moderator)
