"""Makes people and things for tests by walking the real moves: no state here that users cannot reach."""

import io
import itertools
import uuid
from contextlib import suppress
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts import look_reasons
from accounts.models import Statement, User
from accounts.moves import MoveRefused
from answers import correction, publication, signoff
from answers.models import Answer, DecisionAppeal, FollowUp, Opinion, Report, Snippet
from portal import roles
from questions.models import (
    Appeal,
    Attachment,
    Consent,
    Draft,
    FlagLevel,
    Question,
    RedFlag,
    RedFlagVersion,
    Step,
)
from specialties.models import Doctor, DoctorDocument, DocumentKind, Specialty

PASSWORD = "a-long-enough-password"
_numbers = itertools.count(1)


def make_user(*, name="", email="", **fields):
    number = next(_numbers)
    user = User.objects.create_user(email or f"person{number}@example.org", PASSWORD, name=name, **fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def add_second_factor(user):
    """What staff and doctors must have before they see anything of patients."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})


def make_staff(role, *, name):
    """A member of the staff in the group `role` of portal.roles."""
    user = make_user(name=name, is_staff=True)
    add_second_factor(user)
    user.groups.add(Group.objects.get(name=role))
    return user


def make_moderator(*, name="Moderator", senior=False):
    """A moderator; a senior one also signs second, confirms doctors and decides on appeals."""
    return make_staff(roles.SENIOR if senior else roles.MODERATOR, name=name)


def make_auditor(*, name="Auditor"):
    return make_staff(roles.AUDITOR, name=name)


def make_specialty(*, name="", parent=None, **fields):
    name = name or f"Specialty {next(_numbers)}"
    return Specialty.objects.create(name=name, slug=name.lower().replace(" ", "-"), parent=parent, **fields)


def make_doctor(*, specialties=(), verified=True, sent=True, name="", **fields):
    """A doctor with an account: verified by two moderators unless told otherwise, or only a draft (`sent=False`)."""
    number = next(_numbers)
    name = name or f"Dr Test {number}"
    doctor = Doctor.objects.begin(user=make_user(name=name))
    fields = {
        "name": name,
        "title": "Consultant",
        "degree": "MD",
        "country": "GB",
        "languages": ["en"],
        "interests": "None",
        "register_name": "Test Register",
        "register_country": "GB",
        "register_number": f"T-{1000 + number}",
        "register_url": f"https://register.example/T-{1000 + number}",
        "licence_expires_on": timezone.now().date() + timedelta(days=365),
        **fields,
    }
    for field, value in fields.items():
        setattr(doctor, field, value)
    doctor.save()
    doctor.specialties.set(specialties or [make_specialty()])
    for kind in DocumentKind:
        add_document(doctor, kind=kind)
    add_second_factor(doctor.user)
    if sent:
        doctor.submit(by=doctor.user, seen_version=doctor.version)
    if sent and verified:
        verify_doctor(doctor)
    return doctor


def add_document(doctor, *, kind="licence", colour="teal", title=""):
    """A picture as one of a doctor's documents, waiting for a look."""
    data = picture_file(colour=colour).read()
    title = title or ("Degree in medicine" if kind == DocumentKind.QUALIFICATION else "")
    return DoctorDocument.objects.add(doctor, kind=kind, data=data, title=title)


def accept_documents(doctor, *, by=None):
    """A moderator accepts every document that still waits."""
    by = by or make_moderator()
    for document in doctor.documents.filter(status="waiting"):
        document.accept(by=by, seen_version=Doctor.objects.get(pk=doctor.pk).version)
    doctor.refresh_from_db()


def verify_doctor(doctor, *, first=None, second=None):
    """One moderator accepts the documents and makes the first check, a senior one confirms."""
    first = first or make_moderator()
    accept_documents(doctor, by=first)
    doctor.mark_checked(by=first, seen_version=doctor.version)
    doctor.verify(by=second or make_moderator(senior=True), seen_version=doctor.version)


def picture_file(*, colour="teal", size=(60, 40)):
    """A small real JPEG as an uploaded file."""
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "JPEG")
    return ContentFile(data.getvalue(), name="picture.jpg")


