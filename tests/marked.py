"""A patient with something of everything, each text of theirs marked, made by the real moves."""

import hashlib
import uuid
from decimal import Decimal

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from accounts import mail
from accounts.models import MailChoice, MailGroup, Statement
from accounts.pictures import Redrawn
from answers import publication
from answers.models import Clarification, FollowUp, Report, in_words
from questions.models import (
    Appeal,
    Consent,
    Credit,
    Draft,
    Payment,
    RedFlag,
    RedFlagHit,
    RedFlagVersion,
    Step,
)
from tests import factories

MODERATOR = "Moderatrix"  # the name of every moderator here: nobody's export holds it
WORKING_COPY = "working copy of nobody but its doctor"


class Marked:
    """`user` and what is theirs. `planted`: every text that their export must hold; all begin with `mark`."""

    def __init__(self, mark):
        self.mark, self.planted = mark, set()
        self.moderator = factories.make_moderator(name=MODERATOR)
        self.other_moderator = factories.make_moderator(name=MODERATOR, senior=True)
        self.area = factories.make_specialty()
        self.doctor = factories.make_doctor(specialties=[self.area])
        self.user = factories.make_user(name=self.text("name"), email=f"{mark}@example.org".lower())
        self.user.emailaddress_set.create(email=f"{mark}-second@example.org".lower(), verified=True)
        self.answered, self.published = self._answered(), self._published()
        self._declined()
        self._asked_back()
        self._drafts()
        self._ledger()
        self._report()
        self._account()

    def text(self, what):
        """A mark to plant: found in the export by itself."""
        planted = f"{self.mark} {what}"
        self.planted.add(planted)
        return planted

    def asked(self, what, **fields):
        """The texts of a query, each marked."""
        names = ("title", "text", "conditions", "medicines", "allergies")
        texts = {name: self.text(f"{what} {name}") for name in names}
        return {"asker": self.user, "specialty": self.area, "pictures": 1, **texts, **fields}

    def contract(self, what):
        """A doctor's words to this patient, marked."""
        names = (
            "short_answer",
            "explanation",
            "self_care",
            "help_non_urgent",
            "help_urgent",
            "help_emergency",
        )
        texts = {name: self.text(f"{what} {name}") for name in (*names, "limits", "sources")}
        return {**texts, "clinical_opinion": True}

    def _report(self):
        """A concern about a doctor, reported while signed in."""
        Report.objects.make(
            doctor=self.doctor,
            kind="other",
            text=self.text("report"),
            contact="",
            by=self.user,
            key=uuid.uuid4(),
        )

    def _query(self, what, **fields):
        """A query opened to doctors, with a marked picture."""
        question = factories.make_open_question(moderator=self.moderator, **self.asked(what, **fields))
        question.attachments.update(
            caption=self.text(f"{what} caption"), sha256=f"{self.mark} {what} sha"[:64]
        )
        return question

    def _answered(self):
        """Answered with follow-ups; its doctor is writing a new version, which is nobody else's yet."""
        question = self._query("answered")
        contract = self.contract("answer")
        findings = {str(picture.pk): self.text("finding") for picture in question.attachments.all()}
        answer = factories.make_approved_answer(
            moderator=self.moderator,
            doctor=self.doctor,
            question=question,
            contract={**contract, "findings": findings},
        )
        first = FollowUp.objects.ask(
            answer=answer, by=self.user, text=self.text("follow-up"), key=uuid.uuid4()
        )
        first.send_reply(by=self.doctor.user, reply=self.text("reply"), seen_version=first.version)
        first.approve(by=self.moderator, seen_version=first.version)
        second = FollowUp.objects.ask(answer=answer, by=self.user, text=self.text("second"), key=uuid.uuid4())
        second.close(by=self.moderator, reason=self.text("closing"), seen_version=second.version)
        appeal = factories.make_decision_appeal(
            statement=Statement.objects.about(second).get(), text=self.text("appeal against closing")
        )
        appeal.decide(by=self.other_moderator, granted=False, note=self.text("closing stands"))
        answer.refresh_from_db()
        answer.revise(by=self.doctor.user, seen_version=answer.version)
        answer.save_draft(contract={"explanation": WORKING_COPY}, seen_version=answer.version)
        return answer

    def _published(self):
        """A public page; the moderator's text names nobody, so it holds no mark."""
        question = self._query("published", consent=Consent.SHOW_FIRST)
        answer = factories.make_approved_answer(
            moderator=self.moderator, doctor=self.doctor, question=question, contract=self.contract("page")
        )
        question.refresh_from_db()
        first = self._prepare(question, text=self.text("public text refused"))
        publication.want_change(first, by=self.user, note=self.text("change"), seen_version=first.version)
        self.planted -= {f"{self.mark} public text refused", f"{self.mark} change"}  # neither stands for long
        draft = self._prepare(question, text="It began weeks ago.")
        publication.agree(draft, by=self.user, seen_version=draft.version)
        return answer

    def _prepare(self, question, *, text):
        """The public text as it lies before the patient."""
        question.refresh_from_db()
        parts = {
            v.pk: factories.CONTRACT | {f: getattr(v, f) for f in ("findings",)} for v in _versions(question)
        }
        parts = {pk: {**_blank(), **part, "findings": {}} for pk, part in parts.items()}
        old = getattr(question, "public_draft", None)
        draft = publication.prepare(
            question,
            by=self.moderator,
            title="Why does it hurt?",
            text=text,
            answers=parts,
            seen_version=old.version if old else 0,
        )
        factories.approve_copy(draft, by=self.other_moderator)
        draft.refresh_from_db()
        return draft

    def _declined(self):
        question = factories.make_question(**self.asked("declined"))
        question.decline(by=self.moderator, reason=self.text("refusal"), seen_version=question.version)
        appeal = Appeal.objects.make(
            question=question, by=self.user, text=self.text("appeal"), seen_version=question.version
        )
        appeal.decide(by=self.other_moderator, granted=False, note=self.text("note"))

    def _asked_back(self):
        question = factories.make_question(**self.asked("asked back"))
        asked = Clarification.objects.ask(
            question=question,
            by=self.moderator,
            items=in_words(self.text("asked")),
            seen_version=question.version,
        )
        asked.answer(by=self.user, replies=[self.text("replied")])
        question.refresh_from_db()
        Clarification.objects.ask(
            question=question,
            by=self.moderator,
            items=in_words(self.text("asked again")),
            seen_version=question.version,
        )
        RedFlagHit.objects.create(question=question, version=_red_flag(), place=RedFlagHit.Place.TEXT)

    def _drafts(self):
        texts = {
            name: self.text(f"draft {name}")
            for name in ("title", "text", "conditions", "medicines", "allergies")
        }
        draft = Draft.objects.begin(
            start_key=uuid.uuid4(), user=self.user, browser_key="", fields=texts, step=Step.QUESTION
        )
        drawing = drawn(self.mark)
        draft.add_picture(drawing, caption=self.text("draft caption"))
        RedFlagHit.objects.create(draft=draft, version=_red_flag(), place=RedFlagHit.Place.CHECKLIST)
        Draft.objects.filter(pk=draft.pk).update(suspicions=["too_quick"])

    def _ledger(self):
        Credit.objects.grant(self.user, by=self.moderator, amount=2, reason=self.text("grant"))
        Payment.objects.create(
            patient=self.user,
            variant="dummy",
            credits=1,
            total=Decimal(5),
            currency="EUR",
            description="query credit",
        )

    def _account(self):
        """Sessions, a second factor, mails to them and their choices, what staff changed."""
        Authenticator.objects.create(
            user=self.user, type=Authenticator.Type.RECOVERY_CODES, data={"secret": f"{self.mark} secret"}
        )
        self.client = Client()
        self.client.force_login(self.user)
        half_way = Client().session
        half_way["account_login"] = {"email": self.user.email}
        half_way.save()
        MailChoice.objects.choose(self.user.pk, group=MailGroup.REMINDERS, wanted=False)
        mail.queue_text(
            self.user.email, user_id=None, kind="code", subject=self.mark, text=f"{self.mark} code"
        )
        LogEntry.objects.create(
            user=self.moderator,
            content_type=ContentType.objects.get_for_model(self.user),
            object_id=str(self.user.pk),
            object_repr=self.user.name,
            action_flag=CHANGE,
            change_message=f"{self.mark} changed",
        )


def drawn(mark):
    """A picture whose bytes hold the mark."""
    data = f"jpeg of {mark}".encode()
    return Redrawn(data=data, width=1, height=1, sha256=hashlib.sha256(data).hexdigest())


def _versions(question):
    return list(publication.publishable_versions(question))


def _blank():
    return {"help_urgent": "", "help_emergency": "", "sources": ""}


def _red_flag():
    """A rule that was found; which one is no matter here."""
    flag, _made = RedFlag.objects.get_or_create(code="test")
    return RedFlagVersion.objects.filter(flag=flag).first() or RedFlagVersion.objects.create(
        flag=flag,
        name="Chest pain",
        level="urgent",
        patterns=["chest pain"],
        text="Call now.",
        must_match=["chest pain"],
        must_not_match=["no pain"],
    )
