"""Codes after a word that says what they are: records, insurance, accounts, licences, plates, devices, badges."""

import re

from questions.redaction.code_words import ANY_CUE, CUES
from questions.redaction.kinds import MarkKind
from questions.redaction.patterns import UNIT_AFTER
from questions.redaction.stretches import found_in, stretches

# A code has a digit; spaces only before groups of digits or capitals: "12-345 678", "PA RN 648217", "PJN 448120 S".
_CODE = (
    r"((?-i:(?:[A-Z]{1,6}[ /-]){0,2})(?=[\w#/.:-]{0,14}\d)[\w#][\w/.:-]{0,40}"
    r"(?:[ ](?:[/-][ ])?(?-i:(?=[A-Z]{0,5}\d)[A-Z\d][A-Z\d/.-]{0,14})){0,6}"
    r"(?:[ ](?-i:(?![IA][ ])[A-Z]{1,2}(?![\w'’])))?)"
)
_SAYS = (
    r"(?:[ ](?:number|num|nr|no\.?|nos?\.?|n[°º]|id|i\.d\.|code|ref(?:erence)?|card|account"
    r"|policy|plate|book|folder"
    r"|certificate|register|of[ ](?:the[ ]|my[ ])?\w{3,10}|for[ ](?:the[ ]|my[ ])?\w{3,12}|#)){0,3}"
    r"(?:[ ](?:is|was|being|reads?|says|shows?|ends(?:[ ]in)?|ending(?:[ ]in)?|starts(?:[ ]with)?|on[ ](?:it"
    r"|the[ ]\w{2,12})[ ](?:is|was|says))|[ ]?[:#=(,-]){0,2}[ ]?(?:['\"“(][ ]?)?(?-i:(?:SN|ID"
    r"|No)[ ])?[#:]?[ ]?"
)
_CUED = [
    (kind, re.compile(rf"(?<!\w)(?=[^\W\d_])(?:{cue})(?![^\W\d_]){_SAYS}{_CODE}", re.IGNORECASE))
    for kind, cue in CUES
]
# A word that only says that a code follows: it must look like one, five digits long or of capitals and digits.
_ANY = re.compile(
    rf"(?<!\w)(?:{ANY_CUE}){_SAYS}"
    r"((?-i:[A-Z]{1,5}[ -])?(?-i:(?=[A-Z#/.-]{0,8}\d)[#A-Z\d][A-Z\d/.:-]{3,30})"
    r"(?:[ ](?-i:(?=[A-Z]{0,3}\d)[A-Z\d/-]{2,10})){0,5}"
    r"|\d{2,6}(?:[ .-]\d{2,6}){1,5}(?:[ -](?-i:[A-Z\d]{1,3}))?)(?!\w)",
    re.IGNORECASE,
)
# What follows a cue and is none: years, doses, ranges, small numbers, dates; counted where they stand.
_NO_CODE = re.compile(
    r"(?:\d{1,3}|(?:19|20)\d\d|\d+[.,]\d+(?<!\d[.]\d{3})|\d[.]\d{3}|\d{1,3}[-–/]\d{1,3}|\d+(?:mg|ml|mcg|iu"
    r"|units?|th|st|nd|rd|k|kg|cm"
    r"|mm|%|am|pm|x|g|weeks?|days?|yrs?|years?|hours?|hrs?|min|mins|months?)|(?:19|20)\d\d[-–/]\d{2,4}"
    r"|10\.\d{4,5}/\S+|[a-z]+-\d{1,2}|[a-z]\d{1,2}|covid\S*|\d{1,2}:\d\d|type\d|[a-z]{1,4}\d{1,2}"
    r"|\d{1,2}[a-z]|\d{1,2}-[a-z]{3,}.*|\d{1,2}[ ]\d{1,2}|[A-Z]\d\d\.\d{1,2}|[A-Z]{1,5}[ ]\d{1,3}"
    r"|[A-Z][ ](?:19|20)\d\d"
    r"|\d{1,3}[ ][A-Z]{1,3})[.,]?\Z",
    re.IGNORECASE,
)
# Plates that codes of medicine look like too: only near a car.
_PLATES = re.compile(
    r"(?<!\w)(?-i:[A-Z]{2,4}[·•]\d{2,4}|\d{2,3}[- ][A-Z]{1,3}[- ]\d{2,5}"
    r"|[A-ZÄÖÜ]{1,3}[- ·][A-Z]{1,2}[- ]?\d{1,4}|\d{4}[ -]?[A-Z]{3}|[A-Z]\d{1,3}[ ]?[A-Z]{3}"
    r"|[A-Z]{3}[ -]?\d{1,4}[A-Z]?|[A-Z]{2}[ ]?\d{3}[ ]?[A-Z]{2}|[A-Z]{1,3}[ ]\d{1,3}[ ][A-Z]{1,3}[ ]?\d{0,4}"
    r"|[A-Z0-9]{2,4}[ -][A-Z0-9]{2,4}(?:-[A-Z0-9]{1,2})?|\d[A-Z]{3}\d{3}|[A-Z]{1,2}\d{1,4}[A-Z]{1,3}"
    r"|\d{1,3}[- ][A-Z]{1,3}[- ]\d{1,5}|\d{2,3}-\d{2,3}-\d{2,3}|[A-Z]{2,3}[ -]\d{4}[ -][A-Z]{1,2}"
    r"|[A-ZА-Я]\d{3}[A-ZА-Я]{2}\d{2,3}|\d{3}[ ][A-Z]{3}(?:[ ]\d{2})?"
    r"|[A-Z]{1,2}[ -]?\d{3,6}(?:[ ]?[A-Z]{1,2})?)(?!\w)"
)
_NO_PLATE = re.compile(
    r"(?:ON|AT|IN|AS|TO|IS|OF|BY|MY|FOR|THE|AND)[ -].*|\d{1,2}(?:ST|ND|RD|TH)\Z|"
    r"(?-i:[A-Z]{2,4})[ -](?:19|20)\d\d\Z|\d{3}\s[A-Z]{2}\Z|[A-Z]{3}[- ]\d\Z|\d{1,2}[ ][A-Z]{3,4}\Z"
)
_CAR = re.compile(
    r"(?<!\w)(?:cars?|(?:my|the|white|his|our|a)\svan|taxi|lorry|truck|number[ ]?plate|plates?|reg|tag"
    r"|registration|parked|vehicle|motorbike|scooter|motorcycle|kennzeichen|ford|toyota|corsa"
    r"|golf|fiesta|focus|corolla"
    r"|honda|skoda|vauxhall|bmw|audi|nissan|renault|peugeot|kia|hyundai|volvo|mercedes|tesla|hit[ ]by|fiat"
    r"|vw|volkswagen|seat|dacia|citro[eë]n|mazda|suzuki|bajaj|tuk-?tuk|auto-?rickshaw|rickshaw"
    r"|jeep|pick-?up|ute|bakkie|camper"
    r"|caravan|trailer|tractor|moped|minibus|matatu|danfo|okada|boda|boat|chevy|chevrolet|dodge"
    r"|subaru|lada|tro-?tro|keke|jeepney|tricycle|colectivo|dolmu[sş]|marshrutka|songthaew|scooty|uber|grab"
    r"|bolt|cab"
    r"|bus|coach|ambulance|bike|motor|hgv|suv|saloon|estate[ ]car|hatchback|convertible|crash(?:ed)?"
    r"|rear-?ended"
    r"|overtook|drove|driv(?:e|es|er|ers|ing)|ran[ ](?:me|him|her|us)[ ]over|knocked[ ](?:me|him|her|us)"
    r"|hilux|prado"
    r"|land[ ]?cruiser|vitz|probox|innova|myvi|proton|perodua|axia|viva|civic|accord|camry|yaris|passat"
    r"|tiguan|clio"
    r"|megane|duster|logan|punto|astra|insignia|zafira|qashqai|juke|micra|sportage|picanto|tucson|creta"
    r"|octavia|fabia"
    r"|sprinter|vito|silverado|tacoma|rav4|prius|land[ ]?rover|range[ ]?rover|lexus|isuzu|daihatsu"
    r"|mitsubishi|pajero"
    r"|navara|mahindra|bolero|tata|maruti|yamaha|ktm|vespa|harley|activa|opel|chery|byd|saab|porsche)(?!\w)",
    re.IGNORECASE,
)
# What a laboratory writes so too.
_LABORATORY = re.compile(
    r"(?:ALT|AST|ALP|GGT|LDL|HDL|TSH|CRP|ESR|BMI|EGFR|GFR|PSA|MCV|MCH|MCHC|RBC|WBC|PLT|INR|FSH|LH|AMH|BNP"
    r"|HCG|DHEA|DHA|EPA"
    r"|IG[AEGM]|CK|CPK|LDH|HBA|HB|PTH|FEV|FVC|PHQ|GAD|CD|CA|BP|HR|IU|USD|GBP|EUR|KES|NGN|PKR|PHP|ICD|NICE"
    r"|NG|CG|SGPT|SGOT"
    r"|TIBC|APTT|PT|ANA|CEA|AFP|VIT|RF|TPO|FT|PM|AM|RS|KG|MG|ML|CAP|CKD|QTC|QRS|PR|HLA|COVID|SPO|PEF|IOP|TG"
    r"|VLDL)[ -]?\d",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"(?<!\w)(?:ext(?:ension|n)?\.?|pager|bleep)(?:[ ](?:number|no\.?"
    r"|is))?:?[ ](\d{3,6})(?!\w)",
    re.IGNORECASE,
)


