"""What is held about a patient's asking: drafts, queries, pictures, warnings, appeals, the ledger, public copies."""

from django.utils.translation import gettext_lazy as _

from accounts.models import AccessEvent, AuditEvent
from accounts.personal_data import row
from questions.browser import adopt_drafts
from questions.models import ASKED_FIELDS, Attachment, Credit, Draft, Payment, PublishedQuestion, Question

ASKED = tuple(field for field in ASKED_FIELDS if field != "specialty")


def gather(request):
    """Drafts begun in this browser before signing in."""
    adopt_drafts(request)


def held(user):
    pictures = Attachment.objects.filter(question__asker=user).count()
    return {
        "drafts": (_("Drafts"), Draft.objects.filter(owner=user).count()),
        "queries": (_("Queries"), Question.objects.of_asker(user).count()),
        "pictures": (_("Pictures"), pictures),
        "pages": (_("Published pages"), PublishedQuestion.objects.filter(question__asker=user).count()),
    }


def export(user):
    """Of a query everything its patient can see, and the trail of who dealt with it, by role."""
    files = {}
    drafts = Draft.objects.filter(owner=user).select_related("specialty").order_by("pk")
    queries = Question.objects.of_asker(user).select_related("specialty")
    rows = {
        "drafts": [_draft(draft, files) for draft in drafts],
        "queries": [_query(question, files) for question in queries],
        "credits": [
            row(credit, "at", "kind", "amount", "reference", "reason")
            for credit in Credit.objects.filter(patient=user).order_by("pk")
        ],
        "payments": [
            row(
                payment,
                "created",
                "modified",
                "status",
                "variant",
                "credits",
                "total",
                "currency",
                "confirmed_at",
            )
            for payment in Payment.objects.of_patient(user).order_by("pk")
        ],
    }
    return rows, files


def _draft(draft, files):
    return row(
        draft,
        "reference",
        *ASKED,
        "created_at",
        "changed_at",
        "expires_at",
        "warned_at",
        "suspicions",
        specialty=_name(draft.specialty),
        steps_answered=draft.done,
        changes_a_sent_query=draft.edits_id is not None,
        pictures=_pictures(draft, files, folder="drafts"),
        warnings=_warnings(draft),
    )


def _query(question, files):
    return row(
        question,
        "reference",
        *ASKED,
        "care",
        "publication",
        "urgent",
        "self_harm",
        "held",
        "held_for",
        "handed_back",
        "reason",
        "created_at",
        "submitted_at",
        "waits_since",
        "paused_at",
        "triaged_at",
        "answered_at",
        "closed_at",
        specialty=_name(question.specialty),
        pictures=_pictures(question, files, folder="queries"),
        warnings=_warnings(question),
        appeals=[
            row(appeal, "text", "made_at", "outcome", "decided_at", "note")
            for appeal in question.appeals.all()
        ],
        public_text_in_preparation=_public_draft(question),
        public_page=_public_page(question),
        what_happened=_trail(question),
        who_looked=_looks(question),
    )


def _name(specialty):
    return specialty.name if specialty else None


def _pictures(owner, files, *, folder):
    """The rows of the pictures; their files go to `files` under the query's reference."""
    pictures = (owner.pictures if folder == "drafts" else owner.attachments).order_by("position")
    rows = []
    for picture in pictures:
        name = f"{folder}/{owner.reference}/picture-{picture.position + 1}.jpg"
        files[name] = picture.file
        rows.append(row(picture, "caption", "width", "height", "size", "uploaded_at", file=name))
    return rows


def _warnings(owner):
    """The warning signs found, and when the person went on from each."""
    hits = owner.red_flags.select_related("version__flag")
    return [row(hit, "place", "shown_at", "continued_at", sign=str(hit.version)) for hit in hits]


def _public_draft(question):
    """The text in preparation, once it was shown; before, it is its moderator's working copy."""
    draft = getattr(question, "public_draft", None)
    if draft is None:
        return None
    shown = (
        row(draft, "title", "text", "approved_at", "agreed_at", "change_wanted") if draft.approved_at else {}
    )
    return {"change_wanted": draft.change_wanted, **shown}


def _public_page(question):
    page = PublishedQuestion.objects.filter(question=question).first()
    if page is None:
        return None
    return row(
        page,
        "reference",
        "title",
        "text",
        "age_band",
        "sex",
        "asked_on",
        "picture_count",
        "published_at",
        "reviewed_on",
        address=page.get_absolute_url(),
    )


def _trail(question):
    """Verbs and times, without names; who acted only where it was the patient."""
    events = AuditEvent.objects.filter(reference=question.reference).order_by("pk")
    return [row(event, "at", "verb", by_me=event.actor_id == question.asker_id) for event in events]


def _looks(question):
    events = AccessEvent.objects.filter(reference=question.reference).order_by("pk")
    return [row(event, "at", "kind", "reason", "note", by=event.viewer_role) for event in events]


def erase(user, *, keep_pages):
    """Drafts with their pictures, the ledger, what was paid. Queries go with their answers (answers.personal)."""
    for draft in Draft.objects.filter(owner=user):
        for picture in draft.pictures.all():
            picture.file.storage.delete(picture.file.name)
        draft.delete()
    Credit.objects.filter(patient=user).delete()
    Payment.objects.of_patient(user).delete()
