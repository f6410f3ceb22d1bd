"""Days said without a month's name: "22/11", "the 29th", "by 5th", "the twenty-second", "tarikh 22"."""

import re

from questions.redaction.date_words import ORDINAL, WEEKDAY
from questions.redaction.kinds import MarkKind
from questions.redaction.stretches import found_in, stretches

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
# Two small numbers, a stroke or a stop between: a day and a month in either order, a score, a ratio, a pressure.
_PAIR = re.compile(rf"(?<![\w./:,+-])({_DAY})([ ]?/[ ]?|[.-])({_DAY})(?![\w%/-]|[.,:]\d|\s?[/x×]\s?\d)")
# What happened on a day, or will: right before the pair.
_HAPPENED = re.compile(
    r"(?<!\w)(?:on|since|until|till?|dated?|taken|done|seen|given|started|stopped|finished|admitted|discharged"
    r"|diagnosed|scanned|tested|collected|drawn|operated|delivered|fell|died|passed|arrived|returned|came|went"
    r"|booked|scheduled|rescheduled|moved|postponed|cancelled|due|expires?|born|lmp|edd|dob|d\.o\.b\.?|removed"
    r"|inserted|fitted|placed|repeated|posted|sent|received|signed|issued|appointments?|appt|visit|consult"
    r"|surgery|operation|procedure|scan|mri|ct|x-?ray|ultrasound|usg|biopsy|report|letter|bloods|swab|jab"
    r"|infusion|chemo|session|nurse|doctor|doc|gp|specialist|consultant|hospital|clinic|happened|occurred"
    r"|began|onset|saw|follow-?up|review|check-?up|birthday|anniversary|period|yesterday|today|tomorrow"
    rf"|{WEEKDAY}|effective|wef|w\.e\.f\.?|dtd|le|el|den|dne|dnia|il|del|tgl|from)"
    r"(?:[ ](?:is|was|on|for|at|be|date|dated|booked|scheduled|set|now|only|the|this|again|here|there|till?"
    r"|until)){0,3}[ :,.(=-]{1,3}\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[ ,]{1,2}(?:at[ ]\d|appointment|visit|scan|letter|clinic|surgery|operation|morning|evening|afternoon"
    r"|report|bloods|results?\b)",
    re.IGNORECASE,
)
# Scores, pressures, sight, doses, ratios, spells of fasting: no days.
_SCORED = re.compile(
    r"(?<!\w)(?:scor\w*|scale|mmse|moca|phq\S*|gad\S*|had|hads|epworth|apgars?|gcs|glasgow|bishop|beighton"
    r"|nihss|vas|nrs|pain|itch|aches?|fatigue|mood|rate[sd]?|rating|level|strength|power|vision|sight|eyes?"
    r"|acuity|bp|b\.p\.?|pressures?|tension\w*|presión|ta|systolic|readings?|ratio|odds|risk|chance|fasting"
    r"|grade|stage|er|pr|allred|gleason|alleles?|apoe|repeats?|mixtard|humulin|insulin|symbicort|seretide|lens"
    r"|insp\w*|out[ ]of|got|marks?|exam|quiz|teeth|nodes?|about[ ]a|like[ ]an?|solid|easily|honestly)(?!\w)",
    re.IGNORECASE,
)
_SCORED_AFTER = re.compile(
    r"\s?(?:mg|ml|mcg|mmhg|units?|vision|strength|power|scale|score|pain|fasting|fast\b|nodes?|positive"
    r"|eating|split|of[ ]the"
    r"|on[ ]the|cm|mm|kg|hours|days|weeks|months|as[ ]needed|mix|insulin|inhaler|right|left|bp|pressure"
    r"|in[ ](?:both|each)"
    r"|tablets?|for[ ](?:pain|itch))",
    re.IGNORECASE,
)
_PRESSURE = re.compile(r"(?<!\w)(?:pressures?|bp|tension|hypertensi\w+)(?!\w)", re.IGNORECASE)
_NTH = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])[ ]?(?:st|nd|rd|th)(?!\w)|(?:[12]\d|3[01]|0?[1-9])(?:º|ª|er|-го|-е)(?!\w))"
)
_LATE = rf"(?!(?:first|second|third)\b){ORDINAL}(?![\w-])"
# What follows a day and no rank: the end of a clause, or a word that is no thing of which it could be the fifth.
_NO_THING = (
    r"(?=\s?[.,;:!?)\]\"”’…–—/-](?!\d)|\s*\Z|\s*\n|\s(?:i|i['’]\w{1,2}|we|we['’]\w{1,2}|he|she|they|it|you"
    r"|my|his|her|our"
    r"|their|and|but|or|at|when|for|with|because|after|before|until|till?|since|to|so|if|then|now|again"
    r"|will|would"
    r"|please|pls|plz|as|this|that|there|where|who|which|in|on|from|by|around|onwards?|lasted|lasting"
    r"|through|itself|today|please"
    r"|am|pm"
    r"|evening|morning|night|afternoon|noon|early|late|latest|without|while|though|although|due|not|no|the|a|an"
    r"|(?:of[ ](?:course|this|last|next|the[ ](?:month|\d)|every|each|each)))\b)"
)
_PREPOSITION = (
    r"(?:on|since|until|till?|by|before|after|from|around|about|for|dated?|between|come|due|booked|is|was|done"
    r"|seen|taken|to|and|appointment|birthday|next|last|this|began|begins?|started|starts?|stopped|ended|moved)"
)
_OF_DAY = r"(?:morning|night|evening|afternoon|day|eve|weekend|week|noon|dawn|small[ ]hours|early[ ]hours)"
_RANKED = [
    rf"(?<!\w){_PREPOSITION}[ :,(]{{1,2}}(?:(?:the|this|last|next)[ ])?({_NTH}){_NO_THING}",
    rf"(?<!\w){_PREPOSITION}[ ](?:the|this|last|next)[ ]({_LATE}){_NO_THING}",
    rf"(?<!\w)(the[ ](?:0?[4-9]|[12]\d|3[01])[ ]?(?:st|nd|rd|th)(?!\w))(?![ ](?:is|was)\b){_NO_THING}",
    rf"(?<!\w)((?:the[ ])?{_OF_DAY}[ ](?:of|before|after)[ ](?:the[ ])?(?:{_NTH}|{_LATE})){_NO_THING}",
    rf"(?<!\w)((?:the[ ])?{_NTH}[ ](?:inst(?:ant)?|ult(?:imo)?|prox(?:imo)?|of[ ](?:the[ ])?{_NTH}"
    r"|of[ ](?:the|this|last|next)[ ](?:month|year))\.?)(?!\w)",
    rf"(?<!\w)({WEEKDAY},?[ ](?:the[ ])?{_NTH}){_NO_THING}",
    rf"(?<!\w)({_NTH})(?=[ ]?(?:-|–|to|till?|until|and|&|or)[ ]?(?:the[ ])?{_NTH}{_NO_THING})",
    rf"(?:(?<=st)|(?<=nd)|(?<=rd)|(?<=th))[ ]?(?:-|–|&|or)[ ]?(?:the[ ])?({_NTH}){_NO_THING}",
    # In the words of other tongues for a date.
    r"(?<![\w-])((?:tarikh|taarikh|tareekh|tarik|tgl\.?|tanggal|tarehe|ngày|petsa|ika-?|d[ií]a|giorno|dnia|dne"
    rf"|datum|tarih[ıi]?|el|den|dzień|data)[ :]{{0,2}}{_DAY}\.?)(?=[ ,;)\n]|\Z)(?![ ]?(?:mg|ml|%|\d|x\b|tab"
    rf"|/))",
    rf"(?<![\w.,/-])({_DAY}[ ]?(?:tarikh|taarikh|tareekh|tarik|tarihinde|числа))(?!\w)",
]
_OF_A_ROW = re.compile(
    r"(?:cent|perc|quant|decile|toes?|finger|digit|metatars|metacarp|ribs?|days?|dose|line"
    r"|(?<!this\s)times?|weeks?"
    r"|trimester"
    r"|degree|generation|visit|floor|grade|tooth|molar|cycle|round|stage|nerve|ventricle|vertebra|opinion"
    r"|attempt"
    r"|child|baby|pregnan|stor(?:y|ey)|edition|century|place|year|class|standard|form|tablet|pill|jab|booster"
    r"|relapse|episode|surger|operation|(?<!of\s)course|batch|month\b(?<!the\smonth)|one\b|intercostal"
    r"|space|disc)",
    re.IGNORECASE,
)
_CENTILES = re.compile(
    r"cent(?:ile|er)|percent|growth|curve|\btoes?\b|fingers?|metatars|ribs?\b|children|row\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[^.,;:!?)]*")
