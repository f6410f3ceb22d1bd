"""Moderators who decide over the desk's real addresses, on pages that they opened just now or a while ago, and the
patients and doctors who keep them in work. What each decision was answered with is written down, to be compared with
the trail."""

import random
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Value

from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse

from accounts.moves import MoveRefused
from answers import correction, publication
from answers.models import Answer, AnswerStatus
from answers.rules import RULES_OF
from questions.models import Care, Consent, Publication, Question
from tests import factories

WINDOW = 24  # queries that all work on at the same time
HELD = 6  # pages that a moderator leaves open in other tabs
CORRECTED_ENOUGH = 8  # versions of a public text, after which its query is left alone
DONE, REFUSED = 302, {409, 422}
PARTS = ("short_answer", "explanation", "self_care", "help_non_urgent", "limits")


class World:
    """The queries in the order in which they are worked on, and who else has a part in them."""

    def __init__(self, *, queries, doctors=4, asker=None):
        areas = [factories.make_specialty() for _ in range(2)]
        self.topics = [factories.make_specialty(parent=areas[n % 2], sensitive=n == 3) for n in range(4)]
        self.doctors = [factories.make_doctor(specialties=areas) for _ in range(doctors)]
        self.asker = asker or factories.make_user()
        self.ids = [self._ask(number) for number in range(queries)]
        self.first = Value("i", 0)  # shared by processes

    def _ask(self, number):
        topic = self.topics[number % len(self.topics)]
        return factories.make_question(asker=self.asker, specialty=topic, consent=Consent.NO_NEED).pk

    def pick(self, dice):
        """(place, a query of those that are worked on now), the oldest more often."""
        first = min(self.first.value, len(self.ids) - 1)
        width = min(WINDOW, len(self.ids) - first)
        place = first + min(dice.randrange(width), dice.randrange(width))
        return place, self.ids[place]

    def finished(self, place):
        with self.first.get_lock():
            if place == self.first.value:
                self.first.value += 1

    @property
    def is_over(self):
        return self.first.value >= len(self.ids)


class Page:
    """What a moderator saw of a query when it was opened."""

    def __init__(self, pk):
        rows = Question.objects.select_related("asker", "public_draft", "published_copy")
        self.question = rows.get(pk=pk)
        self.answer = Answer.objects.filter(question=pk).select_related("doctor__user").first()
        self.draft = getattr(self.question, "public_draft", None)
        self.is_public = self.question.publication == Publication.PUBLISHED
        self.versions = list(publication.publishable_versions(self.question))

    @property
    def is_finished(self):
        question = self.question
        return (
            question.care == Care.DECLINED
            or question.publication == Publication.WITHDRAWN
            or (self.answer is not None and self.answer.status == AnswerStatus.RETRACTED)
            or (self.is_public and self.draft.version >= CORRECTED_ENOUGH)
        )

    def decision(self, dice):
        """What a moderator may do here: a method of Decisions; None when it is somebody else's turn."""
        care, public = self.question.care, self.question.publication
        if care == Care.SUBMITTED:
            return "decline" if dice.random() < 0.05 else "open"
        if self.answer is not None and self.answer.status == AnswerStatus.IN_REVIEW:
            return "give_back" if dice.random() < 0.35 else "approve"
        if care != Care.ANSWERED:
            return None
        if public == Publication.ALLOWED:
            return "publish" if self.draft and dice.random() < 0.7 else "redact"
        if public == Publication.AWAITING_PATIENT:
            return "take_back" if dice.random() < 0.2 else None
        if self.draft.corrects_page and not self.draft.correction_waits_for_patient:
            return "publish" if dice.random() < 0.7 else "redact"
        return dice.choices(["redact", "withdraw", "retract", None], weights=[50, 12, 3, 35])[0]


@dataclass(frozen=True)
class Sent:
    """One decision: by whom, what, and what the trail must have of it if it was done."""

    actor: int
    kind: str
    verb: str
    subject: int
    number: int  # the version that was seen, or made by it
    status: int
    text: str = ""


class Decisions:
    """Forms of the desk as a browser sends them, each a method that returns (address, form, Sent without a status)."""

    def open(self, page):
        form = {"version": page.question.version, "specialty": page.question.specialty_id}
        return self._of_query(page, "query-open", form), ("question.open", page.question.version + 1)

    def decline(self, page):
        form = _reasons("decline", "decline_query", version=page.question.version)
        return self._of_query(page, "query-decline", form), ("question.declined", page.question.version + 1)

    def approve(self, page):
        return self._of_answer(page, "answer-approve", _seen(page)), (
            "answer.approved",
            page.answer.version + 1,
        )

    def give_back(self, page):
        form = _reasons("return", "return_answer", **_seen(page))
        return self._of_answer(page, "answer-return", form), ("answer.returned", page.answer.version + 1)

    def retract(self, page):
        form = _reasons("retract", "retract_answer", version=page.answer.version, code="wrong", confirm="on")
        return self._of_answer(page, "answer-retract", form), ("answer.retracted", page.answer.version + 1)

    def redact(self, page):
        seen = page.draft.version if page.draft else 0
        form = {**_copy(page), "version": seen, "text": f"It began weeks ago ({uuid.uuid4()})."}
        return self._of_query(page, "publication-save", form), ("publicdraft.prepared", seen + 1)

    def publish(self, page):
        form = {**_copy(page), "version": page.draft.version, "text": page.draft.text}
        form["signed"] = factories.EVERY_CLASS
        return self._of_query(page, "publication-approve", form), (
            "publicdraft.approved",
            page.draft.version,
        )

    def take_back(self, page):
        form = {"confirm-version": page.draft.version, "confirm-confirm": "on"}
        return self._of_query(page, "publication-take-back", form), (
            "publication.allowed",
            page.question.version + 1,
        )

    def withdraw(self, page):
        form = {
            "version": page.question.version,
            "reason": "wrong",
            "words": "It is out of date.",
            "confirm": "on",
        }
        form = {f"confirm-{name}": value for name, value in form.items()}
        return self._of_query(page, "publication-withdraw", form), (
            "publication.withdrawn",
            page.question.version + 1,
        )

    def _of_query(self, page, name, form):
        address = reverse(f"admin:desk-{name}", args=[page.question.reference])
        if page.is_public and name in {"publication-save", "publication-approve"}:
            address += "?correct=1"
        return address, form, page.question.pk

    def _of_answer(self, page, name, form):
        return reverse(f"admin:desk-{name}", args=[page.answer.pk]), form, page.answer.pk


