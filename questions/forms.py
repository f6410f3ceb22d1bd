"""The form a patient asks with, and the small ones on the page of a query."""

import uuid

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.pictures import HEIF_IS_READABLE, PictureRefused, redraw
from accounts.text import clean
from questions import drafts
from questions.models import About, AgeBand, Attachment, Care, Consent, Publication, Question, Sex
from specialties.models import Specialty

UNSURE = "unsure"
# An iPhone turns its HEIC pictures into JPEG by itself when HEIC isn't named here.
ACCEPTED = "image/jpeg,image/png,image/webp" + (",image/heic,image/heif" if HEIF_IS_READABLE else "")
# What the query's row takes from the form, by the same name.
TEXT_FIELDS = (
    "title",
    "text",
    "about",
    "age_band",
    "sex",
    "conditions",
    "medicines",
    "allergies",
    "consent",
)
CONSENT_HINTS = {
    Consent.PRIVATE: _("Only you, the doctors who answer and our moderators ever read it."),
    Consent.SHOW_FIRST: _(
        "Others with the same worry can learn from your answer. We take out what could identify you and show "
        "you the exact text. Nothing is published until you agree."
    ),
    Consent.NO_NEED: _(
        "We take out what could identify you and publish the text without asking again. You can take it down "
        "at any time."
    ),
}


