"""Texts that a doctor uses again and again: their own, and those that colleagues share."""

import hashlib
import re
import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db import models, transaction
from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.moves import MoveRefused, lock
from specialties.models import Doctor, Specialty
from specialties.writers import NOT_VERIFIED

MOST_OWN = 500
MOST_WORDS = 8  # of a search
TITLE_KEY = 300  # characters: an index entry has its limits
CHANGED = _("This snippet was changed or deleted in another window.")
FULL = _("You can keep at most %(most)d snippets, and you have that many. Delete one that you no longer use.")
SAME_TITLE = _("You have a snippet with this title already.")
SAME_TEXT = _("You have this text already, in the snippet “%(title)s”.")
_WORD = re.compile(r"[^\W_]+")
# Letters that no decomposition takes to a plain one.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text):
    """`text` in small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).translate(_PLAIN)


def words_of(text):
    """The words of `text` as they are searched, each once."""
    return list(dict.fromkeys(_WORD.findall(fold(text))))


class _Matches(Func):
    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = BooleanField()


class SnippetQuerySet(models.QuerySet):
    def of_doctor(self, doctor):
        """A doctor's own texts, by title."""
        return self.filter(doctor=doctor).order_by("title_key", "pk")

    def shared_with(self, doctor):
        """What verified doctors share with their colleagues, by title. Nothing for one who isn't verified today."""
        if not doctor.is_verified:
            return self.none()
        others = self.filter(shared=True, doctor__in=Doctor.objects.verified()).exclude(doctor=doctor)
        return others.order_by("title_key", "pk")

    def visible_to(self, doctor):
        """What a doctor may read: their own and what is shared with them."""
        shared = Q(shared=True, doctor__in=Doctor.objects.verified()) if doctor.is_verified else Q()
        return self.filter(Q(doctor=doctor) | shared)

    def matching(self, typed):
        """Those with every word of `typed`, or one that begins with it: in any order, accents and case ignored."""
        words = words_of(typed)[:MOST_WORDS]
        if not words:
            return self.none() if typed.strip() else self
        quoted = " & ".join(f"'{word}':*" for word in words)  # letters and figures alone
        return self.filter(_Matches(F("tsv"), Cast(Value(quoted), SearchQueryField())))

    def page_for(self, doctor, *, typed="", after=0, size):
        """At most `size` rows, own ones first, each part by title, and the key of the next page (0 on the last).

        `after` is that key: the row that the page before ended with; one that is gone is the first page. Pages by key,
        so a text that comes or goes makes no other appear twice. Three queries at most.
        """
        own = self.matching(typed).of_doctor(doctor)
        theirs = self.matching(typed).shared_with(doctor).select_related("doctor", "specialty")
        last = self.visible_to(doctor).filter(pk=after).first() if after else None
        found = []
        if last is None or last.doctor_id == doctor.pk:
            found = list(_behind(own.select_related("doctor", "specialty"), last)[: size + 1])
            last = None
        if len(found) <= size:
            found += list(_behind(theirs, last)[: size + 1 - len(found)])
        page = found[:size]
        return page, (page[-1].pk if len(found) > size else 0)

    @transaction.atomic
    def add(self, *, doctor, title, text, shared=False, specialty=None):
        """A new text of the doctor's. Raises MoveRefused for the second of the same words, or beyond MOST_OWN. Locks
        the doctor."""
        _hold(doctor)
        own = self.of_doctor(doctor)
        if own.count() >= MOST_OWN:
            raise MoveRefused(FULL % {"most": MOST_OWN})
        snippet = self.model(doctor=doctor, title=title, text=text, shared=shared, specialty=specialty)
        snippet._store()
        return snippet

    @transaction.atomic
    def copy(self, *, snippet, doctor):
        """A colleague's shared text as the doctor's own, not shared. Raises MoveRefused as add() does, and when it is
        no longer shared."""
        if not self.shared_with(doctor).filter(pk=snippet.pk).exists():
            raise MoveRefused(_("This snippet is no longer shared."))
        taken = set(self.of_doctor(doctor).values_list("title_key", flat=True))
        titles = [snippet.title, *(f"{snippet.title[:110]} ({number})" for number in range(2, MOST_OWN + 2))]
        free = next(title for title in titles if title_key(title) not in taken)
        mine = doctor.specialties.filter(pk=snippet.specialty_id).exists()
        specialty = snippet.specialty if mine else None
        return self.add(doctor=doctor, title=free, text=snippet.text, specialty=specialty)


