"""Every address × role × method → status code. An address that isn't listed here fails."""

import io
import re
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from accounts import languages, unsubscribe
from accounts.models import MailGroup, Statement
from accounts.pictures import redraw
from answers.models import Reason
from questions.models import Consent
from tests import factories

pytestmark = pytest.mark.django_db

MATRIX = Path(__file__).parent / "access_matrix.txt"
APP_LIST = re.compile(r"\^\(\?P<app_label>.*\)/\$")
METHODS = ("GET", "POST", "PUT", "DELETE")
ROLES = (
    "anonymous",
    "stranger",
    "asker",
    "doctor",
    "other_doctor",
    "unrelated_doctor",
    "unverified_doctor",
    "moderator",
    "senior",
    "auditor",
    "administrator",
)


def addresses():
    """Every pattern of the site as (route, name)."""

    def walk(patterns, *, above=""):
        for pattern in patterns:
            route = above + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, above=route)
            else:
                yield route, pattern.name

    return list(walk(get_resolver().url_patterns))


# These have one address, without a language.
FOR_MACHINES = {
    "specialties/<slug:slug>/feed/",
    "doctors/portraits/<path:name>",
    "feed/",
    "sitemap.xml",
    "sitemap-pages.xml",
    "sitemap-questions-<int:number>.xml",
    "robots.txt",
    ".well-known/security.txt",
    "healthz",
    "readyz",
}


class World:
    """The cast, and something of everything that could be shown to the wrong person."""

    def __init__(self):
        area = factories.make_specialty(name="Neurology")
        self.topic = factories.make_specialty(name="Migraine", parent=area)
        self.doctor = factories.make_doctor(specialties=[area])
        self.other_doctor = factories.make_doctor(specialties=[area])
        self.unrelated_doctor = factories.make_doctor(specialties=[factories.make_specialty()])
        self.unverified_doctor = factories.make_doctor(specialties=[area], verified=False)
        self.stranger, self.asker = factories.make_user(), factories.make_user()
        self.moderator = factories.make_moderator()
        self.senior = factories.make_moderator(senior=True)
        self.auditor = factories.make_auditor()
        self.administrator = factories.make_user(is_staff=True, is_superuser=True)
        factories.add_second_factor(self.administrator)
        self.page = factories.make_published_question(specialty=self.topic)
        self.answer = factories.make_draft_answer(
            doctor=self.doctor, specialty=self.topic, asker=self.asker, pictures=1, consent=Consent.SHOW_FIRST
        )
        self.question = self.answer.question
        self.sent = factories.make_submitted_answer(specialty=self.topic)
        self.draft = factories.make_draft(owner=self.asker)
        self.draft_picture = self.draft.add_picture(redraw(io.BytesIO(factories.picture_file().read())))
        self.read = read = factories.make_approved_answer(
            doctor=self.doctor, specialty=self.topic, asker=self.asker
        )
        self.follow_up = factories.make_follow_up(answer=read)
        self.appeal = factories.make_appeal(asker=self.asker)
        self.decision_appeal = factories.make_decision_appeal()
        self.statement = Statement.objects.of(self.asker).get()
        self.snippet = factories.make_snippet(doctor=self.doctor, shared=True)
        self.report = factories.make_report(doctor=self.doctor)
        self.page_report = factories.make_page_report(page=self.page)
        self.opinion = factories.make_opinion(answer=self.page.answers.get(), doctor=self.doctor)

    def sign_in(self):
        """The session cookie of each role, made once: what a request does to its session is undone after it."""
        cookies = {"anonymous": {}}
        for role in ROLES[1:]:
            person, client = getattr(self, role), Client()
            client.force_login(getattr(person, "user", person))
            cookies[role] = {name: morsel.value for name, morsel in client.cookies.items()}
        return cookies

    def path(self, route, name):
        """An address with the world's own things in it."""
        values = {
            "reference": self.question.reference,
            "slug": self.topic.slug,
            "pk": self.question.attachments.get().pk,
            "name": "none.jpg",
            "number": 1,
            "key": "queries",
            "object_id": 0,  # nobody's: what number 1 is depends on the tests before
            "content_type_id": 1,
            "app_label": "questions",
            "url": "nothing/",
            "token": unsubscribe.path(self.asker.pk, group=MailGroup.PUBLICATION).split("/")[-2],
        }
        special = {
            "question-detail": {"reference": self.page.reference, "slug": self.page.slug},
            "doctor-detail": {"slug": self.doctor.slug},
            "doctor-report": {"slug": self.doctor.slug},
            "doctor-report-sent": {"slug": self.doctor.slug},
            "page-helpful": {"reference": self.page.reference},
            "page-helpful-thanks": {"reference": self.page.reference},
            "page-report": {"reference": self.page.reference},
            "page-report-sent": {"reference": self.page.reference},
        }
        if route.startswith("ask/<"):
            special[name] = {"reference": self.draft.reference, "pk": self.draft_picture.pk}
        if name in {"credits-pay", "credits-result", "process_payment"}:
            special[name] = {"token": "00000000-0000-4000-8000-000000000000"}  # well formed; nobody's
        about_answer = {"reference": self.follow_up.answer.question.reference, "pk": self.follow_up.answer_id}
        special |= {
            "my-decision": {"pk": self.statement.pk},
            "decision-appeal": {"pk": self.statement.pk},
            "decision-about": {"kind": self.statement.kind, "subject": self.statement.subject_id},
            "question-appeal": {"reference": self.appeal.question.reference},
            "followup-reply": {**about_answer, "pk": self.follow_up.pk},
            "followup-autosave": {**about_answer, "pk": self.follow_up.pk},
            "followup-preview": {**about_answer, "pk": self.follow_up.pk},
            "followup-ask": about_answer,
            "question-earlier": {
                "reference": self.question.reference,
                "earlier": self.read.question.reference,
            },
            "answer-thank": about_answer,
            "answer-retract": {"reference": self.read.question.reference},  # only of an approved one
        }
        if name and name.startswith("snippet-"):
            special[name] = {"pk": self.snippet.pk}
        if name and name.startswith("desk-follow-up"):
            special[name] = {"pk": self.follow_up.pk}
        if name and name.startswith("desk-appeal"):
            special[name] = {"pk": self.appeal.pk}
        if name and name.startswith("desk-decision-appeal"):
            special[name] = {"pk": self.decision_appeal.pk}
        if name and name.startswith("desk-reason"):
            special[name] = {"pk": Reason.objects.order_by("pk").first().pk, "kind": "decline_query"}
        if name and name.startswith("desk-report"):
            special[name] = {"pk": self.report.pk}
        if name and name.startswith("desk-page-report"):
            special[name] = {"pk": self.page_report.pk}
        if name in {"opinion-edit", "answer-too"}:
            special[name] = {"reference": self.page.reference, "number": 1}
        if name and (name.startswith("desk-opinion") or name == "opinion-withdraw"):
            special[name] = {"pk": self.opinion.pk}
        if name and name.startswith(("desk-disagreement", "desk-stale")):
            special[name] = {"pk": self.page.pk}
        if name and name.startswith("desk-answer"):
            special[name] = {"pk": self.sent.pk}
        if name and name.startswith("desk-claim"):
            special[name] = {"kind": "answer", "pk": self.sent.pk}
        if name and name.startswith("desk-doctor"):
            special[name] = {"pk": self.unverified_doctor.pk}
        if name and name.startswith("desk-document"):
            special[name] = {"pk": self.unverified_doctor.documents.first().pk}
        if name in {"apply-document", "apply-remove"}:
            special[name] = {"pk": self.doctor.documents.get(kind="qualification").pk}
        special["apply-section"] = {"key": "you"}
        if "<path:object_id>" in route and not route.startswith("admin/r/"):
            first = apps.get_model(*route.split("/")[1:3])._default_manager.first()
            values["object_id"] = first.pk if first else 1
        values.update(special.get(name, {}))
        path = "/" + APP_LIST.sub("questions/", route).replace("(?P<url>.*)$", "nothing/")
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), path)


