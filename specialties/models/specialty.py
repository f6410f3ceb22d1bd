"""What is treated: specialties and, one level below them, topics."""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from accounts.paths import path_of
from specialties.models.doctor import Doctor
from specialties.models.edition import Edition

# What a topic's page prints of itself, of what stands above it and of whoever reviewed it.
PAGE_FIELDS = (
    *("name", "slug", "synonyms", "summary", "introduction", "care_level", "care_text", "published_count"),
    *("reviewed_on", "review_due_on", "parent__name", "parent__slug"),
    *(f"reviewed_by__{name}" for name in ("name", "slug", "title", "status", "licence_expires_on")),
)

# So many doctors a topic's page names.
DOCTORS = 4


class CareLevel(models.TextChoices):
    """The three levels of a care card, mildest first."""

    NON_URGENT = "non_urgent", _("Non-urgent advice")
    URGENT = "urgent", _("Urgent advice")
    EMERGENCY = "emergency", _("Emergency")


class SpecialtyQuerySet(models.QuerySet):
    def listed(self):
        """What readers may see and patients may choose."""
        return self.filter(is_listed=True)

    def areas(self):
        """The upper level, by name."""
        return self.filter(parent=None).order_by("name")

    def topics(self):
        """The lower level, by name."""
        return self.exclude(parent=None).order_by("name")

    def hold(self, pk):
        """The specialty or topic, locked until the transaction ends.

        Whoever publishes, empties or deletes a page under it takes this lock before the page's: moving a topic takes
        its pages along, and the counts of pages stand in its row, so two orders would be a deadlock. NO KEY UPDATE:
        rows that refer to it can be written meanwhile.
        """
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)

    def for_page(self, *, today=None):
        """One row with all that a topic page needs beside its cards, in a single query: the area and the
        reviewer; the marks of its `edition`; `related` (up to 8 other topics of the area), `below` (a specialty's own
        topics), `doctor_rows` and `area_doctor_rows` (up to 4 verified doctors of it and of the area, who has been
        here longest first), each a list of dicts."""
        listed = Specialty.objects.listed()
        beside = listed.filter(parent=OuterRef("parent")).exclude(pk=OuterRef("pk"))
        below = listed.filter(parent=OuterRef("pk"))
        fields = {name: name for name in ("name", "slug", "summary", "published_count")}
        doctors = Doctor.objects.verified(today=today).order_by("pk")
        line = {name: name for name in ("name", "slug", "title", "portrait", "status", "licence_expires_on")}
        return (
            self.select_related("parent", "reviewed_by")
            .only(*PAGE_FIELDS)
            .annotate(
                edition=Edition.objects.beside(Coalesce(OuterRef("parent_id"), OuterRef("pk"))),
                related=ArraySubquery(
                    beside.order_by("-published_count", "name").values(json=JSONObject(**fields))[:8]
                ),
                below=ArraySubquery(below.order_by("name").values(json=JSONObject(**fields))),
                **{
                    rows: ArraySubquery(
                        doctors.filter(specialties=OuterRef(treated)).values(json=JSONObject(**line))[
                            :DOCTORS
                        ]
                    )
                    for rows, treated in (("doctor_rows", "pk"), ("area_doctor_rows", "parent"))
                },
            )
        )


class Specialty(models.Model):
    """A specialty (Neurology) or, with a parent, a topic in it (Hemifacial Atrophy).

    `published_count` is kept by a trigger on the public copies, so no code path can let it drift.
    """

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="topics",
        verbose_name=_("specialty"),
        help_text=_("Empty for a specialty; set for a topic. A topic has no topics of its own."),
    )
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address of its page"), max_length=120, unique=True)
    synonyms = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("Medical and everyday names people search for, separated by commas."),
    )
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Written in Markdown."))
    care_level = models.CharField(
        _("care card"), max_length=12, choices=CareLevel.choices, blank=True, default=""
    )
    care_text = models.TextField(_("care card's text"), blank=True, help_text=_("Written in Markdown."))
    reviewed_by = models.ForeignKey(
        "specialties.Doctor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_specialties",
        verbose_name=_("introduction reviewed by"),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    review_due_on = models.DateField(_("next review"), null=True, blank=True)
    rare = models.BooleanField(
        _("rare"),
        default=False,
        help_text=_("So rare that a few details can identify a person."),
    )
    sensitive = models.BooleanField(_("sensitive"), default=False)
    is_listed = models.BooleanField(_("listed"), default=True)
    published_count = models.PositiveIntegerField(default=0, editable=False)

    objects = SpecialtyQuerySet.as_manager()

    class Meta:
        verbose_name = _("specialty")
        verbose_name_plural = _("specialties")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="specialty_is_not_its_own_parent", condition=~Q(parent=F("pk"))),
            models.CheckConstraint(
                name="specialty_reviewed_on_and_by_together",
                condition=Q(reviewed_on=None, reviewed_by=None)
                | Q(reviewed_on__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="specialty_care_level_and_text_together",
                condition=Q(care_level="", care_text="") | (~Q(care_level="") & ~Q(care_text="")),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_of("specialty-detail", slug=self.slug)

    @property
    def area(self):
        """The specialty this topic belongs to, or itself."""
        return self.parent or self

    @property
    def two_people_publish(self):
        """Whether a query under it is shown to its patient first and signed by two moderators."""
        return (
            self.rare or self.sensitive or bool(self.parent and (self.parent.rare or self.parent.sensitive))
        )
