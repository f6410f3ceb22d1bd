"""Each e-mail is in the language of who reads it, its links too; whatever language caused or sends it."""

import json
import re
import zipfile

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts import mail, personal_data, schedule
from accounts.languages import in_language
from accounts.mail_kinds import KINDS
from accounts.management.commands.worker import TaskWorker
from accounts.models import DataRequest, Mail, User
from answers.models import Report, ReportStatus
from portal.desk.records import alerts
from questions.models import Question
from tests.factories import make_draft, make_moderator, make_page_report, make_question, make_user
from tests.questions.asking import with_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_empty_cache")]
PAGE = "/me/mails/"
PASSWORD = "violet-umbrella-cabin-22"
CODE = "Your sign-in code is:"


@pytest.fixture(autouse=True)
def _a_language_left_over():
    """What the pages asked for leave active doesn't reach the next test."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def said(words, code):
    """What `words` of ours are in a language."""
    with translation.override(code):
        return _(words)


def language_of(message):
    """The language and direction that the HTML of a mail names."""
    return re.search(r'<html lang="([\w-]+)" dir="(\w+)">', message.alternatives[0].content).groups()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("code", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_each_kind_is_in_the_language_of_its_reader(kind, code, direction, deliver):
    mail.notify(make_user(language=code), kind, reference="Q-7K3M-92VX", number=2)
    deliver()

    (message,) = outbox.outbox
    with translation.override(code):
        ours = [_("Hello,"), str(KINDS[kind].why) % {"site": settings.SITE_NAME}, _("Reference:")]
    for text in (message.body, message.alternatives[0].content):
        assert all(words in text for words in ours) and "Hello" not in text and "Reference" not in text
        assert f"{settings.SITE_URL}/{code}/me/" in text and f"{settings.SITE_URL}/me/" not in text
    assert language_of(message) == (code, direction)


@pytest.mark.parametrize("of_cause", ["en-gb", "es", "ar"])
@pytest.mark.parametrize(
    ("chosen", "code"), [("", "en-gb"), ("es", "es"), ("ar", "ar"), ("tlh", "en-gb"), ("en-gb", "en-gb")]
)
def test_neither_who_causes_nor_who_sends_it_matters(chosen, code, of_cause, deliver):
    user = make_user(language=chosen)
    with translation.override(of_cause):
        mail.notify(user, "question_received", path=in_language("/me/questions/", of_cause))
    with translation.override("ar" if of_cause == "es" else "es"):  # left over by whatever was sent before
        deliver()

    (message,) = outbox.outbox
    assert Mail.objects.get().path == "/me/questions/"
    assert language_of(message)[0] == code
    assert f'"{settings.SITE_URL}{in_language("/me/questions/", code)}"' in message.alternatives[0].content


def test_the_ways_out_of_optional_mails_are_in_that_language_too(client, deliver):
    user = make_user(language="es")
    mail.notify(user, "publication_published")
    deliver()

    (message,) = outbox.outbox
    stop = message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    assert f"{settings.SITE_URL}/es{PAGE}" in message.body
    assert '<html lang="es"' in client.get(stop).content.decode()
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert user.mail_choices.filter(wanted=False).exists()


# -- Codes and notices -----------------------------------------------------------------------------


def test_who_signs_up_is_written_to_in_the_language_of_the_page(client, deliver):
    client.post("/es/accounts/signup/", {"email": "nina@example.org", "password1": PASSWORD})
    deliver()

    assert User.objects.get(email="nina@example.org").language == "es"
    assert language_of(outbox.outbox[0]) == ("es", "ltr")


def test_newcomer_of_a_query_is_written_to_in_the_language_of_the_page(client, deliver):
    draft = make_draft(browser_key=with_key(client))
    client.post(f"/ar/ask/{draft.reference}/account/", {"email": "nina@example.org"})
    deliver()

    assert User.objects.get(email="nina@example.org").language == "ar"
    assert language_of(outbox.outbox[0]) == ("ar", "rtl") and said(CODE, "ar") in outbox.outbox[0].body


@pytest.mark.parametrize(("page", "code"), [("", "en-gb"), ("/es", "es")])
def test_code_is_in_the_language_of_the_page_that_asks_for_it(client, page, code, deliver):
    user = make_user(language="ar")
    client.post(f"{page}/accounts/login/code/", {"email": user.email})
    deliver()

    assert language_of(outbox.outbox[0])[0] == code and said(CODE, code) in outbox.outbox[0].body


def test_notice_about_an_account_is_in_the_language_of_the_account(client, deliver):
    user = make_user(language="ar")
    client.post("/es/accounts/signup/", {"email": user.email, "password1": PASSWORD})
    deliver()

    (message,) = outbox.outbox
    assert message.to == [user.email] and language_of(message) == ("ar", "rtl")
    assert User.objects.get().language == "ar"


# -- Words that are made when it is queued -----------------------------------------------------------


def test_each_moderator_reads_of_the_queues_in_their_own_language(moderator, deliver, settings):
    settings.DESK_LIMITS, settings.DESK_DIGEST_HOUR = {"queries": (0, 0)}, 0
    reader = make_moderator()
    User.objects.filter(pk=reader.pk).update(language="es")
    make_question(specialty=None)
    Question.objects.update(submitted_at=timezone.now(), waits_since=timezone.now())
    Mail.objects.all().delete()

    with translation.override("ar"):
        alerts.warn()
        alerts.digest()
        User.objects.filter(pk=reader.pk).update(
            language="ar"
        )  # their words are made: the rest goes with them
        deliver()

    to = {
        person: [one for one in outbox.outbox if one.to == [person.email]] for person in (moderator, reader)
    }
    for person, code in ((moderator, "en-gb"), (reader, "es")):
        assert [language_of(one)[0] for one in to[person]] == [code, code]
        assert all(said("Queries to triage", code) + ": 1" in one.body for one in to[person])


@pytest.mark.parametrize(("code", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_outcome_of_a_report_is_in_the_language_it_was_sent_in(code, direction, moderator, deliver):
    with translation.override(code):
        report = make_page_report(contact="me@example.org")
    Mail.objects.all().delete()
    report.decide(by=moderator, outcome=ReportStatus.NOTHING, note="Nothing.", seen_version=report.version)
    deliver()

    assert Report.objects.get().language == code
    assert language_of(outbox.outbox[0]) == (code, direction)


def test_last_words_to_an_erased_account_are_in_its_language(deliver):
    personal_data.erase(make_user(language="es"), keep_pages=False)
    deliver()

    (message,) = outbox.outbox
    assert language_of(message) == ("es", "ltr") and said("Hello,", "es") in message.body


def test_copy_of_ones_data_explains_itself_in_the_persons_language():
    user = make_user(language="es")
    personal_data.ask_export(user)
    with translation.override("ar"):
        personal_data.make_export.call(request_id=DataRequest.objects.get().pk)

    with DataRequest.objects.get().file.open() as file, zipfile.ZipFile(file) as archive:
        words = archive.read("README.txt").decode()
        data = json.loads(archive.read("data.json"))
    assert said("Names of moderators and anything of other people are left out.", "es") in words
    assert data["account"]["language"] == "es"


# -- The worker ------------------------------------------------------------------------------------

SEEN = []


def forgetful_job():
    """Writes down which language it finds, and leaves another behind."""
    SEEN.append(translation.get_language())
    translation.activate("ar")


@task()
def forgetful_task():
    forgetful_job()


def test_no_job_begins_in_a_language_left_over(settings):
    SEEN.clear()
    settings.PERIODIC_JOBS = {f"{__name__}.forgetful_job": 1}
    schedule.register()
    with translation.override("es"):
        schedule.run_due()
        assert translation.get_language() == "es"

    assert SEEN == ["en-gb"]


def test_no_task_begins_in_a_language_left_over():
    SEEN.clear()
    row = DBTaskResult.objects.get(pk=forgetful_task.enqueue().id)
    row.claim("w")
    worker = TaskWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=1,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="w",
    )
    with translation.override("es"):
        worker.run_task(row)
        assert translation.get_language() == "es"

    assert SEEN == ["en-gb"]


# -- The choice ------------------------------------------------------------------------------------


def test_language_is_chosen_on_the_page_of_e_mails(signed_in, asker, deliver):
    client = signed_in(asker)
    page = client.get(PAGE).content.decode()
    assert re.findall(r'<option value="([\w-]+)" lang="[\w-]+" selected', page) == ["en-gb"]

    assert client.post(PAGE, {"language": "es", "wanted": ["publication"]}).status_code == 302

    asker.refresh_from_db()
    assert asker.language == "es"
    mail.notify(asker, "question_received")
    deliver()
    assert language_of(outbox.outbox[0]) == ("es", "ltr")


@pytest.mark.parametrize("code", ["", "tlh", "es" * 10])
def test_language_that_is_not_offered_is_refused(signed_in, asker, code):
    response = signed_in(asker).post(PAGE, {"language": code})

    asker.refresh_from_db()
    assert response.status_code == 422 and "Choose a language" in response.content.decode()
    assert asker.language == ""


def test_site_of_one_language_asks_for_none(signed_in, asker, settings):
    settings.LANGUAGES = [("en-gb", "English")]
    asker.language = "es"  # of when it was offered
    asker.save()
    client = signed_in(asker)

    assert "Language of our e-mails" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"wanted": []}).status_code == 302
    asker.refresh_from_db()
    assert asker.language == "es"
