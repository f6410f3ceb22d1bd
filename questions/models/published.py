"""What readers see: the public copy of a query. The tombstone of one that was taken down is in withdrawn.py."""

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connections, models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.paths import path_of
from questions.models.question import Question
from questions.models.states import AgeBand, Sex
from specialties.models import Doctor, Edition, Specialty

# A part of the sitemap holds the pages whose ids lie in one range of this length, so that its address always means the
# same ones, and it is one walk along the primary key. The format allows 50,000.
SITEMAP_PART = 10_000
PARTS = """
SELECT part, (SELECT changed_at FROM {table} WHERE id / {size} = part ORDER BY changed_at DESC LIMIT 1)
FROM generate_series((SELECT min(id) / {size} FROM {table}), (SELECT max(id) / {size} FROM {table})) AS part
WHERE EXISTS (SELECT FROM {table} WHERE id / {size} = part AND answer_count > 0)
"""

CARD_FIELDS = (
    # topic.published_questions hands its topic to each row, and asks the row for the id: read with the rest.
    "topic",
    "area",
    "reference",
    "slug",
    "title",
    "query_excerpt",
    "answer_excerpt",
    "answer_count",
    "answered_at",
    "changed_at",
    "imported_on",
    "language",
    "lead_doctor__name",
    "lead_doctor__slug",
    "lead_doctor__title",
    "lead_doctor__portrait",
    "lead_doctor__status",
    "lead_doctor__licence_expires_on",
)

# What a question's own page prints, beside what is read with it.
PAGE_FIELDS = (
    *("question", "reference", "slug", "title", "text", "age_band", "sex", "picture_count", "answer_count"),
    *("asked_on", "changed_at", "reviewed_on", "review_due_on", "review_wanted_at"),
    *("imported_on", "detached_on", "source_name", "language"),
    *("topic__name", "topic__slug", "topic__parent", "area__name", "area__slug"),
)
# How many other pages a page names, and by what.
RELATED = 5
TITLE = ("reference", "slug", "title", "language")

EDITION = """
SELECT e.mark::text FROM questions_publishedquestion p JOIN specialties_edition e ON e.scope IN (0, p.area_id)
WHERE p.reference = $1 AND p.slug = $2 ORDER BY e.scope, e.id
"""


