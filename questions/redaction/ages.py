"""Ages over 89, in figures and in words, and years of birth that say as much."""

import re

from questions.redaction.kinds import MarkKind
from questions.redaction.lists import is_ordinary, no_names
from questions.redaction.stretches import found_in, stretches

# Where an age over 89 may stand, or a year that says as much.
HAS_ONE = re.compile(
    r"(?<!\d)(?:9\d|1[012]\d|19[0-3]\d)(?!\d)|ninet|nonagen|hundred|centur|centen|tenth[ ]decade",
    re.IGNORECASE,
)
_TENS = r"(?:9\d|1[01]\d|120)"
_SPELLED = (
    r"(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a\s"
    r"|one\s)?hundred(?:\s(?:and\s)?(?:one|two|three|four|five|six|seven|eight|nine|ten))?)"
)
_NUMBER = rf"(?:{_TENS}|{_SPELLED})"
_JOINED = (
    r"(?:years?[\s-]olds?|years?\sof\sage|years\syoung|yo\b|y/o\b|y\.o\.?|yrs?\b(?:[\s-]old)?|y\b"
    r"|ans\b|jahre?\b"
    r"(?:\salt)?|jährige[rn]?|años\b|anos\b|anni\b|lat\b|let\b|éves|ára\b|ετών|лет\b|года?\b|岁|歳|세)"
)
# A number beside these is an age whatever stands around it.
_AGES = [
    rf"(?<![\w.,])(?:{_NUMBER})[\s-]?{_JOINED}",
    rf"(?<!\w){_TENS}(?:st|nd|rd|th)(?:\sbirthday|\syear\sof\s(?:life|age)|\sbday)",
    r"(?<!\w)(?:ninet(?:ieth|y-\w{4,7})|hundredth|100th)\sbirthday",
    r"(?<!\w)(?:in\s(?:his|her|my|their)\s(?:mid-|late\s|early\s)?(?:90s|nineties|hundreds))(?!\w)",
    rf"(?<!\w)(?:lived?|living|made\sit|got)\s(?:on\s)?(?:to|until|till|past)\s(?:be\s|the\sage\sof\s"
    rf"|about\s|nearly\s|over\s)?{_NUMBER}"
    r"(?![\w%/,-]?\d|\.\d|%|\s?(?:mg|ml|kg|km|days|hours|minutes|degrees|on\soxygen|on\sroom))",
    r"(?<!\w)(?:nonagenarian|centenarian|supercentenarian)s?(?!\w)",
    rf"(?<![\w.,]){_NUMBER}\sand\sa\shalf(?!\s(?:mg|ml|kg|cm|hours|minutes|days|weeks|months|degrees))",
]
_CUED = re.compile(
    rf"(?<!\w)(?:aged?|age[:d]?\sis|age:|at\sage|age\sof|turn(?:s|ed|ing)?|reach(?:ed|es"
    rf"|ing)?(?:\sthe\sage\sof)?"
    rf"|celebrat(?:ed|es|ing)\sher|pushing|birthday\snumber)[\s:]{{1,2}}(?:just\s|nearly\s"
    rf"|almost\s)?({_NUMBER})"
    r"(?![\w%/,-]?\d|\.\d|%|\w|\s?(?:mg|ml|degrees|times|percent|per\s?cent))",
    re.IGNORECASE,
)
# A bare number where a person is spoken of: "a lady, 98", "my father has 91", "an elder of 90", "Our dad, ninety-four".
_WHO = re.compile(
    r"(?<!\w)(?:i|i['’]m|he|he['’]s|she|she['’]s|who|whom|mum|mom|mother|dad|father|gran|granny"
    r"|grandma|grandmother"
    r"|grandad|granddad|grandfather|grandpa|nan|nana|nanna|aunt|auntie|aunty|uncle|tante|tía"
    r"|husband|wife|patient|neighbour"
    r"|neighbor|great[- ](?:aunt|uncle|grandmother|grandfather|grandma)|in-law|resident|lady"
    r"|gentleman|man|woman|person"
    r"|someone|somebody|anyone|sister|brother|friend|elder|widow(?:er)?|veteran|seaman|sailor"
    r"|priest|nun|teacher|tenant"
    r"|abuel(?:a|o|ita|ito)|oma|opa|nonn[ao]|bab(?:a|cia|ushka|tunya)|dziadek|dida|lola|lolo|koro"
    r"|kuia|savta|saba|teta|jiddo"
    r"|nani|dadi|dada|thatha|paati|ammamma|bibi|babu|gogo|mkhulu|tutu|yiayia|pappo?us|avó|avô"
    r"|mormor|morfar|farmor"
    r"|farfar|bestemor|mémé|mamie|papy|pépé|omi|client|pensioner|survivor|monk|rabbi|imam|pastor"
    r"|deacon)(?!\w)",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?<![\w.,:/£$€-])({_NUMBER})(?=[.;!?)\],](?!\d)|\s*\Z|\s?[-–—]\s|\s(?:and|but|who|when|with"
    rf"|so|yet|next|this"
    r"|last|on|in|now|as|or|lives?|living|years?|yrs|come|if|i|my|is|was|takes?|has|had|then|can"
    r"|still|since|to|gets?"
    r"|got|going|fell|today|tomorrow|would|&|he|she|her|his|they|frail|diabetic|very|already|soon|ago\sfell"
    r"|from|for)\b)"
    r"(?!\s(?:in\s(?:the|total)|on\s(?:the|my|a\s|waking|room|air|oxygen|o2|\d)|to\s(?:\d|a\s|over)|or\s\d"
    r"|and\s(?:\d"
    r"|over|above|the\s(?:bottom"
    r"|diastolic|lower))|years?\sago|for\s(?:a|the)|with\s(?:a\s)?(?:\d|exer)|when\s(?:i|he"
    r"|she)\s(?:sit|rest|lie|walk)))",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:(?:\bis|\bwas|\bam|['’]s|['’]m|['’]re|\bare|\bhas|\bhad|\bhave|\bof|\bbe|\bbeing|\bmade"
    r"|\bhit|\bat)\s"
    r"(?:now\s|only\s|just\s|nearly\s|almost\s|about\s|already\s|over\s|around\s|past\s"
    r"|only\sjust\s|alive\sat\s)?"
    r"|[(,]\s?(?:who\sis\s|now\s|almost\s|nearly\s|just\s)?|\w\s[(]|\s[-–—]\s)\Z",
    re.IGNORECASE,
)
_PERSON_JUST = re.compile(_WHO.pattern + r"(?:['’]s|s)?,?\s\Z", re.IGNORECASE)
_MEASURED = re.compile(
    r"(?<!\w)(?:sats?|oxygen|spo2|saturation|pulse|heart\s?rate|rate|hr|bp|pressure|sugars?"
    r"|glucose|weigh\w*|weight|bmi"
    r"|temp\w*|scor\w*|hba1c|a1c|level|ldl|hdl|egfr|gfr|reading|readings|diastolic|systolic|waist"
    r"|counts?|ferritin|platelets"
    r"|number|fasting|creatinine|doses?|limit|results?|average|mean|median|psa|tsh|vitamin|bpm|iq"
    r"|room|ward|bed|page"
    r"|percent|kg|mg|ml|hb|haemoglobin|hemoglobin|cholesterol|triglycerides|sodium|potassium|crp"
    r"|esr|alt|ast|ggt|alp"
    r"|cd4|o2|fev1|peak\sflow|chance|cases|out\sof|total|stands\sat|measur\w*|under|above|below"
    r"|between|range|ra[nt]ges?"
    r"|from\s\d+|drops?|dropped|rose|fell\sto|down\sto|up\sto|climb\w*|beats|it\sis|it['’]s"
    r"|it\swas|which\sis|that\sis"
    r"|this\sis|lab|value|titre|per|freeway|highway|route|exit|road)(?!\w)",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?<!\w)(?:born(?:\sin)?|b\.|d\.?o\.?b\.?:?|birth\s?year:?"
    r"|year\sof\sbirth:?)\s(?:in\s)?(19[0-3]\d)(?![\d/.-])",
    re.IGNORECASE,
)
# "98F", "93 male", "M/91"; a space before a bare letter makes it a measure, but for "my nan 98 F".
_SEXED = re.compile(
    r"(?<![\w'’])(?:(?:9\d|10[0-9])(?:/?[mf]\b|[ ](?-i:[MF])\b|[ /]?(?:fe)?male)|[mf][ /]?(?:9\d|10[0-9]))(?![\w%/])",
    re.IGNORECASE,
)
# Near "102F" a fever, near "100m" a way.
_HOT = re.compile(
    r"(?<!\w)(?:fever\w*|temp\w*|thermomet\w*|febrile|hot|heat|chills|degrees|burning|spik(?:e[ds]?|ing)|oven|water)(?!\w)",
    re.IGNORECASE,
)
_FAR = re.compile(
    r"(?<!\w)(?:walk|run|jog|swim|crawl|hike|climb|sprint|cycl|row|race|ran|swam|manag|cover|within|every|after|last|first"
    r"|next|distance|metres|depth|dive|dived)\w{0,4}[ ](?:[\w’']{1,8}[ ]){0,3}\Z",
    re.IGNORECASE,
)
_FAR_AFTER = re.compile(
    r"[ ](?:sprint|race|walk|run|dash|hurdles|swim|freestyle|butterfly|backstroke|breaststroke|relay|away|ahead|from"
    r"|up|down|uphill|in[ ]\d|without|before)",
    re.IGNORECASE,
)
_COMPILED = [re.compile(pattern, re.IGNORECASE) for pattern in _AGES]
_YEARS = re.compile(r"\s(?:years|yrs)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?\n](?=\s|\Z)")
_TITLED = re.compile(r"(?:dr|mr|mrs|ms|st)\Z", re.IGNORECASE)


# A sentence that begins with an age ("At ninety-seven I wouldn't"), an age that follows a name ("McKay, 90, lives").
_BEGUN = re.compile(
    rf"(?:\A|[.!?\n]\s{{1,2}})[Aa]t\s({_NUMBER})(?![\w%/,-]?\d|\.\d|%|\w|\s?(?:mg|ml|kg|km|mmol|mmhg|cm|bpm"
    rf"|beats"
    r"|degrees|percent|per\s?cent|pounds|lbs?|days|hours|minutes|weeks|steps|or\s(?:over|above|more|less)"
    r"|to\s\d))",
    re.IGNORECASE,
)
# "My ah ma is 98 and": of whom, in whatever language, unless it is something measured.
_MINE = re.compile(
    rf"(?<!\w)my\s(?:[^\W\d_]{{2,10}}\s){{1,2}}is\s({_NUMBER})(?=[.,;!?)]\s|\s(?:and|now|but|with)\s(?!\d))",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?<!\w)(?=[^\W\d_a-z])([^\W\d_][\w'’-]{{1,24}})[\"”]?(?:,\s|\s?[(])({_TENS})"
    r"(?=[,.;)](?!\d)|\s(?:this|next|last|now|and|who|in\s(?!the)|from|frail)\b)"
)


def ages(text):
    """(start, end, kind) of ages over 89."""
    parts = list(stretches(text, HAS_ONE, around=70))
    for pattern in _COMPILED:
        for match in found_in(text, pattern, parts):
            if not _MEASURED.search(text[max(0, match.start() - 12) : match.start()]):
                yield match.start(), match.end(), MarkKind.AGE
    for match in found_in(text, _SEXED, parts):
        if not _is_measure(text, match):
            yield match.start(), match.end(), MarkKind.AGE
    for match in found_in(text, _CUED, parts):
        if not _MEASURED.search(text[max(0, match.start() - 24) : match.start()]):
            yield match.start(1), match.end(1), MarkKind.AGE
    for match in found_in(text, _BEGUN, parts):
        yield match.start(1), match.end(1), MarkKind.AGE
    for match in found_in(text, _MINE, parts):
        if not _MEASURED.search(match[0]):
            yield match.start(1), match.end(1), MarkKind.AGE
    for match in found_in(text, _NAMED, parts):
        name = match[1].lower()
        measured = _MEASURED.search(text[max(0, match.start() - 20) : match.end(1)])
        if not measured and name not in no_names() and not is_ordinary(name):
            yield match.start(2), match.end(2), MarkKind.AGE
    for match in found_in(text, _BORN, parts):
        yield match.start(1), match.end(1), MarkKind.AGE
    for match in found_in(text, _BARE, parts):
        if _is_of_person(_clause(text, match.start())):
            years = _YEARS.match(text, match.end(1))
            yield match.start(1), years.end() if years else match.end(1), MarkKind.AGE


def _is_measure(text, match):
    """Whether "102F" is a temperature, "100m" a way, or something measured stands just before."""
    unit = match[0][-1].lower()
    before = text[max(0, match.start() - 40) : match.start()]
    if match[0][-2] == " " and not _PERSON_JUST.search(before):
        return True
    if _MEASURED.search(text[max(0, match.start() - 12) : match.start()]):
        return True
    if unit == "f":
        return bool(_HOT.search(text[max(0, match.start() - 60) : match.end() + 40]))
    return unit == "m" and bool(_FAR.search(before) or _FAR_AFTER.match(text, match.end()))


def _clause(text, end):
    """What stands in the sentence before a number, 80 characters at most."""
    before = text[max(0, end - 80) : end]
    starts = [stop.end() for stop in _SENTENCE.finditer(before) if not _TITLED.search(before[: stop.start()])]
    return before[starts[-1] :] if starts else before


def _is_of_person(before):
    if _PERSON_JUST.search(before):
        return True
    if not _LEADS.search(before) or not _WHO.search(before):
        return bool(re.fullmatch(r"\s*(?:my|our|her|his)\s", before, re.IGNORECASE))
    return not _MEASURED.search(before[-32:])