def make_question(
    *,
    asker=None,
    specialty=None,
    consent=Consent.PRIVATE,
    pictures=0,
    submitted=True,
    **fields,
):
    """A query as the ask page makes it: sent, waiting for triage (or a draft)."""
    fields = {
        "title": "Why does it hurt?",
        "text": "It began weeks ago. What can I do?",
        **fields,
    }
    question = Question.objects.create(
        asker=asker or make_user(),
        specialty=specialty or make_specialty(),
        consent=consent,
        **fields,
    )
    for position in range(pictures):
        Attachment.objects.create(
            question=question,
            file=picture_file(),
            width=60,
            height=40,
            size=700,
            position=position,
        )
    if submitted:
        question.submit(by=question.asker, seen_version=question.version)
    return question


# What the ask flow asks, and answers that raise no red flag.
ASKED = {
    Step.SPECIALTY: {"specialty": None},
    Step.SYMPTOMS: {},
    Step.ABOUT: {"about": "self"},
    Step.QUESTION: {"title": "Why do my hands tingle?"},
    Step.DETAILS: {"text": "It began three weeks ago.\nIt is worse at night."},
    Step.BACKGROUND: {"age_band": "30–39", "sex": "", "conditions": "", "medicines": "none", "allergies": ""},
    Step.PICTURES: {},
    Step.PRIVACY: {"consent": "private"},
}


def make_draft(*, owner=None, browser_key="", until=None, **fields):
    """A query being written, all its questions answered; those before `until` alone when it is given."""
    draft = None
    for step, answers in ASKED.items():
        if step == until:
            break
        said = {name: fields.get(name, value) for name, value in answers.items()}
        if draft is None:
            draft = Draft.objects.begin(
                start_key=uuid.uuid4(),
                user=owner or AnonymousUser(),
                browser_key=browser_key,
                fields=said,
                step=step,
            )
        else:
            draft.answer(step, fields=said)
    return draft


def make_red_flag(
    *, code="chest-pain", level=FlagLevel.EMERGENCY, pattern="chest pain", ask="Pain in the chest"
):
    """A rule in force. While there is one, the shipped ones don't count."""
    flag = RedFlag.objects.create(code=code)
    return RedFlagVersion.objects.create(
        flag=flag,
        name=code,
        level=level,
        ask=ask,
        text=f"Words about {code}.",
        patterns=[pattern],
        must_match=[f"I have {pattern}."],
        must_not_match=["I feel well."],
    )


def make_open_question(*, moderator=None, urgent=False, self_harm=False, **fields):
    """A query a moderator opened to doctors."""
    question = make_question(**fields)
    question.triage(
        by=moderator or make_moderator(),
        specialty=question.specialty,
        urgent=urgent,
        self_harm=self_harm,
        seen_version=question.version,
    )
    return question


CONTRACT = {
    "short_answer": "It is most likely harmless.",
    "explanation": "Such pain often comes from a *strained* muscle.",
    "self_care": "- Rest\n- Keep warm",
    "help_non_urgent": "It lasts longer than six weeks.",
    "limits": "Without an examination nobody can be sure.",
    "clinical_opinion": True,
}


def make_draft_answer(*, doctor=None, question=None, contract=None, **fields):
    """An answer in the editor of a doctor who holds the query."""
    question = question or make_open_question(**fields)
    doctor = doctor or make_doctor(specialties=[question.specialty])
    question.claim(doctor=doctor)
    answer = Answer.objects.start(question=question, doctor=doctor)
    findings = {str(picture.pk): "A small red patch." for picture in question.attachments.all()}
    answer.save_draft(
        contract={**CONTRACT, "findings": findings, **(contract or {})},
        seen_version=answer.version,
    )
    return answer