class OneOf(Func):
    """Whether a value is one of an array's."""

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY(", models.BooleanField()


class PublishedQuestionQuerySet(models.QuerySet):
    def published(self):
        """The one gate of every list, sitemap and search: a row exists only while it is public (withdrawing deletes
        it), and one whose every answer was retracted is listed nowhere; feeds alone say so (for_feed())."""
        return self.filter(answer_count__gt=0)

    def addressable(self):
        """The gate of a page's own address: every row, as where all answers were retracted the page says so."""
        return self.all()

    def for_feed(self):
        """The gate of feeds: every row, newest answer first, as a card. One whose every answer was retracted stays as
        an entry that says so, for those whose reader keeps the old words until it gets new ones."""
        return self.all().newest_answer_first().cards()

    def hold_of(self, question):
        """The page of a public query, locked until the transaction ends, its topic before it (Specialty hold())."""
        return self._hold(question=question)

    def hold(self, page):
        """A page, with or without a query behind it, locked in the same way; of a query's own page the query first."""
        return self._hold(pk=page.pk)

    def _hold(self, **which):
        Specialty.objects.hold(self.values_list("topic", flat=True).get(**which))
        return self.select_for_update(of=("self",), no_key=True).get(**which)

    def edition(self, reference, slug):
        """Which edition stands of what a page at this address shows: all of its own specialty; "" without one."""
        return Edition.objects.read(EDITION, [reference, slug])

    def under(self, specialty):
        """Those of a topic, or of all topics of a specialty."""
        return self.filter(topic=specialty) if specialty.parent_id else self.filter(area=specialty)

    def newest_answer_first(self):
        return self.order_by("-answered_at", "-pk")

    def cards(self):
        """What a list prints, ready-made, with the doctor in the same query."""
        return self.select_related("lead_doctor").only(*CARD_FIELDS)

    def card_rows(self, *more):
        """What cards() reads and annotations, as named tuples: a fifth of what instances cost."""
        return self.values_list("pk", "lead_doctor_id", *CARD_FIELDS, *more, named=True)

    def titles(self):
        """(reference, slug, title, its language) of each, as a list of links prints them."""
        return self.values_list(*TITLE)

    def sitemap_parts(self, *, size=SITEMAP_PART):
        """[(number, when one of its pages last changed)] of each part of the sitemap that has pages. One query, of two
        rows a part."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(PARTS.format(table=self.model._meta.db_table, size=int(size)))
            return cursor.fetchall()

    def sitemap_part(self, number, *, size=SITEMAP_PART):
        """(reference, slug, when it last changed) of each page in one part of the sitemap, in the order of the ids."""
        rows = self.published().filter(pk__gte=number * size, pk__lt=(number + 1) * size).order_by("pk")
        return rows.values_list("reference", "slug", "changed_at")

    def review_due(self):
        """Pages whose day of review has come, of the archive too; the longest overdue first."""
        return (
            self.published().filter(review_due_on__lte=timezone.localdate()).order_by("review_due_on", "pk")
        )

    def disputed(self):
        """Pages on which a doctor's disagreement is shown and no moderator has looked since; the oldest first."""
        return self.filter(review_wanted_at__isnull=False).order_by("review_wanted_at", "pk")

    def for_page(self):
        """What the question's own page prints, its topic and specialty in the same query."""
        return self.select_related("topic", "area").defer("query_excerpt", "answer_excerpt")

    def with_what_is_beside(self):
        """What a page prints and no more; the marks of its `edition`; its `neighbours`, as titles(); whether it
        `has_opinions` and `has_corrections`, so that nobody asks for what most pages are without."""
        answers = self.model.answers.rel.related_model
        opinions = answers.opinions.rel.related_model.objects.shown()
        corrections = self.model.corrections.rel.related_model.objects.all()
        return self.only(*PAGE_FIELDS).annotate(
            edition=Edition.objects.beside(OuterRef("area")),
            neighbours=self._neighbours(),
            has_opinions=Exists(opinions.filter(published_answer__question=OuterRef("pk")).order_by()),
            has_corrections=Exists(corrections.filter(page=OuterRef("pk"))),
        )

    def _neighbours(self):
        """The pages most like one, of its specialty (RelatedPages); where none is stored or left, the newest others of
        its topic, or of the specialty that it stands under itself. The database looks for these only then."""
        others = self.model.objects.published().exclude(pk=OuterRef("pk"))
        stored = OuterRef("related__pages")
        place = Func(stored, F("pk"), function="array_position", output_field=models.IntegerField())
        alike = _links(
            others.filter(OneOf(F("pk"), stored), area=OuterRef("area"))
            .annotate(place=place)
            .order_by("place")
        )
        of_topic = _links(others.filter(topic=OuterRef("topic")).newest_answer_first())
        of_area = _links(others.filter(area=OuterRef("area")).newest_answer_first())
        none = Value([], output_field=alike.output_field)
        return Coalesce(NullIf(alike, none), Case(When(topic=F("area"), then=of_area), default=of_topic))


def _links(pages):
    """The first few as an array of titles()."""
    title = Func(*TITLE, function="jsonb_build_array", output_field=models.JSONField())
    return ArraySubquery(pages.values(link=title)[:RELATED])


class PublishedQuestion(models.Model):
    """The approved, de-identified public copy of one query, or an item imported from an earlier site.

    Made only by answers.publication and by import_qa, changed only by answers.correction and by a retraction. Triggers
    refuse a row whose query isn't allowed, approved and (where the rule says so) agreed and signed by two people.
    The card's texts are stored ready to print, because rendering is what a list page costs.
    """

    question = models.OneToOneField(
        Question,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_copy",
        editable=False,
    )
    reference = models.CharField(max_length=11, unique=True)
    slug = models.SlugField(max_length=120)
    topic = models.ForeignKey(Specialty, models.PROTECT, related_name="published_questions")
    area = models.ForeignKey(Specialty, models.PROTECT, related_name="area_published_questions")
    title = models.CharField(_("title"), max_length=400)
    text = models.TextField(_("text"))
    age_band = models.CharField(max_length=10, blank=True, default="")
    sex = models.CharField(max_length=8, blank=True, default="")
    # Of all its words, the answers' too; "" for the site's own.
    language = models.CharField(max_length=12, blank=True, default="", db_default="", editable=False)
    # How many pictures the patient sent; what they show stands in the answers, in the doctor's words.
    picture_count = models.PositiveSmallIntegerField(default=0)
    asked_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(help_text="when the newest answer was given")
    published_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    reviewed_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )

    query_excerpt = models.CharField(max_length=240)
    answer_excerpt = models.CharField(max_length=240)
    answer_count = models.PositiveSmallIntegerField(default=1)
    lead_doctor = models.ForeignKey(Doctor, models.PROTECT, related_name="lead_of")

    imported_on = models.DateField(null=True, blank=True)
    # When its query was erased and the patient let the page stay: nothing private is behind it any more.
    detached_on = models.DateField(null=True, editable=False)
    source_name = models.CharField(max_length=120, blank=True, default="")
    source_id = models.CharField(max_length=200, blank=True, default="")

    # Since when a doctor's disagreement, shown on it, waits for a moderator to look at the page again.
    review_wanted_at = models.DateTimeField(null=True, editable=False)
    # The version of the PublicDraft whose text this is; 0 for an imported page.
    draft_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects = PublishedQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published question")
        verbose_name_plural = _("published questions")
        indexes = [
            # Topic page and specialty page: newest answer first, read in index order.
            # The count is included so that what published() leaves out is skipped without reading the rows.
            models.Index(
                fields=["topic", "-answered_at", "-id"], include=["answer_count"], name="published_by_topic"
            ),
            models.Index(
                fields=["area", "-answered_at", "-id"], include=["answer_count"], name="published_by_area"
            ),
            # Home and the site's feed.
            models.Index(fields=["-answered_at", "-id"], name="published_newest"),
            # The newest change in each part of the sitemap.
            models.Index(F("id") / SITEMAP_PART, F("changed_at").desc(), name="published_part_changed"),
            # The moderators' queue of pages whose review is due.
            models.Index(
                fields=["review_due_on", "id"], name="published_review_due", condition=Q(answer_count__gt=0)
            ),
            # The moderators' queue of disagreements.
            models.Index(
                fields=["review_wanted_at"],
                name="published_review_wanted",
                condition=Q(review_wanted_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_name", "source_id"],
                name="published_source_id_once",
                condition=~Q(source_id=""),
            ),
            models.CheckConstraint(
                name="published_is_ours_or_imported",
                condition=Q(
                    question__isnull=False, imported_on=None, detached_on=None, approved_by__isnull=False
                )
                | Q(question=None, imported_on=None, detached_on__isnull=False, approved_by__isnull=False)
                | Q(question=None, imported_on__isnull=False, detached_on=None) & ~Q(source_name=""),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return path_of("question-detail", reference=self.reference, slug=self.slug)

    @property
    def review_overdue(self):
        """Whether readers must be told that its review is late. Told by the day on which the page is made: from
        that day on it has another ETag (accounts.pages)."""
        return (
            self.review_due_on is not None
            and self.answer_count > 0
            and self.review_due_on < timezone.localdate()
        )

    @property
    def age_word(self):
        """The patient's age as readers see it, in their language; an archive may hold any text."""
        return str(AgeBand(self.age_band).label) if self.age_band in AgeBand.values else self.age_band

    @property
    def sex_word(self):
        """The patient's sex as readers see it; empty when not given."""
        return str(Sex(self.sex).label) if self.sex in Sex.values else self.sex
