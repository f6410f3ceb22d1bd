"""Races of two: a patient changes, agrees, withdraws the agreement or takes the page down in the very moment in which a
moderator approves. Whoever is second is refused, or both count; readers never see a text that isn't approved, and what
the patient wished is done."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from accounts.moves import MoveRefused
from answers import correction, publication
from questions.models import Care, Consent, Publication, Question
from tests import factories


class Cast:
    """Who takes part in all races."""

    def __init__(self):
        self.area = factories.make_specialty()
        self.asker, self.doctor = factories.make_user(), factories.make_doctor(specialties=[self.area])
        self.moderator, self.senior = factories.make_moderator(), factories.make_moderator(senior=True)

    def ask(self):
        return factories.make_question(asker=self.asker, specialty=self.area, consent=Consent.NO_NEED)

    def draft(self, *, consent=Consent.NO_NEED):
        """A public text that is signed off, and not approved yet."""
        people = {"asker": self.asker, "doctor": self.doctor, "moderator": self.moderator}
        answer = factories.make_approved_answer(specialty=self.area, consent=consent, **people)
        text = f"It began weeks ago ({uuid.uuid4()})."
        draft = factories.make_public_draft(question=answer.question, moderator=self.moderator, text=text)
        factories.sign_off(draft, by=self.senior)
        return draft

    def shown(self):
        """A text that waits for the patient."""
        draft = self.draft(consent=Consent.SHOW_FIRST)
        publication.approve(draft, by=self.senior, seen_version=draft.version)
        return draft


class Race:
    """One race: `patient` and `moderator` are let go together; `broken` says what should not be. The query is read
    before by each, as on a page."""

    def __init__(self, cast):
        self.cast = cast
        self.pk = self.prepare()

    def question(self):
        rows = Question.objects.select_related("asker", "specialty", "public_draft", "published_copy")
        return rows.get(pk=self.pk)

    def run(self, pool):
        """(whether the patient's first wish went through, the moderator's decision)."""
        start = Barrier(2)
        both = [pool.submit(self._at, start, move) for move in (self.patient, self.moderator)]
        return tuple(one.result(timeout=60) for one in both)

    def _at(self, start, move):
        question = self.question()
        start.wait(timeout=60)
        try:
            move(question)
            return True
        except MoveRefused:
            return False


class Rewriting(Race):
    """The patient changes the words while a moderator opens the query to doctors: nobody opens words unseen."""

    old = "It began weeks ago. What can I do?"

    def prepare(self):
        return self.cast.ask().pk

    def patient(self, question):
        marks = {"urgent": False, "self_harm": False, "held_for": ""}
        question.rewrite(
            by=question.asker, fields={"text": "It began in May."}, seen_version=question.version, **marks
        )

    def moderator(self, question):
        marks = {"urgent": False, "self_harm": False}
        question.triage(
            by=self.cast.moderator, specialty=self.cast.area, seen_version=question.version, **marks
        )

    def broken(self, question, patient, moderator):
        opened = question.care == Care.OPEN
        return opened != moderator or patient == moderator or (opened and question.text != self.old)


class TakingBackConsent(Race):
    """The patient wants it private while a moderator approves the copy: it is down in the end, whoever was first."""

    def prepare(self):
        return self.cast.draft().question_id

    def patient(self, question):
        try:
            question.keep_private(by=question.asker, seen_version=question.version)
        except MoveRefused:  # public already: the page offers to take it down
            question = self.question()
            publication.withdraw(question, by=question.asker, seen_version=question.version)
            raise

    def moderator(self, question):
        draft = question.public_draft
        publication.approve(draft, by=self.cast.senior, seen_version=draft.version)

    def broken(self, question, patient, moderator):
        state = Publication.WITHDRAWN if moderator else Publication.PRIVATE
        return patient == moderator or question.publication != state or hasattr(question, "published_copy")


class Agreeing(Race):
    """The patient agrees while a moderator takes the text back: public if the patient was first, else not."""

    def prepare(self):
        return self.cast.shown().question_id

    def patient(self, question):
        draft = question.public_draft
        publication.agree(draft, by=question.asker, seen_version=draft.version)

    def moderator(self, question):
        draft = question.public_draft
        publication.take_back(draft, by=self.cast.moderator, seen_version=draft.version)

    def broken(self, question, patient, moderator):
        return patient == moderator or hasattr(question, "published_copy") != patient


class AgreeingToAnOldAnswer(Race):
    """The patient agrees while a moderator approves a newer version of the answer: no page with what was replaced
    before it was born."""

    def prepare(self):
        draft = self.cast.shown()
        answer = factories.revise(draft.question.answers.get(), explanation="It is a strained muscle.")
        answer.submit(by=answer.doctor.user, seen_version=answer.version)
        return draft.question_id

    def patient(self, question):
        draft = question.public_draft
        publication.agree(draft, by=question.asker, seen_version=draft.version)

    def moderator(self, question):
        answer = question.answers.get()
        answer.approve(by=self.cast.moderator, seen_version=answer.version)

    def broken(self, question, patient, moderator):
        due = correction.with_moderators().filter(pk=question.pk).exists()
        return not moderator or hasattr(question, "published_copy") != patient or due != patient


class TakingDown(Race):
    """The patient takes the page down while a moderator approves a correction of it: it is gone."""

    def prepare(self):
        draft = self.cast.draft()
        publication.approve(draft, by=self.cast.senior, seen_version=draft.version)
        fixed = factories.make_correction(draft.question, moderator=self.cast.moderator)
        factories.sign_off(fixed, by=self.cast.senior)
        return draft.question_id

    def patient(self, question):
        publication.withdraw(question, by=question.asker, seen_version=question.version)

    def moderator(self, question):
        draft = question.public_draft
        correction.approve(draft, by=self.cast.senior, seen_version=draft.version)

    def broken(self, question, patient, moderator):
        gone = question.publication == Publication.WITHDRAWN and not hasattr(question, "published_copy")
        return not patient or not gone


RACES = (Rewriting, TakingBackConsent, Agreeing, AgreeingToAnOldAnswer, TakingDown)


def races(number):
    """Run that many; (what came of them in words, {what broke: races})."""
    cast, outcomes, broken = Cast(), Counter(), {}
    with ThreadPoolExecutor(2) as pool:
        for count in range(number):
            kind = RACES[count % len(RACES)]
            race = kind(cast)
            try:
                first = race.run(pool)
                if race.broken(race.question(), *first):
                    broken.setdefault(f"race {kind.__name__}", []).append((race.pk, *first))
            except Exception as error:  # a deadlock, say
                broken.setdefault(f"race {kind.__name__}: {type(error).__name__}", []).append(str(error))
                continue
            outcomes[f"{kind.__name__} {_word(*first)}"] += 1
        for _each in [pool.submit(_close, both) for both in [Barrier(2)] for _ in range(2)]:
            _each.result()
    return [f"{name} {times}" for name, times in sorted(outcomes.items())], broken


def _word(patient, moderator):
    return {(True, True): "both", (True, False): "patient", (False, True): "moderator"}.get(
        (patient, moderator), "neither"
    )


def _close(both):
    """Close the connection of one of the pool's threads; each of the two waits, so that neither does both."""
    both.wait()
    connection.close()