def make_submitted_answer(**fields):
    """An answer waiting for review."""
    answer = make_draft_answer(**fields)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)
    return answer


def make_approved_answer(*, moderator=None, **fields):
    """An answer its patient can read."""
    answer = make_submitted_answer(**fields)
    answer.approve(by=moderator or make_moderator(), seen_version=answer.version)
    return answer


def revise(answer, *, note="The advice was too short.", **contract):
    """An approved answer opened again by its doctor, with the note of what was changed; not sent yet."""
    answer.revise(by=answer.doctor.user, seen_version=answer.version)
    answer.save_draft(contract={**contract, "change_note": note}, seen_version=answer.version)
    return answer


def make_new_version(answer, *, moderator=None, **fields):
    """A newer approved version of an approved answer."""
    revise(answer, **fields)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)
    answer.approve(by=moderator or make_moderator(), seen_version=answer.version)
    return answer


def make_correction(
    question, *, moderator=None, title="Why does it hurt?", text="It began weeks ago.", note="Corrected."
):
    """A corrected text of a public page, prepared by a moderator and not approved yet."""
    question.refresh_from_db()
    parts = {version.pk: version.contract() for version in publication.publishable_versions(question)}
    return correction.prepare(
        question,
        by=moderator or make_moderator(),
        title=title,
        text=text,
        answers=parts,
        note=note,
        seen_version=question.public_draft.version,
    )


# Every line of a sign-off that there can be.
EVERY_CLASS = [*signoff.CLASSES, signoff.PICTURES, signoff.TOGETHER]


def sign_off(draft, *, by):
    """A moderator ticks every class of marks there is."""
    publication.sign_off(draft, by=by, classes=EVERY_CLASS, seen_version=draft.version)


def approve_copy(draft, *, by=None, moves=publication):
    """A moderator, a senior one unless given, signs a public text off and approves it."""
    by = by or make_moderator(senior=True)
    with suppress(MoveRefused):  # what may not be signed off may not be approved either
        sign_off(draft, by=by)
    moves.approve(draft, by=by, seen_version=draft.version)


def approve_correction(draft, *, by=None):
    """The same for a corrected text, which is on its page where nobody but a moderator is asked."""
    approve_copy(draft, by=by, moves=correction)


def make_public_draft(*, question, moderator=None, title="Why does it hurt?", text="It began weeks ago."):
    """A public copy a moderator prepared, not approved yet."""
    question.refresh_from_db()
    parts = {version.pk: version.contract() for version in publication.publishable_versions(question)}
    old = getattr(question, "public_draft", None)
    return publication.prepare(
        question,
        by=moderator or make_moderator(),
        title=title,
        text=text,
        answers=parts,
        seen_version=old.version if old else 0,
    )


def make_published_question(*, title="Why does it hurt?", text="It began weeks ago.", **fields):
    """A public page, made by the whole road: asked, opened, answered, approved, de-identified, agreed."""
    fields.setdefault("consent", Consent.NO_NEED)
    answer = make_approved_answer(**fields)
    draft = make_public_draft(question=answer.question, title=title, text=text)
    approve_copy(draft)
    draft.refresh_from_db()
    if draft.question.patient_sees_first:
        publication.agree(draft, by=draft.question.asker, seen_version=draft.version)
    return draft.question.published_copy


def make_follow_up(*, answer=None, text="May I swim?", reply="", **fields):
    """A follow-up question that waits for its doctor; with `reply` one whose reply waits for review."""
    answer = answer or make_approved_answer(**fields)
    asker = answer.question.asker
    follow_up = FollowUp.objects.ask(answer=answer, by=asker, text=text, key=uuid.uuid4())
    if reply:
        follow_up.send_reply(by=answer.doctor.user, reply=reply, seen_version=follow_up.version)
    return follow_up


