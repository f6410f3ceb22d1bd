"""The rules in force, kept read in each process until one is edited."""

import threading
from collections.abc import Iterable

from questions.models.redflag import HelpNumber, RedFlagVersion
from questions.redflags import shipped
from questions.redflags.match import Hit, Matcher, read_rule
from questions.redflags.patterns import BACKED, PatternError

UNKNOWN = "ZZ"  # the country of numbers for who doesn't say where they are

_read: dict[tuple[int, ...], Matcher] = {}
_one_reads = threading.Lock()


def in_force() -> Matcher:
    """The matcher of the newest versions. One short query; an edit counts from the next call on.

    Without any rule in the table (before `sync_redflags`, or all switched off) the shipped ones count:
    a site is never without.
    """
    key = tuple(RedFlagVersion.objects.in_force().values_list("pk", flat=True))
    if not key:
        return shipped.matcher()
    with _one_reads:
        if key not in _read:
            versions = RedFlagVersion.objects.filter(pk__in=key).select_related("flag")
            ordered = sorted(versions, key=lambda version: key.index(version.pk))
            matcher = Matcher(ordered, shipped.language())
            _read.clear()  # an older edition is never asked for again
            _read[key] = matcher
        return _read[key]


def find(*texts: str, specialty=None, age_band: str = "", about: str = "") -> list[Hit]:
    """The red flags in a text, most serious first (emergency, self-harm, urgent). One short query.

    Of several texts each is read by itself, one after the other: a denial in one denies nothing in the next, and the
    stretches of a hit are those of its own text. `specialty` is a Specialty, a slug, several slugs, or None where the
    patient isn't sure: then rules of every specialty count. `about` (questions.models.About) is who it is about; rules
    hold for all.
    """
    matcher, slugs = in_force(), _slugs(specialty)
    return [hit for text in texts for hit in matcher.find(text, slugs=slugs, age_band=age_band)]


def checklist(specialty=None, *, age_band: str = "") -> list[RedFlagVersion]:
    """The rules that the "Do you have any of these now?" step asks about, in their order.

    A rule for certain specialties or ages is asked about only where these are known to fit.
    """
    slugs = _slugs(specialty)
    return [
        rule.version
        for rule in in_force().rules
        if rule.version.ask
        and (not rule.version.specialties or slugs & set(rule.version.specialties))
        and (not rule.version.age_bands or age_band in rule.version.age_bands)
    ]


def numbers(country: str = "") -> list[HelpNumber]:
    """The help numbers of a country; for one that has none, those that serve anywhere. One or two queries."""
    for code in (country.upper(), UNKNOWN):
        if found := list(HelpNumber.objects.filter(country=code)):
            return found
    shipped_here = [each for each in shipped.help_numbers() if each.country == country.upper()]
    return shipped_here or [each for each in shipped.help_numbers() if each.country == UNKNOWN]


def faults(version: RedFlagVersion) -> list[tuple[str, str]]:
    """What is wrong with a version: (kind, the line or example), kinds "pattern", "missed" and "false_alarm".

    Its examples are run through the real matcher, the rule standing alone.
    """
    vocabulary, broken = shipped.language().vocabulary, []
    for line in version.patterns:
        try:
            read_rule(RedFlagVersion(patterns=[line]), vocabulary)
        except PatternError as error:
            broken.append(("pattern", f"{line}: {error}"))
    if broken or all(line.startswith(("!", BACKED)) for line in version.patterns):
        return broken or [("pattern", "")]
    alone = Matcher([version], shipped.language())

    def found(example: str) -> bool:
        return bool(alone.find(example, slugs=set(), age_band=""))

    missed = [("missed", each) for each in version.must_match if not found(each)]
    return missed + [("false_alarm", each) for each in version.must_not_match if found(each)]


def _slugs(specialty) -> set[str]:
    """The slugs a query stands under: of a topic, its own and its specialty's."""
    if not specialty:
        return set()
    if isinstance(specialty, str):
        return {specialty}
    if isinstance(specialty, Iterable):
        return set(specialty)
    return {specialty.slug} | ({specialty.parent.slug} if specialty.parent_id else set())
