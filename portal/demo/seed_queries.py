"""The demonstration's queries, each walked through the real moves to the state its entry names."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from answers import publication, signoff
from answers.handing_back import hand_back
from answers.models import CONTRACT_FIELDS, MARKDOWN_FIELDS, Answer, Clarification, in_words
from portal.demo import pictures
from portal.demo.patience import redrawn
from portal.demo.seed_clock import at
from portal.demo.seed_looks import doctor_looks, moderator_looks
from portal.demo.seed_mails import silent_transaction
from portal.demo.seed_people import make_account
from questions import sending
from questions.models import CAUSES, Consent, Credit, Draft, Question, Step
from questions.references import ALPHABET
from specialties.models import Doctor, Specialty

PUBLISHED = "published"  # the state of an entry that names none
# What each step of the ask flow stores.
STEPS = {
    Step.ABOUT: ("about",),
    Step.QUESTION: ("title",),
    Step.DETAILS: ("text",),
    Step.BACKGROUND: ("age_band", "sex", "conditions", "medicines", "allergies"),
}
# How far an entry of each state goes; the later states pass through the earlier ones.
UNTRIAGED = {"draft", "submitted", "withdrawn", "declined"}
ANSWERED = {"answered_private", "allowed", "prepared", "awaiting_patient", "withdrawn_public", PUBLISHED}
PUBLIC = {"prepared", "awaiting_patient", "withdrawn_public", PUBLISHED}
KEPT_PRIVATE = {"answered_private", "declined", "withdrawn"}


@dataclass
class Story:
    """One entry of the content with its cast. `number` makes the variety: who moderates, who closes."""

    entry: dict
    number: int
    asker: object
    moderators: list
    now: datetime = field(default_factory=timezone.now)
    question: Question | None = None

    @property
    def state(self):
        return self.entry.get("state", PUBLISHED)

    @property
    def doctor(self):
        return Doctor.objects.get(slug=self.entry["doctor"])

    def moderator(self, turn):
        """The moderators take turns: 0 is this query's first, 1 the other one."""
        return self.moderators[(self.number + turn) % 2]

    def after_asking(self, share):
        """A moment between asking and answering (or today): `share` 0 is the first, 1 the second."""
        asked, answered = self.entry["asked_days_ago"], self.entry.get("answered_days_ago", 0)
        return at(self.now - timedelta(days=asked - (asked - answered) * share))

    def after_answering(self, share, *, most):
        """A moment after the answer: so much of the time since, but at most so many days."""
        ago = self.entry["answered_days_ago"]
        return at(self.now - timedelta(days=ago - min(ago * share, most)))


def number_of(entry):
    """What makes an entry the same one on the next run, whatever its place in the file."""
    name = f"{entry['topic']}/{entry['title']}/{entry['asked_days_ago']}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:16])


def reference_of(entry):
    """The reference of the entry's query, the same on each run."""
    number, letters = number_of(entry), ""
    for _place in range(8):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return f"Q-{letters[:4]}-{letters[4:]}"


def missing(entries):
    """The entries that aren't in the database yet, the oldest query first."""
    references = {reference_of(entry): entry for entry in entries}
    have = {
        reference
        for model in (Question, Draft)
        for reference in model.objects.filter(reference__in=references).values_list("reference", flat=True)
    }
    new = [entry for reference, entry in references.items() if reference not in have]
    return sorted(new, key=lambda entry: -entry["asked_days_ago"])


def tell(entry, *, people):
    """Make one query and walk it to its state, whole or not at all. Its pictures are drawn before."""
    number = number_of(entry)
    drawings = draw_pictures(entry, number=number)
    with silent_transaction():
        asker = {"first": people["patient"], "second": people["second patient"]}.get(entry.get("patient"))
        if asker is None:  # somebody whose only query this is, so that nobody is 4 and 70 years old
            email = f"patient-{number:032x}"[:16] + "@example.org"
            asker = make_account(email, days_ago=entry["asked_days_ago"] + 0.01)
        moderators = [people["moderator"], people["senior moderator"]]
        story = Story(entry, number=number, asker=asker, moderators=moderators)
        ask(story, drawings=drawings)
        care(story)
        if story.state in PUBLIC:
            publish(story)