_FIGURE_OR_RANK = re.compile(r"\d|(?:th|first|second|third)\b", re.IGNORECASE)
_SAID = [re.compile(pattern, re.IGNORECASE) for pattern in _RANKED]


def days(text):
    """(start, end, kind) of days of which no month's name stands beside them."""
    parts = list(stretches(text, _FIGURE_OR_RANK))
    for match in _PAIR.finditer(text):
        if _is_day(text, match):
            yield match.start(), match.end(), MarkKind.DATE
    for pattern in _SAID:
        for match in found_in(text, pattern, parts):
            behind = _CLAUSE.match(text, match.end(1), match.end(1) + 22)[0]
            before = text[max(0, match.start() - 40) : match.start()]
            if not _OF_A_ROW.search(behind) and not _CENTILES.search(before):
                yield match.start(1), match.end(1), MarkKind.DATE


def _is_day(text, match):
    first, sign, second = int(match[1]), match[2], int(match[3])
    before = text[max(0, match.start() - 40) : match.start()]
    if min(first, second) > 12 or (first, second) == (24, 7):
        return False
    happened = bool(_HAPPENED.search(before))
    around = max(0, match.start() - 110), match.end() + 20
    if not happened and (_PRESSURE.search(text, *around) or before.endswith(" in ")):
        return False
    if _SCORED_AFTER.match(text, match.end()) or (_SCORED.search(before) and not happened):
        return False
    if sign in ".-":
        ended = sign == "." and re.match(r"\. [a-z]", text[match.end() : match.end() + 3])
        happened = happened or bool(ended and len(match[1]) == len(match[3]) == 2)
        return happened and bool(len(match[3]) == 2 or ended) and "from" not in before[-8:]
    return happened or first > 12 or _is_no_part(match) or bool(_GOES_ON.match(text, match.end()))


def _is_no_part(match):
    """Whether a pair of small numbers reads as no score, share, sight or spell ("3/12" for three months)."""
    first, second = int(match[1]), int(match[3])
    if "0" in (match[1][0], match[3][0]):
        return True
    return second <= 12 and (first > second or (first < second and second in (8, 9, 11))) and first != 6