def codes(text):
    """(start, end, kind) of codes after a word that says what they are, and of plates near a car."""
    parts = list(stretches(text, around=120))
    for kind, pattern in _CUED:
        yield from _after(text, pattern, kind, parts)
    for match in _PLATES.finditer(text):
        if (
            any(sign.isdigit() for sign in match[0])
            and not _NO_PLATE.match(match[0])
            and not _LABORATORY.match(match[0])
            and _CAR.search(text[max(0, match.start() - 60) : match.end() + 40])
        ):
            yield match.start(), match.end(), MarkKind.VEHICLE
    for match in _EXTENSION.finditer(text):
        yield match.start(1), match.end(1), MarkKind.PHONE


def unnamed(text):
    """(start, end, kind) of codes after "number", "no.", "#" and the like, whatever they number."""
    for start, end, kind in _after(text, _ANY, MarkKind.NUMBER, list(stretches(text, around=120))):
        if sum(sign.isdigit() for sign in text[start:end]) >= 3:
            yield start, end, kind


def _after(text, pattern, kind, parts):
    for match in found_in(text, pattern, parts):
        start, code = match.start(1), match[1].rstrip(".-/: ")
        while code and UNIT_AFTER.match(text, start + len(code)):
            code = code.rpartition(" ")[0]
        if code and sum(sign.isdigit() for sign in code) >= 2 and not _NO_CODE.match(code):
            yield start, start + len(code), kind