def title_key(title):
    """What titles are compared and sorted by."""
    return fold(" ".join(title.split()))[:TITLE_KEY]


def text_print(text):
    """What texts are compared by: the same for the same words, whatever their case, accents and line ends."""
    return hashlib.sha256(" ".join(fold(text).split()).encode()).hexdigest()


def _behind(rows, last):
    if last is None:
        return rows
    # The first condition says nothing new, but is a bound for the index.
    return rows.filter(title_key__gte=last.title_key).filter(
        Q(title_key__gt=last.title_key) | Q(title_key=last.title_key, pk__gt=last.pk)
    )


def _hold(doctor):
    """One change of a doctor's texts at a time, and only while verified."""
    if not lock(doctor).is_verified:
        raise MoveRefused(NOT_VERIFIED)


class Snippet(models.Model):
    """A text to be put into answers. Its doctor's own; verified colleagues read it when it is shared. Never holds
    anything of a patient."""

    doctor = models.ForeignKey(Doctor, models.CASCADE, related_name="snippets", editable=False)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=4000)
    shared = models.BooleanField(_("share it with colleagues"), default=False)
    specialty = models.ForeignKey(
        Specialty, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("specialty")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    # Made of title and text in _store(): to sort and compare by, and the words to search.
    title_key = models.TextField(editable=False)
    text_print = models.CharField(max_length=64, editable=False)
    tsv = SearchVectorField(editable=False)

    objects = SnippetQuerySet.as_manager()

    class Meta:
        verbose_name = _("snippet")
        verbose_name_plural = _("snippets")
        indexes = [
            GinIndex(fields=["tsv"], name="snippet_tsv", fastupdate=False),
            # What colleagues share, page by page.
            models.Index(fields=["title_key", "id"], name="snippet_shared", condition=Q(shared=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["doctor", "title_key"], name="snippet_one_title_a_doctor"),
            models.UniqueConstraint(fields=["doctor", "text_print"], name="snippet_one_text_a_doctor"),
            models.CheckConstraint(name="snippet_has_words", condition=~Q(title="") & ~Q(text="")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("snippet-edit", args=[self.pk])

    @transaction.atomic
    def change(self, *, title, text, shared, specialty, seen_version):
        """Its doctor changes it. Raises MoveRefused for another window's change, and as add() does. Locks the doctor,
        then this row."""
        _hold(self.doctor)
        current = self._locked(seen_version)
        current.title, current.text, current.shared, current.specialty = title, text, shared, specialty
        current.version += 1
        current._store()
        self.refresh_from_db()

    @transaction.atomic
    def remove(self, *, seen_version):
        """Its doctor deletes it; copies that colleagues made stay theirs. Locks the doctor, then this row."""
        _hold(self.doctor)
        self._locked(seen_version).delete()

    def _locked(self, seen_version):
        current = lock(self)
        if current.version != seen_version:
            raise MoveRefused(CHANGED)
        return current

    def _store(self):
        """Save it with what is made of its words; MoveRefused when its doctor has the same already. The doctor is
        locked, so nobody writes the same in between."""
        self.title_key, self.text_print = title_key(self.title), text_print(self.text)
        others = Snippet.objects.of_doctor(self.doctor).exclude(pk=self.pk)
        if others.filter(title_key=self.title_key).exists():
            raise MoveRefused(SAME_TITLE)
        if same := others.filter(text_print=self.text_print).first():
            raise MoveRefused(SAME_TEXT % {"title": same.title})
        words = words_of(f"{self.title} {self.text} {self.specialty.name if self.specialty else ''}")
        self.tsv = Func(
            Value(words, output_field=ArrayField(TextField())),
            function="array_to_tsvector",
            output_field=SearchVectorField(),
        )
        self.changed_at = timezone.now()
        self.save()
