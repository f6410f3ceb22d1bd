"""What comes after an answer or a refusal in the demonstration: follow-ups, an appeal, a query held as spam, concerns
about a doctor and about pages, second opinions, a correction and a retraction; and what doctors keep to write again.

Each through the real moves, once: run again, it finds what it made.
"""

import uuid
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from answers.models import FollowUp, Report, Snippet
from portal.demo import seed_corrections, seed_opinions
from portal.demo.seed_clock import at
from portal.demo.seed_looks import doctor_looks, moderator_looks
from portal.demo.seed_mails import silent_transaction
from portal.demo.seed_people import make_account
from questions import sending, spam
from questions.models import Appeal, Draft, PublishedQuestion, Question
from specialties.models import Doctor, Specialty


def make(content, *, moderators):
    """Make what is missing of `content` (after.toml); returns how many pieces."""
    now = timezone.now()
    return (
        sum(_follow_up(entry, now=now, moderators=moderators) for entry in content["follow_up"])
        + sum(_appeal(entry, now=now) for entry in content["appeal"])
        + sum(_held(entry, now=now) for entry in content["held"])
        + sum(_report(entry, now=now) for entry in content["report"])
        + sum(_page_report(entry, now=now) for entry in content["page_report"])
        # Before the corrections: one of them was given before its page was corrected.
        + sum(seed_opinions.judge(entry, now=now, moderators=moderators) for entry in content["opinion"])
        + sum(
            seed_corrections.correct(entry, now=now, moderators=moderators) for entry in content["correction"]
        )
        + sum(seed_corrections.retract(entry, now=now) for entry in content["retraction"])
        + sum(_snippet(entry) for entry in content["snippet"])
        + sum(seed_opinions.begin(entry, now=now) for entry in content["second_answer"])
    )


def _words(text):
    """One paragraph, without the line ends of the file."""
    return " ".join(text.split())


def _days_ago(now, days):
    return at(now - timedelta(days=days))


def _follow_up(entry, *, now, moderators):
    """Ask it, and go as far as the entry has words: a reply, its release or return, closing without one, thanks.
    `name` tells the second to a query from the first."""
    name = "/".join([entry["query"], *([entry["name"]] if "name" in entry else [])])
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"https://demo.example/follow-up/{name}")
    if FollowUp.objects.filter(key=key).exists():
        return 0
    question = Question.objects.get(title=entry["query"])
    answer = question.answers.readable_by_patient().get()
    with silent_transaction():
        with _days_ago(now, entry["asked_days_ago"]):
            text = _words(entry["text"])
            one = FollowUp.objects.ask(answer=answer, by=question.asker, text=text, key=key)
        if "reply" in entry:
            with _days_ago(now, entry["replied_days_ago"]):
                reply = _words(entry["reply"])
                doctor_looks(question, answer.doctor)
                one.send_reply(by=answer.doctor.user, reply=reply, seen_version=one.version)
        if "reviewed_days_ago" in entry:
            with _days_ago(now, entry["reviewed_days_ago"]):
                moderator_looks(question, moderators[0])
                _review(one, entry, by=moderators[0])
        if entry.get("thanks"):
            with _days_ago(now, entry["reviewed_days_ago"] - 0.1):
                answer.thank(by=question.asker)
    return 1


def _review(follow_up, entry, *, by):
    seen = {"by": by, "seen_version": follow_up.version}
    if "closed" in entry:
        follow_up.close(reason=_words(entry["closed"]), **seen)
    elif "returned" in entry:
        follow_up.send_back(reason=_words(entry["returned"]), **seen)
    else:
        follow_up.approve(**seen)


def _snippet(entry):
    doctor = Doctor.objects.get(slug=entry["doctor"])
    if Snippet.objects.of_doctor(doctor).filter(title=entry["title"]).exists():
        return 0
    Snippet.objects.add(
        doctor=doctor,
        title=entry["title"],
        text=_words(entry["text"]),
        shared=entry.get("shared", False),
        specialty=Specialty.objects.filter(slug=entry.get("specialty", "")).first(),
    )
    return 1


def _appeal(entry, *, now):
    question = Question.objects.get(title=entry["query"])
    if question.appeals.exists():
        return 0
    with silent_transaction(), _days_ago(now, entry["made_days_ago"]):
        Appeal.objects.make(
            question=question,
            by=question.asker,
            text=_words(entry["text"]),
            seen_version=question.version,
        )
    return 1


def _report(entry, *, now):
    """A concern about a doctor, from nobody with an account."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"https://demo.example/report/{entry['doctor']}")
    if Report.objects.filter(key=key).exists():
        return 0
    with silent_transaction(), _days_ago(now, entry["made_days_ago"]):
        Report.objects.make(
            doctor=Doctor.objects.get(slug=entry["doctor"]),
            kind=entry["kind"],
            text=_words(entry["text"]),
            contact="",
            by=AnonymousUser(),
            key=key,
        )
    return 1


def _page_report(entry, *, now):
    """A concern about a public page: from a doctor's account, or from nobody with one."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"https://demo.example/page-report/{entry['page']}")
    if Report.objects.filter(key=key).exists():
        return 0
    by = Doctor.objects.get(slug=entry["by"]).user if "by" in entry else AnonymousUser()
    with silent_transaction(), _days_ago(now, entry["made_days_ago"]):
        Report.objects.make_of_page(
            page=PublishedQuestion.objects.for_feed().get(title=entry["page"]),
            kind=entry["kind"],
            text=_words(entry["text"]),
            contact="",
            by=by,
            key=key,
        )
    return 1


def _held(entry, *, now):
    """Send a query whose words the site itself holds back."""
    email = f"{entry['patient']}@example.org"
    if Question.objects.filter(asker__email=email).exists():
        return 0
    said = {"title": entry["title"], "text": _words(entry["text"])}
    with silent_transaction():
        asker = make_account(email, days_ago=entry["sent_days_ago"] + 0.01)
        with _days_ago(now, entry["sent_days_ago"]):
            draft = Draft.objects.create(
                owner=asker,
                specialty=Specialty.objects.get(slug=entry["topic"]),
                done=Draft.all_steps(),
                **said,
            )
            question = sending.send(draft, by=asker, held_for=spam.suspicions(asker=asker, **said))
            spam.remember(question)
    return 1