def ask(cookies, method, path):
    """The status of one request; whatever it changed is rolled back."""
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies)
    with transaction.atomic():
        response = client.generic(method, path)
        transaction.set_rollback(True)
    return response.status_code


def matrix():
    """{address: {method: [code of each role]}} as the file says."""
    found, block = {}, []
    for line in MATRIX.read_text().splitlines():
        if line.startswith(":"):
            block += line[1:].split()
        elif line and not line.startswith("#"):
            method, *codes = line.split()
            for address in block:
                found.setdefault(address, {})[method] = [int(code) for code in codes]
        elif not line:
            block = []
    return found


def test_every_address_is_listed_and_no_other():
    assert {name or route for route, name in addresses()} == set(matrix())
    assert {tuple(rows) for rows in matrix().values()} == {METHODS}
    assert {len(codes) for rows in matrix().values() for codes in rows.values()} == {len(ROLES)}


@pytest.mark.long
@pytest.mark.parametrize("method", METHODS)
def test_every_role_gets_what_the_matrix_says(method):
    world, expected = World(), matrix()
    cookies = world.sign_in()
    wrong = {}

    for route, name in addresses():
        path = world.path(route, name)
        codes = [ask(cookies[role], method, path) for role in ROLES]
        if codes != expected.get(name or route, {}).get(method):
            wrong[name or route] = dict(zip(ROLES, codes, strict=True))

    assert wrong == {}


@pytest.mark.long
def test_every_page_is_as_open_in_each_language():
    """For those who may do the least; what lets the others in looks at no address."""
    world, expected = World(), matrix()
    cookies = {role: found for role, found in world.sign_in().items() if role in ("anonymous", "auditor")}
    wrong = {}

    for route, name in addresses():
        for method, code in product(("GET", "POST"), languages.others()):
            plain = dict(zip(ROLES, expected[name or route][method], strict=True))
            path = languages.in_language(world.path(route, name), code)
            codes = {role: ask(cookies[role], method, path) for role in cookies}
            if codes != {role: 404 if route in FOR_MACHINES else plain[role] for role in cookies}:
                wrong[method, code, name or route] = codes

    assert wrong == {}


# What an auditor may send: signing in and out, with the page that asks whether it is really them.
AUDITORS = {
    "account_login",
    "account_logout",
    "account_confirm_login_code",
    "account_reauthenticate",
    "account_request_login_code",
    "confirm-it-is-you",
    "login",
    "logout",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_whatever_an_auditor_sends_is_refused_but_signing_in_and_out(method):
    place = ROLES.index("auditor")

    answered = {
        address: rows[method][place]
        for address, rows in matrix().items()
        if rows[method][place] not in (403, 404, 405) and address not in AUDITORS
    }

    assert answered == {}


def test_nothing_answers_with_an_error_of_the_server():
    assert not [address for address, rows in matrix().items() if max(map(max, rows.values())) >= 500]