def make_opinion(*, answer=None, doctor=None, stance="agree", reason="", shown=False, moderator=None):
    """A colleague's opinion on a public answer, waiting for review; with `shown` one that readers see."""
    answer = answer or make_published_question().answers.get()
    doctor = doctor or make_doctor(specialties=[answer.question.area])
    reason = reason or ("" if stance == "agree" else "I would treat it sooner.")
    work = Opinion.objects.in_work().filter(published_answer=answer, doctor=doctor).first()
    opinion = Opinion.objects.give(
        answer=answer,
        doctor=doctor,
        stance=stance,
        reason=reason,
        key=uuid.uuid4(),
        seen_version=work.version if work else 0,
        seen_text=answer.draft_version,
    )
    if shown:
        opinion.approve(by=moderator or make_moderator(), seen_version=opinion.version)
    return opinion


def make_second_answer(*, page=None, doctor=None):
    """A second answer to a public query, just begun."""
    page = page or make_published_question()
    doctor = doctor or make_doctor(specialties=[page.area])
    return Answer.objects.start_too(question=page.question, doctor=doctor)


def make_snippet(*, doctor=None, title="", text="", **fields):
    """A text that a doctor keeps; its words are its own unless given."""
    number = next(_numbers)
    return Snippet.objects.add(
        doctor=doctor or make_doctor(),
        title=title or f"Snippet {number}",
        text=text or f"Words of snippet {number}.",
        **fields,
    )


def make_report(*, doctor=None, by=None, text="He sold me his pills.", **fields):
    """A concern about a doctor that waits for a moderator."""
    return Report.objects.make(
        **{
            "doctor": doctor or make_doctor(),
            "kind": "behaviour",
            "text": text,
            "contact": "",
            "by": by or AnonymousUser(),
            "key": uuid.uuid4(),
            **fields,
        }
    )


def make_page_report(*, page=None, by=None, kind="other", text="It says who I am.", **fields):
    """A concern about a public page that waits for a moderator."""
    return Report.objects.make_of_page(
        **{
            "page": page or make_published_question(),
            "kind": kind,
            "text": text,
            "contact": "",
            "by": by or AnonymousUser(),
            "key": uuid.uuid4(),
            **fields,
        }
    )


def take_page_down(page, **why):
    """A public page taken down: by its patient, or, where no query is behind it, by a moderator."""
    if page.question is None:
        publication.withdraw_imported(page, by=make_moderator(), reason_code="asked")
        return
    page.question.refresh_from_db()
    publication.withdraw(page.question, by=page.question.asker, seen_version=page.question.version, **why)


def say_why(question, *, by, reason="complaint", note=""):
    """`by`, of the staff, gives the reason to see a query that they aren't working on; good for half an hour."""
    why = look_reasons.Why(reason, note)
    look_reasons.give(by, subject_id=question.pk, reference=question.reference, why=why)


def make_declined_question(*, moderator=None, reason="Please see a dentist.", **fields):
    """A query that a moderator refused."""
    question = make_question(**fields)
    question.decline(by=moderator or make_moderator(), reason=reason, seen_version=question.version)
    return question


def make_appeal(*, question=None, text="It is about my health.", **fields):
    """An appeal that waits for a senior moderator."""
    question = question or make_declined_question(**fields)
    return Appeal.objects.make(question=question, by=question.asker, text=text, seen_version=question.version)


def make_decision_appeal(*, statement=None, moderator=None, text="It is right as it is."):
    """An appeal against a decision, of an answer sent back by default, that waits for a senior moderator."""
    if statement is None:
        answer = make_submitted_answer()
        by = moderator or make_moderator()
        answer.send_back(by=by, reason="Too short.", rule="whole", seen_version=answer.version)
        statement = Statement.objects.about(answer).get()
    return DecisionAppeal.objects.make(statement=statement, by=statement.user, text=text)
