"""Dates finer than a year, and ages over 89."""

import re

from questions.redaction.kinds import MarkKind

_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
# What months are called in languages that patients fall back into; "mai" and its like are months beside a day alone.
_FOREIGN = (
    "(?:januar|jänner|februar|märz|maerz|mai|juni|juli|oktober|dezember|janvier|février|fevrier|mars|avril"
    "|juin|juillet|août|aout"
    "|septembre|octobre|novembre|décembre|decembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto"
    "|septiembre|octubre"
    "|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro"
    "|fevereiro|março"
    "|maio|junho|julho|setembro|outubro|dezembro)"
)
_WEEKDAY = "(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?"
_ORDINAL = (
    "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    "|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|thirty)[- ](?:first|second"
    "|third|fourth|fifth"
    "|sixth|seventh|eighth|ninth))"
)
_YEAR = r"(?:19|20)\d\d"
_YEAR_AFTER = rf"(?:,?\s(?:of\s)?{_YEAR}\b|,?\s?['’]\d\d\b)?"
_FEAST = (
    r"(?:christmas(?:\s(?:eve|day))?|xmas(?:\s(?:eve|day))?|boxing\sday|new\syear(?:['’]?s)?(?:\s(?:eve"
    r"|day))?|easter(?:\s(?:sunday|monday))?"
    r"|good\sfriday|halloween|hallowe['’]en|thanksgiving|diwali|holi|eid(?:[\s-]al[\s-](?:fitr|adha))?"
    r"|ramadan|hanukkah|passover"
    r"|valentine['’]?s\sday|mother['’]?s\sday|father['’]?s\sday|bonfire\snight|independence\sday"
    r"|labou?r\sday|memorial\sday"
    r"|st\.?\spatrick['’]?s\sday|whitsun|pentecost|ash\swednesday|shrove\stuesday|pancake\sday|onam|pongal"
    r"|navratri|durga\spuja|carnival)"
)
_DATES = [
    r"(?<![\w./-])\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?Z?)?(?!\w)",
    r"(?<![\w./-])\d{1,4}([./-])\d{1,2}\1(?:19|20)\d\d(?!\w)",
    r"(?<![\w./-])(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}(?!\w)",
    r"(?<![\w./-])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\1\d\d(?![\w/%-])(?!\.\d)",
    rf"(?<![\w./-])\d{{1,2}}[-/. ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[-/. ]?(?:{_YEAR}"
    rf"|\d\d)(?!\w)",
    rf"(?<![\w.,/-])(?:{_WEEKDAY},?\s(?:the\s)?)?{_DAY}(?:\sof)?\s{_MONTH}\b\.?{_YEAR_AFTER}",
    rf"(?<![\w.,/-])(?:{_WEEKDAY},?\s(?:der\s|le\s|el\s|den\s)?)?\d{{1,2}}(?:\.|er|º|°)?\s(?:de\s"
    rf"|di\s)?{_FOREIGN}\b(?:,?\s(?:de\s|del\s)?{_YEAR}\b)?",
    rf"(?<!\w)(?:{_WEEKDAY},?\s)?{_MONTH}\.?\s(?:the\s)?{_DAY}\b(?!\s?(?:mg|%|ml|weeks?|days?|months?"
    rf"|years?|hours?|times|tablets?)|[/:.]\d){_YEAR_AFTER}",
    rf"(?<!\w)(?:the\s)?{_ORDINAL}\s(?:day\s)?of\s{_MONTH}\b{_YEAR_AFTER}",
    rf"(?<!\w){_MONTH}\s(?:the\s)?{_ORDINAL}\b{_YEAR_AFTER}",
    rf"(?<!\w)(?:early\s|late\s|mid[- ]|end\sof\s|beginning\sof\s|start\sof\s"
    rf"|middle\sof\s)?{_MONTH}\.?,?\s(?:of\s)?{_YEAR}\b",
    rf"(?<!\w){_MONTH}\.?\s?['’]\d\d\b",
    rf"(?<!\w)(?:{_FOREIGN})\s(?:de\s)?{_YEAR}\b",
    r"(?<![\w./-])(?:0?[1-9]|1[0-2])[/-](?:19|20)\d\d(?![\w/-])",
    rf"(?<!\w){_FEAST}(?:\s(?:of\s|in\s)?{_YEAR}\b|\s?['’]\d\d\b)",
    rf"(?<!\w)(?:spring|summer|autumn|winter|the\sfall\sof|fall\sof)(?:\sof|\sin)?(?:\s|\s?['’])(?:{_YEAR}"
    rf"|(?<=['’])\d\d)\b",
    rf"(?<!\w){_WEEKDAY},?\s(?:the\s)?(?:[0-2]?\d|3[01])(?:st|nd|rd|th)\b",
    rf"(?<!\w){_WEEKDAY},?\s(?:the\s)?{_ORDINAL}\b(?!\s(?:dose|time|week|of\sthe|visit))",
    rf"(?<!\w){_WEEKDAY},?\s(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])(?![\w/.])",
    r"(?<!\w)(?:[0-2]?\d|3[01])(?:st|nd|rd|th)\sof\s(?:this|last|next)\smonth\b",
    r"(?<![\w./-])(?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])(?=\s(?:appointments?|visit|scan|letter|clinic"
    r"|surgery|operation|at\s\d))",
    r"(?:(?<=in\s)|(?<=on\s)|(?<=from\s)|(?<=since\s))(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?![\w-])",
    # A day, a word of whatever language, a year.
    r"(?<![\w.,/-])(?:[0-2]?\d|3[01])\.?\s(?!(?:patients|people|trials|studies|women|men|children|weeks"
    r"|days|months|in|since|by|from|to|until|of|and|or)\s)[^\W\d_]{3,12}\.?\s(?:19|20)\d\d(?![\w-])",
    r"(?:(?<=on\s)|(?<=since\s)|(?<=until\s))(?:christmas\s(?:day|eve)|boxing\sday|whit\smonday"
    r"|new\syear['’]?s?\s(?:day|eve)|easter\s(?:sunday|monday"
    r"|saturday)|good\sfriday|maundy\sthursday|halloween|valentine['’]?s\sday|bonfire\snight"
    r"|mother['’]?s\sday|father['’]?s\sday|ash\swednesday|(?:st\.?\s)?patrick['’]?s\sday|eid|diwali"
    r"|thanksgiving)(?!\w)",
]
# A day and a month alone, or a day alone, are one only where something says so.
_CUED_DATES = [
    r"(?<!\w)(?:on|dated?|since|from|until|till|before|after|by|dob|d\.o\.b\.?|born(?:\son)?"
    r"|birthday(?:\sis|:)?|seen|admitted|discharged|date)[:\s]{1,3}(?:the\s)?"
    r"((?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]"
    r"|1[0-2]))(?![\w/%]|\.\d|,\d|\s?(?:mg|ml|mmhg|of\s|on\sthe|pain|hours|days|weeks|cm|mm|kg|mmol))",
    r"(?<!\w)(?:dob|d\.o\.b\.?|date\sof\sbirth|birth\s?date)(?:\sis|\swas)?[:\s-]{1,3}(\d[\d./ -]{4,10}\d)",
    r"(?<!\w)(?:on|since|from|until|till|by)\s(the\s(?:[0-2]?\d|3[01])(?:st|nd|rd|th))(?=[.,;!?)]|\s(?:i|we"
    r"|he|she|they|my|and|but|at|when|of\s(?:this|last|next)|for)\b|\Z)(?!\s(?:and|of|for)\s(?:day|week"
    r"|month|year))",
    rf"(?<!\w)(?:birthday|born|anniversary)(?:\s(?:is|was|on|in|falls?|the|this|last"
    rf"|next)){{0,4}}\s({_FEAST}|{_MONTH})(?!\w)",
]
# Over a month and year alone: what speaks of guidelines, laws and studies dates no one's life.
_MONTH_YEAR = re.compile(
    rf"(?:(?:early|late|mid|end of|start of|beginning of|middle of)[\s-])?{_MONTH}\.?,?\s(?:of\s)?{_YEAR}",
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
_DAY_OF_ALL = re.compile(rf"(?:{_DAY}\s{_MONTH}|{_MONTH}\s{_DAY})\Z", re.IGNORECASE)
_FOR_ALL = re.compile(
    r"(?:england|scotland|wales|most adults|every year|each year|vaccin|flu jab|season|available from"
    r"|campaign|guideline|published|prescription"
    r"|accessed|updated|reviewed)",
    re.IGNORECASE,
)

_TENS = r"(?:9\d|1[01]\d|120)"
_SPELLED = (
    r"(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a\s"
    r"|one\s)?hundred(?:\s(?:and\s)?(?:one|two|three|four|five|six|seven|eight|nine|ten))?)"
)
_NUMBER = rf"(?:{_TENS}|{_SPELLED})"
_NO_UNIT = (
    r"(?![\w%/,-]?\d|\.\d|%|\w|\s?(?:%|percent|per\s?cent|mg|mcg|ml|kg|lb|bpm|beats|mmol|over|to\b"
    r"|on\b|degrees|cm|°|pounds|stone|minutes|mins|hours|days|weeks|miles|sats|at\srest|in\sthe|kcal"
    r"|iu))"
)
_WHO = (
    r"(?:i|he|she|who|mum|mom|mother|dad|father|gran|granny|grandma|grandmother|grandad|granddad"
    r"|grandfather|grandpa|nan|nana|nanna|aunt|auntie|uncle"
    r"|husband|wife|patient|neighbour|great[- ]aunt|great[- ]grandmother|great[- ]grandfather|in-law"
    r"|resident|lady|gentleman|man|woman|sister|brother|friend)"
)
_AGES = [
    rf"(?<![\w.,])(?:{_NUMBER})[\s-]?(?:years?[\s-]old|year-olds?|years?\sof\sage|yo\b|y/o\b|y\.o\.?"
    rf"|yrs?\b(?:[\s-]old)?)",
    rf"(?<![\w.,])(?:{_NUMBER})[\s-]?(?:years\syoung|ans\b|jahre\salt|años\b)",
    rf"(?<!\w)(?:aged?|age[:d]?\sis|age:|at\sage|age\sof|at\sthe\sage\sof)[\s:]{{1,2}}{_NUMBER}{_NO_UNIT}",
    rf"(?<!\w)(?:i\sam|i['’]m|he['’]s|she['’]s|am\snow|will\sbe|would\sbe|is\snearly|is\salmost)\s(?:now\s"
    rf"|nearly\s|almost\s"
    rf"|about\s)?{_NUMBER}{_NO_UNIT}",
    rf"(?<!\w)(?<=\w\s)is\s(?:now\s|nearly\s|almost\s)?{_NUMBER}(?=\s(?:and|but|now|next|this|with|yrs?"
    rf"|so)\b(?!\s(?:the|my)\s(?:bottom|diastolic)))",
    rf"(?<!\w)(?<=\w\s)is\s{_NUMBER}(?=[.,;!)])(?![.,]\d)",
    rf"(?<!\w)(?:turn(?:s|ed|ing)?|reach(?:ed|es)?\sthe\sage\sof)\s(?:just\s)?{_NUMBER}(?![\w%/.,-]?\d|%|\w"
    rf"|\s?(?:mg|degrees|times))",
    rf"(?<!\w){_TENS}(?:st|nd|rd|th)\sbirthday",
    r"(?<!\w)(?:in\s(?:his|her|my|their)\s(?:mid-|late\s|early\s)?(?:90s|nineties))(?!\w)",
    rf"(?<!\w)(?:{_TENS}\s?[mf]|[mf]\s?{_TENS})(?![\w%/])",
    r"(?<!\w)(?:nonagenarian|centenarian)(?!\w)",
]
_AFTER_PERSON = [
    rf"(?<!\w){_WHO}(?:['’]s|\sis|,|\swas|\swho\sis)?\s(?:now\s|just\s|nearly\s|almost\s|about\s"
    rf"|already\s)?[(]?({_NUMBER}){_NO_UNIT}",
    rf"(?<!\w){_WHO}\s(?:[^\W\d_]{{2,20}},?\s)?[(]({_NUMBER})[)]",
    rf"(?<!\w){_WHO},?\s[^\W\d_]{{2,20}},\s({_NUMBER})(?=[,.;])",
]
_BORN = re.compile(
    r"(?<!\w)(?:born(?:\sin)?|b\.|d\.?o\.?b\.?:?)\s(?:in\s)?(19[0-3]\d)(?![\d/.-])", re.IGNORECASE
)
_MEASURE_BEFORE = re.compile(
    r"(?:sats?|oxygen|spo2|saturation|pulse|heart\srate|rate|hr|bp|pressure|sugar|glucose|weigh\w*|weight"
    r"|bmi|temp\w*|score|hba1c|a1c|level|ldl|egfr"
    r"|reading|diastolic|systolic|waist|count|ferritin|platelets|number|fasting|it|that|which|this"
    r"|creatinine|dose|limit|result|average|mean|median)\s\Z",
    re.IGNORECASE,
)
_COMPILED = [re.compile(pattern, re.IGNORECASE) for pattern in _DATES]
_CUED = [re.compile(pattern, re.IGNORECASE) for pattern in _CUED_DATES]
_AGE = [re.compile(pattern, re.IGNORECASE) for pattern in _AGES]
_AGE_OF = [re.compile(pattern, re.IGNORECASE) for pattern in _AFTER_PERSON]


def dates(text):
    """(start, end, kind) of dates finer than a year and of ages over 89."""
    for pattern in _COMPILED:
        for match in pattern.finditer(text):
            if not _is_everybodys(text, match):
                yield match.start(), match.end(), MarkKind.DATE
    for pattern in _CUED:
        for match in pattern.finditer(text):
            yield match.start(1), match.end(1), MarkKind.DATE
    for pattern in _AGE:
        for match in pattern.finditer(text):
            if not _MEASURE_BEFORE.search(text[max(0, match.start() - 24) : match.start()]):
                yield match.start(), match.end(), MarkKind.AGE
    for pattern in _AGE_OF:
        for match in pattern.finditer(text):
            yield match.start(1), match.end(1), MarkKind.AGE
    for match in _BORN.finditer(text):
        yield match.start(1), match.end(1), MarkKind.AGE


def _is_everybodys(text, match):
    """Whether a date is a guideline's, a study's or a campaign's."""
    around = text[max(0, match.start() - 110) : match.end() + 70]
    if _MONTH_YEAR.fullmatch(match[0]):
        return bool(_PUBLISHED.search(around))
    return bool(_DAY_OF_ALL.match(match[0])) and bool(_FOR_ALL.search(around))