class PicturesInput(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several files in one field. Cleans to a list; what they hold is judged by accounts.pictures alone."""

    widget = PicturesInput

    def clean(self, data, initial=None):
        return [upload for upload in (data or []) if upload]


def specialty_choices():
    """“I'm not sure”, then each listed specialty as a group with itself first and its topics. One query."""
    listed = list(Specialty.objects.listed().order_by("name"))
    choices = [(UNSURE, _("I’m not sure"))]
    for area in (item for item in listed if item.parent_id is None):
        topics = [(item.slug, item.name) for item in listed if item.parent_id == area.pk]
        itself = _("{area}: something else").format(area=area.name) if topics else area.name
        choices.append((area.name, [*topics, (area.slug, itself)]))
    return choices


def _texts(*, label, limit, rows, hint="", missing="", required=False):
    """A text area that says how long a text it takes."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": missing,
            "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d now."),
        },
    )


class AskForm(forms.Form):
    """A query as a patient writes it. `keep()` stores a draft, `send()` sends it.

    `draft` is the Question being finished, if any; `keeping` asks for nothing but what was typed; pictures are
    drawn anew only when `asker` is given (a visitor without account must not cost us a process per picture).
    """

    use_required_attribute = False

    submission_key = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    specialty = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("Choose the nearest topic. If you aren’t sure, a moderator finds the right doctors."),
        error_messages={"required": _("Select a topic, or “I’m not sure”.")},
    )
    title = forms.CharField(
        label=_("Your question in one sentence"),
        help_text=_("For example: “Can tingling in both hands at night come from my neck?”"),
        max_length=200,
        error_messages={
            "required": _("Enter your question in one sentence."),
            "max_length": _(
                "Shorten your question to %(limit_value)d characters; it has %(show_value)d now."
            ),
        },
    )
    text = _texts(
        label=_("Details"),
        limit=10_000,
        rows=9,
        required=True,
        missing=_("Enter some details, so that a doctor can answer."),
    )
    about = forms.ChoiceField(
        label=_("Who is it about?"),
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who the query is about.")},
    )
    age_band = forms.ChoiceField(
        label=_("Age"), required=False, choices=[("", _("Prefer not to say")), *AgeBand.choices]
    )
    sex = forms.ChoiceField(
        label=_("Sex at birth"), required=False, choices=[("", _("Prefer not to say")), *Sex.choices]
    )
    conditions = _texts(
        label=_("Long-term conditions"),
        hint=_("They change what is likely, and what is safe. For example asthma, diabetes, an operation."),
        limit=2000,
        rows=2,
    )
    medicines = _texts(
        label=_("Medicines"),
        hint=_("Some cause complaints, some don’t go together. Names and doses, if you know them."),
        limit=2000,
        rows=2,
    )
    allergies = _texts(
        label=_("Allergies"), hint=_("So that nothing is suggested that harms you."), limit=1000, rows=2
    )
    pictures = PicturesField(label=_("Pictures"), required=False)
    consent = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=Consent.choices,
        widget=forms.RadioSelect,
        initial=Consent.PRIVATE,
        error_messages={"required": _("Select who may read your query.")},
    )

    def __init__(self, *args, asker=None, draft=None, keeping=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.asker, self.draft, self.drawings = asker, draft, []
        self.kept_pictures = list(draft.attachments.all()) if draft else []
        self.fields["specialty"].choices = specialty_choices()
        self.fields["text"].help_text = render_to_string("questions/_ask_prompts.html")
        pictures = self.fields["pictures"]
        pictures.widget.attrs.update({"accept": ACCEPTED, "data-pictures": settings.MAX_PICTURES})
        pictures.help_text = ngettext(
            "One picture of up to %(megabytes)d MB, as your phone takes it (%(kinds)s).",
            "Up to %(number)d pictures of up to %(megabytes)d MB each, as your phone takes them (%(kinds)s).",
            settings.MAX_PICTURES,
        ) % {
            "number": settings.MAX_PICTURES,
            "megabytes": settings.MAX_PICTURE_BYTES // 1_000_000,
            "kinds": _t("JPEG, PNG, WebP or HEIC") if HEIF_IS_READABLE else _t("JPEG, PNG or WebP"),
        }
        if keeping:
            for name in ("specialty", "title", "text", "about", "consent"):
                self.fields[name].required = False

    @property
    def consent_cards(self):
        """The radio buttons of `consent`, each with its explanation."""
        hints = [CONSENT_HINTS[value] for value in Consent.values]
        return list(zip(self["consent"], hints, strict=True))

    @property
    def removed(self):
        """The ids of the draft's pictures that are ticked to go; one that is gone already is no mistake."""
        ticked = self.data.getlist("remove") if self.is_bound else []
        return {picture.pk for picture in self.kept_pictures if str(picture.pk) in ticked}

    def clean_submission_key(self):
        """A key that is missing, broken or another person's (a form left open on a shared computer) is replaced."""
        try:
            key = uuid.UUID(self.cleaned_data["submission_key"])
        except ValueError:
            return uuid.uuid4()
        taken = Question.objects.filter(submission_key=key).exclude(asker=self.asker)
        return uuid.uuid4() if self.asker and taken.exists() else key

    def clean_specialty(self):
        slug = self.cleaned_data["specialty"]
        return Specialty.objects.listed().filter(slug=slug).first() if slug and slug != UNSURE else None

    def clean(self):
        """Count the pictures, and draw them anew once all the rest is right: that costs a process each."""
        uploads = self.cleaned_data.get("pictures") or []
        staying = len(self.kept_pictures) - len(self.removed)
        if len(uploads) + staying > settings.MAX_PICTURES:
            number = {"number": settings.MAX_PICTURES}
            self.add_error("pictures", _t("Choose at most %(number)d pictures.") % number)
        if self.asker and not self.errors:
            captions = self.data.getlist("captions")
            for index, upload in enumerate(uploads):
                self._redraw(upload, caption=captions[index] if index < len(captions) else "")

    def _redraw(self, upload, *, caption):
        try:
            drawing = redraw(upload)
        except PictureRefused as refusal:
            name = Truncator(clean(upload.name)).chars(60)
            self.add_error("pictures", _t("“{name}”: {reason}").format(name=name, reason=refusal.message))
            return
        self.drawings.append((drawing, caption.strip()[:200]))

    def new_pictures(self):
        """Unsaved Attachments of the new drawings; made anew for each attempt, as a failed one spends them."""
        return [
            Attachment(
                file=ContentFile(drawing.data, name="picture.jpg"),
                width=drawing.width,
                height=drawing.height,
                size=len(drawing.data),
                sha256=drawing.sha256,
                caption=caption,
            )
            for drawing, caption in self.drawings
        ]

    def question_fields(self):
        """What the query's row takes. A draft may lack some choices: the model's defaults stand in."""
        data = self.cleaned_data
        fields = {name: data[name] for name in TEXT_FIELDS}
        fields["about"] = fields["about"] or About.SELF
        fields["consent"] = fields["consent"] or Consent.PRIVATE
        return {**fields, "specialty": data["specialty"]}

    def keep(self):
        """Store as a draft. Returns the Question; raises MoveRefused when another window changed it."""
        if self.draft:
            return self._into(drafts.change, self.draft, seen_version=self.cleaned_data["version"])
        question = drafts.keep(
            asker=self.asker,
            submission_key=self.cleaned_data["submission_key"],
            fields=self.question_fields(),
            pictures=self.new_pictures(),
        )
        if question.care == Care.DRAFT and self.differs_from(question):  # back, changed, kept again
            question = self._into(drafts.change, question, seen_version=question.version)
        return question

    def send(self):
        """Send once per form, however often it arrives. Returns the Question."""
        if self.draft:
            return self._into(drafts.send, self.draft, seen_version=self.cleaned_data["version"])
        question = Question.objects.submit_once(
            asker=self.asker,
            submission_key=self.cleaned_data["submission_key"],
            pictures=self.new_pictures(),
            **self.question_fields(),
        )
        if question.care == Care.DRAFT:  # kept from this same form a moment ago
            question = self._into(drafts.send, question, seen_version=question.version)
        return question

    def _into(self, move, question, *, seen_version):
        return move(
            question,
            by=self.asker,
            fields=self.question_fields(),
            pictures=self.new_pictures(),
            without=self.removed,
            seen_version=seen_version,
        )

    def differs_from(self, question):
        """Whether what was typed here is not what `question` says (the form was sent, changed and sent again).
        Specialty and consent may have changed since by their own moves."""
        said = self.question_fields()
        return any(said[name] != getattr(question, name) for name in TEXT_FIELDS if name != "consent")


class VersionForm(forms.Form):
    """A button that acts on what its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ConsentForm(VersionForm):
    """The patient's choice about publication, revocable at any time."""

    consent = forms.ChoiceField(
        choices=Consent.choices, error_messages={"required": _("Select who may read your query.")}
    )

    def save(self, question, *, by):
        """Take an earlier choice back, make the new one; both or neither. Raises MoveRefused."""
        consent, seen_version = self.cleaned_data["consent"], self.cleaned_data["version"]
        with transaction.atomic():
            if question.publication in {Publication.ALLOWED, Publication.AWAITING_PATIENT}:
                question.keep_private(by=by, seen_version=seen_version)
                seen_version = question.version
            if consent != Consent.PRIVATE:
                question.allow_publication(by=by, consent=consent, seen_version=seen_version)
