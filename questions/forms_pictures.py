"""The pictures of a query being written: chosen, described, removed."""

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import limits
from accounts.limits import LimitReached
from accounts.moves import MoveRefused
from accounts.pictures import HEIF_IS_READABLE, PictureRefused, redraw
from accounts.text import clean
from questions.models import Draft, Step
from questions.models.draft import SENT_OR_GONE

# An iPhone turns its HEIC pictures into JPEG by itself when HEIC isn't named here.
ACCEPTED = "image/jpeg,image/png,image/webp" + (",image/heic,image/heif" if HEIF_IS_READABLE else "")
CAPTION_LENGTH = 200
BUSY_SECONDS = 5  # after which another attempt makes sense: a place to draw is free again


class PicturesInput(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several files in one field. Cleans to a list; what they hold is judged by accounts.pictures alone."""

    widget = PicturesInput

    def clean(self, data, initial=None):
        return [upload for upload in (data or []) if upload is not None]


def _caption():
    return forms.CharField(
        label=_("A few words on what it shows"),
        required=False,
        max_length=CAPTION_LENGTH,
        error_messages={
            "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d now.")
        },
    )


class PicturesForm(forms.Form):
    """All of a draft's pictures at once: new files, a caption for each stored picture, one to remove.

    `store()` keeps whatever is fine and adds an error for each file that isn't; `retry_after` is then the seconds to
    wait, where waiting helps, and `limited` whether that is because of a limit.
    """

    use_required_attribute = False
    retry_after = 0
    limited = False

    pictures = PicturesField(label=_("Choose pictures"), required=False)

    def __init__(self, *args, draft, **kwargs):
        super().__init__(*args, **kwargs)
        self.draft, self.added = draft, []
        self.stored = list(draft.pictures.all())
        for picture in self.stored:
            self.fields[_name(picture)] = _caption()
            self.initial[_name(picture)] = picture.caption
        field = self.fields["pictures"]
        field.help_text = hint()
        field.widget.attrs.update(
            {
                "accept": ACCEPTED,
                "data-pictures": settings.MAX_PICTURES,
                "data-bytes": settings.MAX_PICTURE_BYTES,
            }
        )

    @property
    def rows(self):
        """(picture, its caption's field) of each."""
        return [(picture, self[_name(picture)]) for picture in self.stored]

    @property
    def megabytes(self):
        return settings.MAX_PICTURE_BYTES // 1_000_000

    @property
    def too_many(self):
        return too_many()

    def store(self, *, request):
        """Keep captions, remove, add. Returns whether all went well. Raises MoveRefused when the draft is gone.

        The captions first: nothing that a picture does can lose them. Costs a process per new picture.
        """
        self.is_valid()
        self._keep_captions()
        if (number := self.data.get("remove", "")).isdecimal() and len(number) < 19:
            self.draft.remove_picture(int(number))
        for upload in self.cleaned_data.get("pictures", []):
            if self.retry_after:  # the reason was given with the one before
                self._refuse(upload, _t("This picture was not added either. Please send it again then."))
            else:
                self._add(upload, request=request)
        return not self.errors

    def _keep_captions(self):
        """And write down that this question was answered. Both or, when the draft is gone, neither."""
        with transaction.atomic():
            for picture in self.stored:
                name = _name(picture)
                said = self.cleaned_data.get(name)
                if name not in self.data or said is None or said in (picture.caption, self._shown(picture)):
                    continue
                if picture.caption != self._shown(picture):
                    self.add_error(
                        name,
                        _t("In another window you wrote “%s”. Save again to replace it.") % picture.caption,
                    )
                    continue
                self.draft.pictures.filter(pk=picture.pk).update(caption=said)
            self.draft.answer(Step.PICTURES, fields={})

    def _shown(self, picture):
        """The caption that the page was made with: another window's words are neither lost nor overwritten."""
        return self.data.get(f"shown-{_name(picture)}", picture.caption)

    def _add(self, upload, *, request):
        """Draw one picture anew and keep it; says why not, beside the field."""
        if self.draft.pictures.count() >= settings.MAX_PICTURES:
            return self._refuse(upload, too_many())
        try:
            limits.spend("picture.upload", request=request)
            limits.spend("picture.bytes", request=request, amount=max(1, upload.size))
            picture = self.draft.add_picture(redraw(upload))
        except LimitReached as reached:
            self.retry_after, self.limited = reached.retry_after, True
            return self._refuse(upload, reached.message)
        except PictureRefused as refusal:
            if refusal.code == "busy":
                self.retry_after = BUSY_SECONDS
            return self._refuse(upload, refusal.message)
        except MoveRefused:
            if not Draft.objects.filter(pk=self.draft.pk).exists():
                raise MoveRefused(SENT_OR_GONE) from None
            return self._refuse(upload, too_many())
        self.added.append(picture)

    def _refuse(self, upload, reason):
        name = Truncator(clean(upload.name)).chars(60)
        self.add_error("pictures", _t("“{name}”: {reason}").format(name=name, reason=reason))
        return False


def _name(picture):
    """The name of the field with a picture's caption."""
    return f"caption-{picture.pk}"


def hint():
    return ngettext(
        "One picture of up to %(megabytes)d MB, as your phone takes it (%(kinds)s).",
        "Up to %(number)d pictures of up to %(megabytes)d MB each, as your phone takes them (%(kinds)s).",
        settings.MAX_PICTURES,
    ) % {
        "number": settings.MAX_PICTURES,
        "megabytes": settings.MAX_PICTURE_BYTES // 1_000_000,
        "kinds": _t("JPEG, PNG, WebP or HEIC") if HEIF_IS_READABLE else _t("JPEG, PNG or WebP"),
    }


def too_many():
    return ngettext(
        "This picture was not added, because a query takes %(number)d picture. Remove that one first.",
        "This picture was not added, because a query takes at most %(number)d pictures. Remove one first.",
        settings.MAX_PICTURES,
    ) % {"number": settings.MAX_PICTURES}
