"""Ages over 89 said in passing: "completed 98", "she be 97", "he's 93 now", "gone ninety-one", "umur 95"."""

import re

from questions.redaction.ages import HAS_ONE
from questions.redaction.kinds import MarkKind
from questions.redaction.stretches import found_in, stretches

_TENS = r"(?:9\d|1[01]\d|120)"
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_SPELLED = rf"(?:ninety(?:[- ]?{_ONES})?|(?:a[ ]|one[ ])?hundred(?:[ ](?:and[ ])?(?:{_ONES}|ten))?)"
_NUMBER = rf"(?:{_TENS}|{_SPELLED})"
# What people put between the verb and the figure.
_HARDLY = (
    r"(?:now|only|just|nearly|almost|about|already|over|around|past|well|still|approximately|approx\.?"
    r"|roughly|maybe"
    r"|say|some|soon|at|to|a|an|all|of|be|is|the|age[d]?|her|his|my|our|their|good|ripe|old|grand|great"
    r"|fine|on|for"
    r"|full|whole|sprightly|spry|young|happy|healthy|not|even|next|going|gonna|up|birthday|volgende"
    r"|nächste[nrs]?"
    r"|month|maand|monat|week|woche|years?|jaar|jahr|in)"
)
# What is counted or measured stands behind the figure.
_NO_UNIT = (
    r"(?![\w%°+]|[/:,-]?\d|\.\d|\s?[/x×]\s?\d|[- ]?(?:mg|ml|mcg|µg|ug|iu|units?|g|gr|grams?|kg|kilos?|kgs"
    r"|lbs?|pounds?"
    r"|stone|km|k|miles?|metres?|meters?|m|cm|mm|in|inch(?:es)?|feet|ft|degrees?|deg|c|f|percent|per|pct"
    r"|cent(?:ile)?"
    r"|percentiles?|bpm|beats?|times|mmol|mmhg|nmol|pmol|u|calories|cals?|kcal|steps?|reps|days?|hours?"
    r"|hrs?|minutes?"
    r"|mins?|seconds?|secs?|weeks?|wks?|months?|mths?|tablets?|tabs?|pills?|puffs?|drops?|people|patients?"
    r"|women|men"
    r"|others?|things|questions|problems|dollars|euros|rupees|bucks|quid|naira|pesos|thousand|million|lakh"
    r"|and[ ]\d"
    r"|to[ ]\d|or[ ]\d|over[ ]\d|on[ ](?:\d|room|air|oxygen|o2|the[ ]monitor|my[ ]watch)|systolic|diastolic"
    r"|of(?![ ](?:age|his|her|their|an?|old|the|heart|cancer|covid|natural))|decibels?|db|sure|better|worse"
    r"|more|less|good|ok|okay|sats?|yards?|years?[ ](?:ago"
    r"|since|later|from)|th|st|nd"
    r"|rd)(?!\w))"
)
_PERSON = (
    r"(?:i|he|she|they|who|whom|mum|mom|mam|mama|mummy|mother|dad|daddy|papa|father|gran|granny|grandma"
    r"|grandmother"
    r"|grandad|granddad|grandfather|grandpa|grandparents?|parents?|nan|nana|nanna|nani|dadi|dada|aunt\w*"
    r"|uncle|tante"
    r"|t[ií][ao]|husband|wife|spouse|partner|patient|neighbou?r|in-law|resident|lady|ladies|gentleman|man"
    r"|woman|person"
    r"|someone|somebody|sister|brother|friend|elder|widow(?:er)?|veteran|teacher|client|pensioner|survivor"
    r"|abuel\w*"
    r"|oma|opa|omi|nonn[ao]|bab(?:a|cia|ushka|tunya)|dziadek|dida|lol[ao]|koro|kuia|savta|saba|teta|jidd?o"
    r"|thatha"
    r"|paati|amm(?:a|ach?i|amma)|app(?:a|achan)|bibi|babu|gogo|mkhulu|tutu|yiayia|pappo?us|av[óôo]|mormor"
    r"|morfar"
    r"|farmor|farfar|bestemor|m[ée]m[ée]|mamie|papy|p[ée]p[ée]|ah[ ](?:ma|kong)|por?[ ]?por?|gung|oupa|ouma"
    r"|nanny|pop"
    r"|great-\w+|old[ ](?:one|fellow|boy|girl)|monk|nun|rabbi|imam|pastor|priest|deacon|father-in-law"
    r"|mother-in-law)"
    r"(?:['’]s|s)?"
)
_MEASURED = re.compile(
    r"(?<!\w)(?:sats?|oxygen|spo2|o2|saturat\w+|pulse|heart|rate|hr|bp|pressure|sugars?|glucose|weigh\w*"
    r"|weight|bmi"
    r"|temp\w*|fever|scor\w*|hba1c|a1c|levels?|ldl|hdl|e?gfr|readings?|reads?|diastolic|systolic|waist"
    r"|counts?|ferritin"
    r"|platelets?|fasting|creatinine|doses?|limit|results?|average|mean|median|psa|tsh|vitamin|bpm|iq|room"
    r"|ward|bed"
    r"|page|percent|hb|ha?emoglobin|cholesterol|triglycerides|sodium|potassium|crp|esr|alt|ast|ggt|alp"
    r"|bilirubin|cd4"
    r"|fev1|flow|chance|cases|total|measur\w*|below|between|range|mcv|b12|folate|urate|lipase|amylase"
    r"|volume|height"
    r"|qrs|qtc|speed|mph|ring|call|dial|rang|target|tablets?|pills?|mg|ml|kg|kilos?|lbs?|test(?:osterone)?"
    r"|peak)(?!\w)",
    re.IGNORECASE,
)
# An age whoever is spoken of.
_SURE = [
    rf"(?<!\w)(?:turn(?:s|ed|ing|t)?|complet(?:ed|es|ing|e)|celebrat(?:ed|es|ing|e)|died|passed[ ](?:away"
    rf"|on)|passed"
    rf"|birthday|bday|aged?|ages|lives?[ ]to|lived|umur(?:nya)?|usia(?:nya)?|berumur|berusia|edad(?:[ ]na)?"
    rf"|idade|età"
    rf"|[âa]ge[ ]de|umri(?:[ ]wa)?|miaka|yaş(?:ı|ında)?|leeftijd|alder|ålder|w[ ]wieku|lat|im[ ]alter[ ]von"
    rf"|tuổi|âgée?"
    rf"|de|tiene|tem|ha|hat|bani)"
    rf"[ ]?[:=(-]?[ ]?(?:{_HARDLY}[ ]){{0,4}}({_NUMBER}){_NO_UNIT}",
    rf"(?<![\w.,])({_NUMBER}[ -]?(?:saal|sal|varsh|varsha|baras|bochor|tahun|thn|taun|taon|miaka"
    rf"|yaş\w{{0,6}}|tuổi|vuot\w{{1,6}}|år|ára"
    rf"|jaar|jarige|godin[ae]|éves|vjeç?|vjet|ani|años|anos|anni|ans|gad\w{{1,2}}|metų|aastat?|сүй|жаст\w*"
    rf"|रोष|सालों?|साल|वर्ष|வயது|سنة"
    r"|سال|ปี|שנים|summers|winters|something|odd|plus|not[ ]out|yr\b|yrs\b|ys\b)(?!\w))",
    rf"(?<!\w)({_NUMBER}[ -](?:(?:years?|yrs?)[ -])?(?:lady|woman|man|gentleman|female|male|grandmother"
    rf"|grandfather|granny|mother"
    r"|father|nan))(?!\w)",
    rf"(?<!\w)(?:his|her|my|their|its|['’]s)[ ]({_TENS}(?:st|nd|rd|th)|ninet(?:ieth|y-\w{{4,7}}th"
    rf"|y-(?:first|second|third))|hundredth)"
    r"(?!\w)(?![ ](?:cent|perc|day|week|time|dose|visit))",
    r"(?<!\w)((?:(?:his|her|my|their|our)|[^\W\d_]+['’]s)[ ](?:very[ ])?(?:mid|late|early|high|low)?[- ]?"
    r"(?:90['’]?s|nineties|hundreds|tenth[ ]decade))(?!\w)",
    r"(?<!\w)((?:a[ ]|one[ ]|two[ ]|three[ ])?(?:years?|months?|weeks?)?[ ]?(?:shy|short|off"
    r"|away[ ]from)[ ](?:of[ ])?"
    r"(?:a[ ]|her[ ]|his[ ]|the[ ]|one[ ])?(?:hundred(?!\w)|100(?!\w)|centenary|century))",
    rf"(?<!\w)({_NUMBER})[ ](?:s?he|i)[ ](?:is|was|am)\b",
    r"(?<!\w)((?:over|more[ ]than|nearly|almost)[ ]a[ ]century[ ]old|a[ ]century[ ]old)(?!\w)",
]
# An age if a person is spoken of in the sentence and nothing measured.
_LIKELY = re.compile(
    rf"(?<!\w)(?:cross(?:ed|es|ing)?|touch(?:ed|es|ing)|near(?:s|ed|ing)|approach(?:ed|es|ing)|reach(?:ed"
    rf"|es|ing)?"
    rf"|hit(?:s|ting)?|attain(?:ed|s|ing)?|enter(?:ed|s|ing)|pass(?:es|ing)|seen?|pushing|rising|knocking[ ]on"
    rf"|coming[ ](?:up|on|to|for)|going[ ]on(?:[ ]for)?|gone|close[ ]to|clock(?:ed|ing)|mark(?:ed|s)|became"
    rf"|becomes?"
    rf"|becoming|got|made|liv(?:ed|ing)|be|being|dey|am|is|['’]s|['’]m|['’]re|are|was|were|been|['’]ll|at"
    rf"|has|have|of|get(?:s|ting)?"
    rf"|wordt|wird|ist|är|fyller|blir|fylder|bliver|cumpl\w{{1,3}}|compie|jest|ma|má|even|still|now|over"
    rf"|past|above|for|her|him|she|he|who|this|from|till?|until|since)(?:[ ]{_HARDLY}){{0,4}}"
    rf"[ ]({_NUMBER}){_NO_UNIT}",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(rf"(?<!\w){_PERSON}(?!\w)", re.IGNORECASE)
_BESIDE = re.compile(
    rf"(?<!\w)({_PERSON})(?:[ ](?:is|was|be)|['’]s)?[ ,:(–—-]{{1,3}}({_NUMBER}){_NO_UNIT}", re.IGNORECASE
)
_STOP = re.compile(r"[.!?\n](?=\s|\Z)")
_COMPILED = [re.compile(pattern, re.IGNORECASE) for pattern in _SURE]


def ages_said(text):
    """(start, end, kind) of ages over 89 of whoever the sentence speaks."""
    parts = list(stretches(text, HAS_ONE, around=70))
    for pattern in _COMPILED:
        for match in found_in(text, pattern, parts):
            if not _MEASURED.search(_sentence(text, match.start())[-40:]):
                yield match.start(1), match.end(1), MarkKind.AGE
    for match in found_in(text, _LIKELY, parts):
        before = _sentence(text, match.start(1))
        if _OF_WHOM.search(before) and not _MEASURED.search(before):
            yield match.start(1), match.end(1), MarkKind.AGE
    for match in found_in(text, _BESIDE, parts):
        if not _MEASURED.search(_sentence(text, match.start())[-40:]):
            yield match.start(2), match.end(2), MarkKind.AGE


def _sentence(text, end):
    """What stands in the sentence before a figure, 90 characters at most."""
    before = text[max(0, end - 90) : end]
    stops = [stop.end() for stop in _STOP.finditer(before)]
    return before[stops[-1] :] if stops else before
