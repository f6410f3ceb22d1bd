"""Dates finer than a year, in figures, in words, by feasts and in other calendars."""

import re

from questions.redaction.date_words import (
    DAY_WORDS,
    ERAS,
    FEAST,
    FOREIGN,
    MONTH,
    MONTHS_TOO,
    ORDINAL,
    WEEKDAY,
    WEEKDAYS_TOO,
)
from questions.redaction.kinds import MarkKind
from questions.redaction.stretches import found_in, stretches

_DAY = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_ANY_YEAR = r"(?:1[34]\d\d|19\d\d|20\d\d|25[4-9]\d|57\d\d)"  # other calendars' too
_YEAR_AFTER = rf"(?:,?\s(?:of\s|in\s)?{_YEAR}\b|,?\s?['’]\d\d\b)?"
_ROMAN = "(?-i:I{1,3}|IV|VI{0,3}|IX|XI{0,2})"
_CAPS = r"(?-i:[^\W\d_a-z][\w'’.-]{1,25})"
_DATES = [
    r"(?<![\w./-])\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?Z?)?(?!\w)",
    r"(?<![\w./-])\d{1,4}([./-])\d{1,2}\1(?:19|20|25)\d\d(?!\w)",
    r"(?<![\w./-])(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}(?!\w)",
    r"(?<![\w./-])(?:0?[1-9]|[12]\d|3[01])\s?([./-])\s(?:0?[1-9]|1[0-2])\s?\1\s(?:19|20)\d\d(?!\w)",
    r"(?<![\w./-])(?:0[1-9]|[12]\d|3[01])\s(?:0[1-9]|1[0-2])\s(?:19|20)\d\d(?!\w|\s\d)",
    r"(?<![\w./-])(?:19|20)\d\d[.]\s(?:0?[1-9]|1[0-2])[.]\s\d{1,2}\.?(?!\w)",
    r"(?<![\w./-])(?:19[3-9]\d|20[0-4]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\w/-])",
    r"(?<![\w./-])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\1['’]?\d\d(?![\w/%-])(?!\.\d)",
    rf"(?<![\w./-])(?:0?[1-9]|[12]\d|3[01])\s?[./ -]\s?{_ROMAN}\s?[./ -]\s?(?:{_YEAR}|['’]?\d\d)(?![\w/%-])",
    r"(?<![\w./-])(?:0?[1-9]|[12]\d|3[01])[./](?-i:I{2,3}|IV|VI{0,3}|IX|XI{0,2})[.]?(?=[\s,;)])",
    rf"(?<![\w./-])\d{{1,2}}[-/. ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[-/. ]?(?:{_YEAR}"
    rf"|\d\d)(?!\w)",
    rf"(?<![\w./-])(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov"
    rf"|dec)[/-]\d{{1,2}}[/-](?:{_YEAR}|\d\d)(?!\w)",
    rf"(?<![\w./-])(?:{_YEAR}[-/. ])(?:{MONTH})[-/. ]\d{{1,2}}(?!\w)",
    rf"(?<![\w.,/-])(?:{WEEKDAY},?\s(?:the\s)?)?{_DAY}(?:\sof)?\s?{MONTH}\b\.?{_YEAR_AFTER}",
    rf"(?<![\w.,/-])(?:{_DAY}(?:\sof|\.|er|º|°|ª|-го|-а)?)[\s-](?:de\s"
    rf"|di\s|d['’])?{FOREIGN}\b"
    rf"(?:\.?,?\s(?:de\s|del\s|d['’])?{_ANY_YEAR}\b)?",
    rf"(?<![\w.,/-])\d{{1,2}}(?:\.|er|º|°)?\s(?:de\s|di\s)?{MONTHS_TOO}\b\.?(?:,?\s(?:de\s|del\s)?{_YEAR}\b)",
    rf"(?<![\w.,/-])(?:\d{{1,2}}(?:\.|er|º)\s(?:de\s)?|(?<=le\s)\d{{1,2}}\s|(?<=den\s)\d{{1,2}}\s"
    rf"|\d{{1,2}}\sde\s)"
    rf"{MONTHS_TOO}\b",
    rf"(?<!\w)(?=\S{{2,16}}\s\d){FOREIGN}\s\d{{1,2}}(?!\w|[.,/]\d|\s?(?:mg|ml|%|years|weeks"
    rf"|days))(?:,?\s{_ANY_YEAR}\b)?",
    rf"(?<!\w)(?:{WEEKDAY},?\s)?{MONTH}\.?\s(?:the\s)?{_DAY}\b(?!\s?(?:mg|%|ml|weeks?|days?|months?"
    rf"|years?|hours?|times|tablets?)|[/:.]\d){_YEAR_AFTER}",
    rf"(?<!\w)(?:early\s|late\s|mid[- ]|end\sof\s|beginning\sof\s|start\sof\s"
    rf"|middle\sof\s)?{MONTH}\.?,?\s(?:of\s)?{_YEAR}\b",
    rf"(?<!\w){MONTH}\.?\s?['’]\d\d\b",
    rf"(?<!\w)(?=\S{{2,17}}\s(?:de\s|del\s)?\d)(?:{FOREIGN}|{MONTHS_TOO})\.?\s(?:de\s|del\s)?"
    rf"{_ANY_YEAR}\b",
    r"(?<![\w./-])(?:0?[1-9]|1[0-2])[/-](?:19|20)\d\d(?![\w/-])",
    rf"(?<!\w){FEAST}(?:['’]s)?,?(?:\s(?:day|eve|night|weekend))?,?(?:\s(?:of\s|in\s"
    rf"|the\s)?{_ANY_YEAR}\b|\s?['’]\d\d\b"
    r"|\s(?:of\s)?(?:this|last)\syear\b)",
    rf"(?<!\w){_CAPS}(?:\s{_CAPS}|\sof){{0,3}}\s{DAY_WORDS},?\s(?:of\s|in\s)?{_YEAR}\b",
    rf"(?<!\w)(?:spring|summer|autumn|winter|the\sfall\sof|fall\sof)(?:\sof|\sin)?(?:\s|\s?['’])(?:{_YEAR}"
    rf"|(?<=['’])\d\d)\b",
    rf"(?<!\w)(?:week|wk|kw|calendar\sweek|semaine|semana)\s?\d{{1,2}}(?:\sof|\sin|/|,)?\s?{_YEAR}\b",
    rf"(?<!\w){WEEKDAY},?\s(?:the\s)?(?:[0-2]?\d|3[01])(?:st|nd|rd|th)\b",
    rf"(?<!\w){WEEKDAY},?\s[(](?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|[12]\d|3[01])[)]",
    rf"(?<!\w){WEEKDAY},?\s(?:the\s)?(?:0?[1-9]|[12]\d|3[01])(?:[./](?:0?[1-9]|1[0-2])(?![\w/.])"
    rf"|(?=[.,;)]\s))",
    r"(?<!\w)(?:[0-2]?\d|3[01])(?:st|nd|rd|th)\sof\s(?:this|last|next)\smonth\b",
    rf"(?<!\w)(?:Q[1-4]|H[12])[ /-]?(?:{_YEAR}|['’]\d\d)\b|(?<![\w.])(?:{_YEAR}[ /-]?Q[1-4])(?!\w)",
    r"(?<!\w)(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[.-]?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd"
    r"|th)?(?![\w.,/-]?\d|\w)",
    r"(?<![\w./-])(?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])(?=\s(?:appointments?|visit|scan|letter|clinic"
    r"|surgery|operation|at\s\d))",
    r"(?:(?<=in\s)|(?<=on\s)|(?<=from\s)|(?<=since\s))(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?![\w-])",
    # A day, a word of whatever language, a year.
    r"(?<![\w.,/-])(?:[0-2]?\d|3[01])\.?\s(?!(?:patients|people|trials|studies|women|men|children|weeks"
    r"|days|months|in|since|by|from|to|until|of|and|or)\s)[^\W\d_]{3,12}\.?\s"
    rf"{_ANY_YEAR}(?![\w-])",
    rf"(?:{ERAS}\s?\d{{1,2}}\s?年|(?:19|20|11)\d{{1,2}}\s?[年년])\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日일號号])?",
    r"(?<!\d)\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일號号]",
    rf"(?<!\w){WEEKDAYS_TOO}(?:\s[^\W\d_]{{4,9}})?,?\s(?:le\s|den\s|el\s|de\s|il\s"
    rf"|dia\s)?\d{{1,2}}(?:[./]\d{{1,2}}(?!\d)"
    rf"|(?:\.|º)?\s(?:de\s)?(?:{FOREIGN}|{MONTHS_TOO}|{MONTH})\b)",
    rf"(?<!\w)(?:on\s)?the\s(?:night|morning|evening|afternoon|day|eve)\s(?:of|before"
    rf"|after)\s(?:the\s)?(?:{MONTH}\s{_DAY}"
    rf"|{_DAY}(?:\sof)?\s{MONTH})\b",
    r"(?<!\w)(?:ngày\s)?\d{1,2}\stháng\s\d{1,2}(?:\snăm\s\d{4})?(?!\w)",
]
# Those without a figure.
_WORDED = [
    rf"(?<!\w)(?:on\s)?the\s(?:(?:{ORDINAL}|last)\s)?(?:day|night|morning|eve|evening|feast|week"
    rf"|vigil)\s(?:of|before|after)"
    rf"\s(?:the\s)?(?:feast\sof\s)?{FEAST}(?!\w)(?:,?\s(?:of\s|in\s)?{_YEAR}\b)?",
    r"(?<!\w)(?:on\s)?the\sfeast\sof\s(?:the\s)?(?-i:[A-ZÀ-Þ]\w{2,20})(?:\s(?-i:[A-ZÀ-Þ]\w{2,20}))?",
    rf"(?<!\w)(?:the\s)?{ORDINAL}\s(?:day\s)?of\s{MONTH}\b{_YEAR_AFTER}",
    rf"(?<!\w){MONTH}\s(?:the\s)?{ORDINAL}\b{_YEAR_AFTER}",
    rf"(?<!\w)(?:twenty|thirty)?-?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    rf"|twelve|\w{{3,6}}teen|twenty"
    rf"|thirty)\s(?:of\s)?(?:january|february|april|june|july|august|september|october|november"
    rf"|december)\b{_YEAR_AFTER}",
    rf"(?<!\w){WEEKDAY},?\s(?:the\s)?{ORDINAL}\b(?!\s(?:dose|time|week|of\sthe|visit|row|pill|pack|tablet"
    rf"|day|night))",
    r"(?:(?<=on\s)|(?<=come\s)|(?<=since\s)|(?<=until\s)|(?<=till\s)|(?<=last\s)|(?<=born\s))"
    rf"(?!(?:holi|lent|advent|natal|feria|jul|noel|eyo|reyes|tet|rama[dz]h?an|ramzan|carnival"
    rf"|(?:christmas|xmas|easter)(?!\s(?:day|eve|sun|mon|sat)))\b){FEAST}(?!\w|['’]|\s(?:dinner"
    rf"|lunch|food|holidays|tree))",
]
# A day and a month alone, or a day alone, are one only where something says so.
_NO_MEASURE = (
    r"(?![\w/%]|\.\d|,\d|\s?(?:mg|ml|mmhg|of\s|on\sthe|pain|hours|days|weeks|cm|mm|kg|mmol"
    r"|out\sof|vision|strength|scale))"
)
_CUED_DATES = [
    r"(?<!\w)(?:on|dated?|since|from|until|till|before|after|by|dob|d\.o\.b\.?|born(?:\son)?|finished|started"
    r"|stopped|due|lmp|expire[sd]?(?:\son)?|birthday(?:\sis|:)?|seen|admitted|discharged|date|le"
    r"|am|el|dtd|wef|around|(?:visit|appointment|scan|letter|report)\sof)"
    r"[:\s]{1,3}(?:the\s)?((?:0?[1-9]|[12]\d|3[01])\s?/\s?(?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]"
    r"|[12]\d|3[01])\.(?:0[1-9]"
    rf"|1[0-2])\.?|(?:0?[1-9]|[12]\d|3[01])-(?:0[1-9]|1[0-2])){_NO_MEASURE}",
    r"(?<![\w.,])((?:0[1-9]|[12]\d|3[01])\.0[1-9]\.)(?=[\s,;)])(?!\s?\d)",
    r"(?<!\w)(?:dob|d\.o\.b\.?|date\sof\sbirth|birth\s?date|née?\sle|geb\.?|nato\sil"
    r"|f\.\snac\.?)(?:\sis|\swas)?[:\s-]{1,3}"
    r"(\d[\d./ -]{4,10}\d)",
    r"(?<!\w)(?:on|since|until|till|by|before|after)\s((?:the\s)?(?:[0-2]?\d|3[01])(?:st|nd|rd"
    r"|th))(?=[.,;!?):]|\s(?:i|we"
    r"|he|she|they|it|my|and|but|at|when|of\s(?:this|last|next)|for|with|because|after|before|to"
    r"|this|as)\b|\Z)"
    r"(?!\s(?:and|of|for|to)\s(?:day|week|month|year|time|the))",
    rf"(?<!\w)(?:birthday|born|anniversary)(?:\s(?:is|was|on|in|falls?|the|this|last"
    rf"|next)){{0,4}}\s({FEAST}|{MONTH})(?!\w)",
    # Whatever a feast is called: capital words between "on" or "since" and a year.
    rf"(?<!\w)(?:on|since|at|around|over|before|after|until|till|by|during)\s(?:the\s)?"
    rf"((?:{_CAPS}\s|of\s|al[- ]|de\s){{1,4}}(?:{_YEAR}|['’]\d\d))(?![\w-])",
]
# Over a month and year alone: what speaks of guidelines, laws and studies dates no one's life.
_MONTH_YEAR = re.compile(
    rf"(?:(?:early|late|mid|end of|start of|beginning of|middle of)[\s-])?{MONTH}\.?,?\s(?:of\s)?{_YEAR}",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?<!\w)(?:guid(?:eline|ance)|publish|updat|licen[sc]ed|trials?\b|reviewed|systematic|reviews? (?:in"
    r"|of|by)|approved|eligib"
    r"|recommended|legal|journal|study|studies|lancet|bmj|nejm|cochrane|nice\b|mhra|fda\b|ema\b|recall"
    r"|introduced|vaccin|edition|version"
    r"|meta-analysis|consensus|accessed|last checked|campaign|born from|born (?:on or )?(?:after|before))",
    re.IGNORECASE,
)
_BODY = re.compile(r"(?:(?:[A-Z]{2,6}|Covid|Brexit|Wuhan|Tokyo|[A-Z][a-z]+ (?:Health|Act))\s)", re.ASCII)
_DAY_OF_ALL = re.compile(rf"(?:{_DAY}\s{MONTH}|{MONTH}\s{_DAY})\Z", re.IGNORECASE)
_FOR_ALL = re.compile(
    r"(?:england|scotland|wales|most adults|every year|each year|vaccin|flu jab|season|available from"
    r"|campaign|guideline|published|prescription|accessed|updated|reviewed)",
    re.IGNORECASE,
)
_COMPILED = [re.compile(pattern, re.IGNORECASE) for pattern in _DATES]
_IN_WORDS = [re.compile(pattern, re.IGNORECASE) for pattern in _WORDED]
_CUED = [re.compile(pattern, re.IGNORECASE) for pattern in _CUED_DATES]


def dates(text):
    """(start, end, kind) of dates finer than a year."""
    parts = list(stretches(text))
    found = [match for pattern in _COMPILED for match in found_in(text, pattern, parts)]
    found += [match for pattern in _IN_WORDS for match in pattern.finditer(text)]
    for match in found:
        if not _is_everybodys(text, match):
            yield match.start(), match.end(), MarkKind.DATE
    for pattern in _CUED:
        for match in pattern.finditer(text):
            if not _BODY.match(match[1]):
                yield match.start(1), match.end(1), MarkKind.DATE


def _is_everybodys(text, match):
    """Whether a date is a guideline's, a study's or a campaign's."""
    around = text[max(0, match.start() - 110) : match.end() + 70]
    if _MONTH_YEAR.fullmatch(match[0]):
        return bool(_PUBLISHED.search(around))
    return bool(_DAY_OF_ALL.match(match[0])) and bool(_FOR_ALL.search(around))
