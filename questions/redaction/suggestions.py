"""What may be said instead of a mark: an age's band, how long ago, a part of the country, "[name removed]"."""

import re
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from questions.redaction.date_words import ERAS
from questions.redaction.kinds import MarkKind
from questions.redaction.lists import longest
from questions.redaction.places import region_of

REMOVED = {
    MarkKind.EMAIL: gettext_lazy("[e-mail address removed]"),
    MarkKind.LINK: gettext_lazy("[web address removed]"),
    MarkKind.HANDLE: gettext_lazy("[account name removed]"),
    MarkKind.PHONE: gettext_lazy("[telephone number removed]"),
    MarkKind.FAX: gettext_lazy("[fax number removed]"),
    MarkKind.IP: gettext_lazy("[network address removed]"),
    MarkKind.DATE: gettext_lazy("[date removed]"),
    MarkKind.AGE: gettext_lazy("90 or over"),
    MarkKind.NAME: gettext_lazy("[name removed]"),
    MarkKind.EMPLOYER: gettext_lazy("[employer removed]"),
    MarkKind.PLACE: gettext_lazy("[place removed]"),
    MarkKind.BIOMETRIC: gettext_lazy("[biometric mark removed]"),
    MarkKind.PHOTO: gettext_lazy("[picture removed]"),
    MarkKind.OTHER: gettext_lazy("[removed]"),
}
NUMBER_REMOVED = gettext_lazy("[number removed]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Signs of another calendar whose years may look like ours: eras, and the months of India, Nepal and Ethiopia.
_ANOTHER = re.compile(
    rf"{ERAS}|(?<!\w)(?:chaitra|chait|baisakh|baishakh|vaisakh|jestha|jeth|asar|ashadh|shrawan|saun|bhadra|bhadau"
    r"|ashwin|asoj|kartik|karthika|mangsir|poush|push|magh|falgun|phalgun|meskerem|tikimt|hidar|tahsas|yekatit"
    r"|megabit|miyazya|ginbot|sene|hamle|nehase|pagume)",
    re.IGNORECASE,
)
_ANOTHER_AFTER = re.compile(r"\s?\(?(?:E\.?C\.?|B\.?[SE]\.?|A\.?H\.?|[SV]\.?S\.?|[SŚ]h?aka|[BV]ikram)(?!\w)")
_FEMALE = re.compile(
    r"(?<!\w)(?:she|her|mum|mom|mother|gran|granny|grandma|grandmother|nan|nana|aunt|auntie|wife|sister"
    r"|woman|lady|daughter)(?!\w)",
    re.IGNORECASE,
)
_MALE = re.compile(
    r"(?<!\w)(?:he|his|him|dad|father|grandad|granddad|grandpa|grandfather|uncle|husband|brother|man"
    r"|gentleman|son)(?!\w)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?P<before>.*?)(?P<number>9\d|1[0-2]\d|ninety[\w -]*?|(?:a |one )?hundred(?: and \w+)?)"
    r"(?P<joined>[\s-]?(?:years?[\s-]olds?|year-olds?|years?\sof\sage|years\syoung|yo|y/o|y\.o\.?"
    r"|yrs?(?:[\s-]old)?))?\Z",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(
    r"(?:dr|doctor|mr|mrs|ms|miss|mx|prof|professor|sir|dame|rev|nurse|sister|herr|frau|mme|señora?)\.? ",
    re.IGNORECASE,
)
_HOUSES = (
    (re.compile(r"hospital|infirmary|klinikum|krankenhaus", re.IGNORECASE), gettext_lazy("a hospital")),
    (re.compile(r"surgery|clinic|medical|health|praxis|practice", re.IGNORECASE), gettext_lazy("a clinic")),
    (re.compile(r"school|academy|college|lycée|schule", re.IGNORECASE), gettext_lazy("a school")),
    (re.compile(r"universit", re.IGNORECASE), gettext_lazy("a university")),
    (re.compile(r"church|mosque|temple|synagogue|cathedral", re.IGNORECASE), gettext_lazy("a place of worship")),
)  # fmt: skip


def suggest(text, mark, *, today):
    """What may stand in place of `mark` in `text`: a generalisation where one is sure, else "[… removed]". It goes into
    the text: so in the default language, whatever the moderator reads."""
    with override(settings.LANGUAGE_CODE):  # as a decorator it would mix up the languages of threads
        return _suggested(text, mark, today=today)


def _suggested(text, mark, *, today):
    words = text[mark.start : mark.end]
    before = text[max(0, mark.start - 60) : mark.start]
    if mark.kind == MarkKind.AGE:
        return _band(words, before, text[mark.end : mark.end + 20], today=today)
    if mark.kind == MarkKind.DATE:
        return _when(words, before, text[mark.end : mark.end + 10], today=today)
    if mark.kind == MarkKind.PLACE:
        return _where(words, before)
    removed = str(REMOVED.get(mark.kind, NUMBER_REMOVED))
    title = _TITLE.match(words) if mark.kind == MarkKind.NAME else None
    return title[0] + removed if title else removed


# -- Ages --------------------------------------------------------------------------------------------------


def _band(words, before, after, *, today):
    if re.fullmatch(r"19\d\d", words):
        if int(words) > today.year - 90:  # 89 or younger
            decade = {"decade": int(words) // 10 * 10}
            if before.endswith("born "):
                # Translators: 1930 with the English plural's "s": "born in the 1930s".
                return _("in the %(decade)ds") % decade
            # Translators: 1930 with the English plural's "s": "the 1930s".
            return _("the %(decade)ds") % decade
        return _("%(year)d or earlier") % {"year": today.year - 90}
    match = _AGE.match(words)
    if match is None:
        return str(REMOVED[MarkKind.AGE])
    lead, number = match["before"], match["number"].lower()
    hundred = "hundred" in number or (number.isdigit() and int(number) > 99)
    if match["joined"] and re.match(r"\s[^\W\d_]", after) and "-" in match["joined"]:
        return _("elderly")  # "my 93-year-old aunt"
    if hundred or re.search(r"(?:aged?|age of|at)[\s:]*\Z", lead or before, re.IGNORECASE):
        return lead + _("90 or over")
    return lead + _whose(before + lead)


def _whose(before):
    """ "in her nineties", by the person spoken of last: her or him, by English words."""
    if re.search(r"(?<!\w)i(?:['’]m|\sam|\swill\sbe)?\s*\Z", before, re.IGNORECASE):
        return _("in my nineties")
    female = [match.start() for match in _FEMALE.finditer(before)]
    male = [match.start() for match in _MALE.finditer(before)]
    if not female and not male:
        return _("in their nineties")
    return _("in her nineties") if max(female, default=-1) > max(male, default=-1) else _("in his nineties")


# -- Dates -------------------------------------------------------------------------------------------------


def _when(words, before, after, *, today):
    """How long ago a date is, or its year; a phrase that can follow "on", "in" or "since"."""
    if not _is_ours(words, after, today=today):
        return str(REMOVED[MarkKind.DATE])
    day, year = _read(words, today=today)
    preposition = (re.findall(r"(\w+)\s*(?:the\s)?\Z", before) or [""])[-1].lower()
    if day is None or abs((today - day).days) > 550:
        year = year or (day.year if day else None)
        if year is None:
            return str(REMOVED[MarkKind.DATE])
        if today.year - year >= 90:
            return _("%(year)d or earlier") % {"year": today.year - 90}
        return _("a day in %(year)d") % {"year": year} if preposition == "on" else str(year)
    if preposition == "in":
        return str(day.year)
    ago = _ago((today - day).days)
    return _("a day %(ago)s") % {"ago": ago} if preposition == "on" else ago


def _is_ours(words, after, *, today):
    """Whether a date is of the calendar we reckon by: no era, no month and no year of another one."""
    latest = today.year + any(re.search(rf"(?<!\w){name}", words, re.IGNORECASE) for name in _MONTHS)
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    return (
        not _ANOTHER.search(words)
        and not _ANOTHER_AFTER.match(after)
        and all(number <= 99 or 1900 <= number <= latest for number in numbers)
    )


def _ago(days):
    """ "about 3 weeks ago", or "in about 3 weeks" for negative days."""
    number, is_past = abs(days), days >= 0
    weeks, months = round(number / 7), min(round(number / 30.4), 11)
    if number < 7:
        return _("a few days ago") if is_past else _("in a few days")
    if number >= 340:
        return _("about a year ago") if is_past else _("in about a year")
    if number >= 56:
        said = (
            ngettext("about a month ago", "about %(number)d months ago", months)
            if is_past
            else ngettext("in about a month", "in about %(number)d months", months)
        )
        return said % {"number": months}
    said = (
        ngettext("about a week ago", "about %(number)d weeks ago", weeks)
        if is_past
        else ngettext("in about a week", "in about %(number)d weeks", weeks)
    )
    return said % {"number": weeks}


def _read(words, *, today):
    """(day or None, year or None) that a date says; a day without a year is the last one there was."""
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    years = [number for number in numbers if 1900 <= number <= 2099]
    year = years[0] if years else None
    month = next(
        (at for at, name in enumerate(_MONTHS, 1) if re.search(rf"(?<!\w){name}", words, re.IGNORECASE)), None
    )
    if month is None and len(numbers) >= 2:
        return _from_numbers(words, numbers, year, today=today)
    days = [number for number in numbers if number <= 31]
    short = re.search(r"['’-](\d\d)\Z", words)
    if year is None and short and (len(numbers) > 1 or "'" in words or "’" in words):
        year = _century(int(short[1]), today=today)
        days = days[:-1]
    if month is None or not days:
        return None, year
    return _day(year, month, days[0], today=today), year


def _from_numbers(words, numbers, year, *, today):
    if len(numbers) == 2 and year:
        return None, year
    if numbers[0] == year:
        return _day(year, numbers[1], numbers[2], today=today) if len(numbers) > 2 else None, year
    if year is None and len(numbers) > 2:
        year = _century(numbers[2] % 100, today=today)
    first, second = numbers[:2]
    if first <= 12 and second <= 12 and first != second:
        return None, year or today.year  # day or month first: nobody can tell
    day, month = (first, second) if second <= 12 else (second, first)
    return _day(year, month, day, today=today), year


def _century(short, *, today):
    return 2000 + short if short <= today.year % 100 else 1900 + short


def _day(year, month, day, *, today):
    try:
        if year:
            return date(year, month, day)
        this = date(today.year, month, day)
        return this if this <= today else date(today.year - 1, month, day)
    except (ValueError, OverflowError):  # of numbers that no calendar has
        return None


# -- Places ------------------------------------------------------------------------------------------------


def _where(words, before):
    """The part of a country, or what kind of house it is; "[place removed]" when neither is sure."""
    removed = str(REMOVED[MarkKind.PLACE])
    if re.search(r"\d", words):
        return removed
    for pattern, kind in _HOUSES:
        if pattern.search(words):
            return (
                removed
                if re.search(r"(?<!\w)(?:the|a|an|my|our|this)\s*\Z", before, re.IGNORECASE)
                else str(kind)
            )
    region = _region(words)
    if region == "hospitals":
        return _("a hospital")
    return _("a place in %(region)s") % {"region": region} if region else removed


def _region(words):
    parts = re.findall(r"[^\s,]+", words)
    for size in range(min(len(parts), longest("places")), 0, -1):
        region = region_of(" ".join(parts[:size]))
        if region:
            return region
    return ""