def draw_pictures(entry, *, number):
    """The pictures of an entry, drawn anew like any patient's."""
    if not entry["picture"]:
        return []
    return [redrawn(pictures.draw(entry["picture"], seed=number % 1000))]


def consent_of(story):
    if story.state in KEPT_PRIVATE:
        return Consent.PRIVATE
    # Half of those who publish wish to see the text first; the printed patients always do.
    sees_first = story.number % 4 < 2 or "patient" in story.entry
    return Consent.SHOW_FIRST if sees_first else Consent.NO_NEED


def ask(story, *, drawings):
    """Answer the questions of the ask flow; send, unless the entry is a draft."""
    with story.after_asking(0):
        draft = write(story)
        if story.state == "draft":
            return
        draft.answer(Step.PICTURES, fields={})
        for drawing in drawings:
            draft.add_picture(drawing)
        draft.answer(Step.PRIVACY, fields={"consent": consent_of(story)})
        sending.raise_flags(draft)
        sending.go_on(draft)
        allow(story)
        story.question = sending.send(draft, by=story.asker)


def write(story):
    """A draft with all words of the entry."""
    entry = story.entry
    draft = Draft.objects.create(owner=story.asker, reference=reference_of(entry))
    draft.answer(Step.SPECIALTY, fields={"specialty": Specialty.objects.get(slug=entry["topic"])})
    draft.answer(Step.SYMPTOMS, fields={})
    for step, columns in STEPS.items():
        draft.answer(step, fields={name: entry[name].strip() for name in columns})
    return draft


def allow(story):
    """Grant a query when the free ones are used up; those with a printed sign-in keep one to try the site with."""
    balance = Credit.objects.balance(story.asker)
    wanted = 2 if "patient" in story.entry else 1
    if balance is not None and balance < wanted:
        Credit.objects.grant(
            story.asker, by=story.moderator(0), amount=wanted - balance, reason="For the demonstration."
        )


def care(story):
    """Triage, answer and review, as far as the entry's state goes."""
    question, state = story.question, story.state
    if state == "withdrawn":
        with story.after_asking(0.01):
            question.withdraw(by=story.asker, seen_version=question.version)
    elif state == "declined":
        with story.after_asking(0.01):
            reason = story.entry["reason"].strip()
            moderator_looks(question, story.moderator(0))
            question.decline(by=story.moderator(0), reason=reason, seen_version=question.version)
    if state in UNTRIAGED:
        return
    with story.after_asking(0.15):
        moderator_looks(question, story.moderator(0))
        question.triage(
            by=story.moderator(0),
            specialty=question.specialty,
            urgent=question.urgent or story.entry.get("urgent", False),
            self_harm=question.self_harm,
            seen_version=question.version,
        )
    if state == "claimed":
        doctor_looks(question, story.doctor)
        question.claim(doctor=story.doctor)
        Answer.objects.start(question=question, doctor=story.doctor)
    elif state == "handed_back":
        give_back(story)
    elif state == "more_information":
        want_more(story)
    elif "answer" in story.entry:
        answer(story)


def give_back(story):
    """The doctor proposes another specialty; a moderator has not decided yet."""
    proposal = story.entry["hand_back"]
    with story.after_asking(0.7):
        doctor_looks(story.question, story.doctor)
        story.question.claim(doctor=story.doctor)
        hand_back(
            story.question,
            doctor=story.doctor,
            kind="reroute",
            specialty=Specialty.objects.get(slug=proposal["specialty"]),
            reason=proposal["reason"],
            seen_version=story.question.version,
        )


def want_more(story):
    with story.after_asking(0.5):
        doctor_looks(story.question, story.doctor)
        story.question.claim(doctor=story.doctor)
        Clarification.objects.ask(
            question=story.question,
            by=story.doctor.user,
            items=story.entry["ask"],
            seen_version=story.question.version,
        )
        story.question.release(doctor=story.doctor)
    story.question.refresh_from_db()


