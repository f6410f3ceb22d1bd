"""Red flags: the rules that stop a person for a moment and show where help is, and the numbers they show."""

import re

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models.states import AgeBand


class FlagLevel(models.TextChoices):
    """How serious a red flag is. Self-harm has its own people and numbers, and alerts moderators."""

    EMERGENCY = "emergency", _("Emergency")
    URGENT = "urgent", _("Urgent")
    SELF_HARM = "self_harm", _("Self-harm")


class RedFlag(models.Model):
    """One rule by its lasting name. What it says and looks for is in its newest version."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("warning sign")
        verbose_name_plural = _("warning signs")

    def __str__(self):
        return self.code


class RedFlagVersionQuerySet(models.QuerySet):
    def in_force(self):
        """The newest version of each rule in use. One row a rule."""
        newest = self.filter(flag__active=True).order_by("flag_id", "-number").distinct("flag_id")
        return self.filter(pk__in=newest.values("pk")).order_by("flag__position", "flag__code")


class RedFlagVersion(models.Model):
    """What a rule was from one moment on. Never changed: an edit is the next version (a trigger holds it)."""

    # What a rule says and looks for: what the form edits, and what is taken over from the shipped rules.
    CONTENT = (
        "name",
        "level",
        "specialties",
        "age_bands",
        "patterns",
        "ask",
        "text",
        "must_match",
        "must_not_match",
    )

    flag = models.ForeignKey(RedFlag, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=120)
    level = models.CharField(_("level"), max_length=10, choices=FlagLevel.choices)
    specialties = ArrayField(
        models.SlugField(max_length=120),
        verbose_name=_("specialties"),
        default=list,
        blank=True,
    )
    age_bands = ArrayField(
        models.CharField(max_length=10, choices=AgeBand.choices),
        verbose_name=_("ages"),
        default=list,
        blank=True,
    )
    # Elements without a length: PostgreSQL would cut what is longer, without a word.
    patterns = ArrayField(models.TextField(), verbose_name=_("patterns"))
    ask = models.CharField(_("question of the step"), max_length=200, blank=True)
    text = models.TextField(_("text of the warning page"), max_length=2000)
    must_match = ArrayField(models.TextField(), verbose_name=_("examples that must match"))
    must_not_match = ArrayField(models.TextField(), verbose_name=_("examples that must not match"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = RedFlagVersionQuerySet.as_manager()

    class Meta:
        ordering = ["flag", "-number"]
        verbose_name = _("version of a warning sign")
        verbose_name_plural = _("versions of warning signs")
        constraints = [
            models.UniqueConstraint(name="redflagversion_number_once", fields=["flag", "number"]),
            models.CheckConstraint(name="redflagversion_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="redflagversion_level_known", condition=Q(level__in=FlagLevel.values)
            ),
            # Both kinds of examples, and something to look for: an untried rule is none.
            models.CheckConstraint(
                name="redflagversion_tried",
                condition=Q(patterns__len__gte=1) & Q(must_match__len__gte=1) & Q(must_not_match__len__gte=1),
            ),
            models.CheckConstraint(name="redflagversion_says_something", condition=~Q(name="") & ~Q(text="")),
        ]

    def __str__(self):
        return f"{self.name} ({self.number})"


class HelpKind(models.TextChoices):
    EMERGENCY = "emergency", _("Emergency services")
    ADVICE = "advice", _("Medical advice by phone")
    CRISIS = "crisis", _("Someone to talk to in a crisis")
    POISON = "poison", _("Poisons information")
    CHILDREN = "children", _("Help for children")
    ABUSE = "abuse", _("Help with violence and abuse")


class HelpNumber(models.Model):
    """A telephone number shown on the interruption page, of one country; "ZZ" where the country isn't known."""

    country = models.CharField(
        _("country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Enter the country's two capital letters, such as GB."))],
    )
    kind = models.CharField(_("kind"), max_length=10, choices=HelpKind.choices)
    name = models.CharField(_("name"), max_length=120)
    number = models.CharField(_("phone number"), max_length=60)
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        ordering = ["country", "position", "name"]
        verbose_name = _("help number")
        verbose_name_plural = _("help numbers")
        constraints = [
            models.UniqueConstraint(name="helpnumber_once", fields=["country", "kind", "number"]),
        ]

    def __str__(self):
        return f"{self.country} {self.name}: {self.number}"

    @property
    def dial(self):
        """The number as a tel: link takes it; "" where there are several, or words."""
        digits = re.sub(r"[ -]", "", self.number)
        return digits if re.fullmatch(r"[+]?[0-9]+", digits) else ""