def _seen(page):
    return {"version": page.answer.version, "number": page.answer.versions.count()}


def _reasons(prefix, kind, **fields):
    fields |= {"rule": RULES_OF[kind][0].code, "reason": "Please look at it again."}
    return {f"{prefix}-{name}": value for name, value in fields.items()}


def _copy(page):
    """The public text of each part of the answers, as the doctor wrote it."""
    form = {"title": "Why does it hurt?", "correction_note": "Said more clearly."}
    for version in page.versions:
        form |= {f"a{version.pk}-{part}": getattr(version, part) for part in PARTS}
    return form


class Moderator:
    """One moderator at a browser: takes up queries of the window, now and then an old tab, and decides."""

    def __init__(self, world, user, *, seed):
        self.world, self.user, self.dice = world, user, random.Random(seed)
        self.client, self.tabs = Client(), []
        self.client.force_login(user)
        self.sent, self.errors = [], []

    def work(self, decisions):
        """Send `decisions` of them; whatever isn't a refusal is in `errors` by its name."""
        while len(self.sent) < decisions and not self.world.is_over:
            try:
                self.step()
            except Exception as error:
                self.errors.append(f"{type(error).__name__}: {error}"[:300])
                if len(self.errors) > 20:
                    return

    def step(self):
        place, pk = self.world.pick(self.dice)
        page = Page(pk)
        if page.is_finished:
            self.world.finished(place)
            return
        self.tabs.append(page)
        if len(self.tabs) >= HELD or self.dice.random() < 0.25:  # one of those that have lain open
            page = self.tabs.pop(self.dice.randrange(len(self.tabs)))
        else:
            self.tabs.pop()
        kind = page.decision(self.dice)
        if kind == "publish" and not self.may_sign(page) and self.dice.random() < 0.8:
            return
        if kind is None:
            somebody_else(page, self.world, self.dice)
            return
        if self.dice.random() < 0.05:
            self.look(page, kind)
        for _click in range(2 if self.dice.random() < 0.05 else 1):
            self.decide(page, kind)

    def may_sign(self, page):
        """Whether the page would offer the approval to this moderator."""
        page.draft.question = page.question
        return page.draft.may_be_signed_by(self.user)

    def look(self, page, kind):
        """Open the page of it, as one does before a decision: it is held from now on."""
        address = getattr(Decisions(), kind)(page)[0][0].partition("?")[0]
        self.client.get(address[: address.rstrip("/").rindex("/") + 1])

    def decide(self, page, kind):
        (address, form, subject), (verb, number) = getattr(Decisions(), kind)(page)
        take_over = {"take_over": "1"} if self.dice.random() < 0.6 else {}
        status = self.client.post(address, {**form, **take_over}).status_code
        text = form.get("text", "") if kind == "redact" else ""
        self.sent.append(Sent(self.user.pk, kind, verb, subject, number, status, text))


def somebody_else(page, world, dice):
    """The doctor writes and sends, or the patient decides on the text: what the moderators wait for."""
    with suppress(MoveRefused, ObjectDoesNotExist):
        if page.question.publication == Publication.AWAITING_PATIENT:
            _patient(page, dice, moves=publication)
        elif page.draft is not None and page.draft.correction_waits_for_patient:
            _patient(page, dice, moves=correction)
        else:
            _doctor(page, world)


def _patient(page, dice, *, moves):
    seen = {"by": page.question.asker, "seen_version": page.draft.version}
    if dice.random() < 0.3:
        moves.want_change(page.draft, note="Leave out the weeks.", **seen)
    else:
        moves.agree(page.draft, **seen)


def _doctor(page, world):
    question, answer = page.question, page.answer
    if answer is None:
        doctor = world.doctors[question.pk % len(world.doctors)]
        question.claim(doctor=doctor)
        answer = Answer.objects.start(question=question, doctor=doctor)
    elif answer.status == AnswerStatus.APPROVED:
        answer.revise(by=answer.doctor.user, seen_version=answer.version)
    words = {**factories.CONTRACT, "explanation": f"Such pain ({uuid.uuid4()}).", "change_note": "Said anew."}
    answer.save_draft(contract=words, seen_version=answer.version)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)


def counted(sent):
    """{kind: how many were done, refused, answered otherwise} of Sent ones."""
    table = {}
    for one in sent:
        word = "done" if one.status == DONE else str(one.status)
        table.setdefault(one.kind, Counter())[word] += 1
    return table