def ask_back(story):
    """The doctor asks the patient something before answering, who replies; where the entry says so."""
    said, question = story.entry.get("asked_back"), story.question
    if said is None:
        return
    with story.after_asking(0.4):
        doctor_looks(question, story.doctor)
        question.claim(doctor=story.doctor)
        asked = Clarification.objects.ask(
            question=question,
            by=story.doctor.user,
            items=in_words(said["asked"]),
            seen_version=question.version,
        )
    with story.after_asking(0.6):
        asked.answer(by=story.asker, replies=[said["replied"].strip()])
    question.refresh_from_db()


def answer(story):
    """The doctor writes and sends the answer; a moderator releases or returns it, unless it waits for review."""
    question, entry = story.question, story.entry
    words = {name: entry["answer"].get(name, "") for name in ("short_answer", *MARKDOWN_FIELDS, "sources")}
    contract = {name: text.strip() for name, text in words.items()}
    contract["clinical_opinion"] = entry["answer"].get("clinical_opinion", False)
    contract["findings"] = {str(each.pk): entry["finding"].strip() for each in question.attachments.all()}
    ask_back(story)
    with story.after_asking(0.85):
        doctor_looks(question, story.doctor)
        question.claim(doctor=story.doctor)
        written = Answer.objects.start(question=question, doctor=story.doctor)
    with story.after_asking(0.98):
        written.save_draft(contract=contract, seen_version=written.version)
    with story.after_asking(1):
        written.submit(by=story.doctor.user, seen_version=written.version)
    with story.after_answering(0.2, most=0.3):
        if story.state == "returned" or story.state in ANSWERED:
            moderator_looks(question, story.moderator(1))
        if story.state == "returned":
            reason = entry["reason"].strip()
            said = {"rule": entry["rule"], "proposal": {k: v.strip() for k, v in entry["proposal"].items()}}
            written.send_back(by=story.moderator(1), reason=reason, seen_version=written.version, **said)
        elif story.state in ANSWERED:
            written.approve(by=story.moderator(1), seen_version=written.version)
    question.refresh_from_db()
    if story.state in ANSWERED and story.number % 3 == 0:
        with story.after_answering(0.4, most=1):
            question.close(by=story.asker, seen_version=question.version)


def sign_off(draft, *, by):
    """A moderator ticks every class of marks that is found in a public text."""
    classes = [check.key for check in signoff.checks_for(draft)]
    publication.sign_off(draft, by=by, classes=classes, seen_version=draft.version)


def publish(story):
    """Moderators de-identify and sign; the patient agrees where asked to. Then it is taken down where the entry says
    so."""
    question = story.question
    with story.after_answering(0.5, most=1.5):
        moderator_looks(question, story.moderators[0])
        parts = {
            version.pk: {name: getattr(version, name) for name in CONTRACT_FIELDS}
            for version in publication.publishable_versions(question)
        }
        draft = publication.prepare(
            question,
            by=story.moderators[0],
            title=story.entry["title"],
            text=story.entry["public_text"].strip(),
            answers=parts,
            seen_version=0,
        )
    if story.state == "prepared":
        return
    with story.after_answering(0.6, most=2):
        moderator_looks(question, story.moderators[1])
        sign_off(draft, by=story.moderators[1])  # a senior one
        publication.approve(draft, by=story.moderators[1], seen_version=draft.version)
    question.refresh_from_db()
    draft.refresh_from_db()
    if question.patient_sees_first and story.state != "awaiting_patient":
        with story.after_answering(0.8, most=4):
            publication.agree(draft, by=story.asker, seen_version=draft.version)
        question.refresh_from_db()
    if story.state == "withdrawn_public":
        take_down(story)


def take_down(story):
    """By the patient, or by a moderator for the reason that the entry gives."""
    question, why = story.question, story.entry.get("taken_down")
    if why is None:
        with story.after_answering(0.9, most=60):
            publication.withdraw(question, by=story.asker, seen_version=question.version)
        return
    with at(story.now - timedelta(days=why["days_ago"])):
        moderator_looks(question, story.moderators[1])
        publication.withdraw(
            question,
            by=story.moderators[1],
            seen_version=question.version,
            cause=CAUSES[why["reason"]],
            reason=why["reason"],
            words=why["words"].strip(),
            rule=why["rule"],
        )
