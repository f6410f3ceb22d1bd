"""Numbers and codes that name one person or thing: identity cards, records, insurance, accounts, cars, devices."""

import re

from questions.redaction.kinds import MarkKind

# -- After a word that says what they are ------------------------------------------------------------------

# A code has a digit; "12-345 678", "AB/1234-X"; spaces only between groups of digits or short capital groups.
_CODE = (
    r"((?=[\w#/.:-]{0,14}\d)[\w#][\w/.:-]{2,40}(?:[ ](?=(?-i:[A-Z]{0,3}\d))\w{1,3}[\w/-]{0,12}){0,6}"
    r"|(?-i:[A-Z]{1,4}[ ]\d[\dA-Z/-]{1,14}(?:[ ]\d[\dA-Z/-]{1,8}){0,4}|\d{2,6}(?:[ -][\dA-Z]{1,6}){1,6}))"
)
_SAYS = (
    r"(?:[ ](?:number|num|nr|no\.?|nos?\.?|n[°º]|id|i\.d\.|code|ref(?:erence)?|card|account|policy"
    r"|certificate|register|#)){0,3}"
    r"(?:[ ](?:is|was|being|reads|ends(?:[ ]in)?|ending(?:[ ]in)?|starts(?:[ ]with)?|on[ ](?:it"
    r"|the[ ]\w{2,12})[ ](?:is|was|says))|[ ]?[:#=(-]){0,2}[ ]?[#:]?[ ]?"
)
_CUES = [
    (
        MarkKind.RECORD,
        r"(?:mrn|m\.r\.n\.?|(?:medical[ ])?records?|hospital[ ](?:number|no\.?|id|num|ref\w*)"
        r"|patient(?:[ ](?:number|no\.?|id|ref\w*|num|identifier))|case[ ](?:number|no\.?|file|ref\w*|id)"
        r"|chart(?:[ ](?:number|no\.?|id))?|file[ ](?:number|no\.?|ref\w*)|unit[ ]number"
        r"|lab(?:oratory)?[ ](?:number|no\.?|id|ref\w*)|accession(?:[ ]\w{2,8})?|specimen(?:[ ]\w{2,8})?"
        r"|sample[ ](?:number|no\.?|id)"
        r"|histology[ ](?:number|no\.?|ref\w*)|scan[ ](?:number|no\.?|id|ref\w*)|x-?ray[ ](?:number|no\.?"
        r"|id|ref\w*)|radiology[ ](?:number|no\.?|id|ref\w*)|referral[ ](?:number|no\.?|id|ref\w*|code)"
        r"|ubrn|visit[ ](?:number|no\.?|id)|admission[ ](?:number|no\.?|id)"
        r"|booking[ ](?:ref\w*|number|no\.?)|appointment[ ](?:ref\w*|number|no\.?|id)|hosp\.?[ ]?(?:no\.?"
        r"|num\w*|id)|pid|crn|uhid|emr|ehr|ipd|opd|prescription[ ](?:number|no\.?|id|ref\w*)"
        r"|rx(?:[ ](?:number|no\.?))?|barcode|wristband|study[ ](?:id|number)|trial[ ]id|donor[ ](?:id"
        r"|number|no\.?)|our[ ]ref\w*|your[ ]ref\w*|ref(?:erence)?[ ](?:number|no\.?|code|id)|ref\.?:)",
    ),
    (
        MarkKind.PLAN,
        r"(?:polic(?:y|ies)(?:[ ](?:number|no\.?|id))?|insurance|insurer|member(?:ship)?(?:[ ](?:number"
        r"|no\.?|id))|subscriber|beneficiary|health[ ]plan|plan[ ](?:number|no\.?|id)|group[ ](?:number"
        r"|no\.?|id)|claim(?:[ ](?:number|no\.?|id|ref\w*))"
        r"|medicare|medicaid|medibank|bupa|axa|aviva|vitality|cigna|aetna|kaiser|humana|blue[ ](?:cross"
        r"|shield)|united[ ]?healthcare|nhif|shif|nhis|hmo|ehic|ghic|versicherungs?(?:nummer|nr\.?)"
        r"|krankenkasse\w*|carte[ ]vitale|mutuelle|ohip|health[ ]card|authori[sz]ation[ ](?:number|no\.?"
        r"|code)|pre-?auth\w*)",
    ),
    (
        MarkKind.ACCOUNT,
        r"(?:account(?:[ ](?:number|no\.?|num|nr))?|acct?\.?(?:[ ]?(?:number|no\.?|#))?|a/c|sort[ ]?code"
        r"|iban|bic|swift|(?:credit|debit|bank|visa|mastercard|amex)[ ]?card|card[ ](?:number|no\.?|ending)"
        r"|routing|customer|client[ ](?:number|no\.?|id)|invoice|order[ ](?:number|no\.?|id|ref\w*)"
        r"|receipt|transaction|utr|ifsc|upi|paypal|konto(?:nummer|nr\.?)?|bank|bill[ ](?:number|no\.?"
        r"|ref\w*)|tracking[ ](?:number|no\.?|id)|bsb|loyalty[ ]card|pin[ ]?(?:number|code)?[ ](?:is|was)"
        r"|cvv|wallet)",
    ),
    (
        MarkKind.SSN,
        r"(?:ssn|s\.s\.n\.?|social[ ]security|social[ ]insurance|nhs[ ]?(?:number|no\.?|num|nr)"
        r"|nhs[ ]?(?:is|:|#)|chi[ ](?:number|no\.?)|h&c[ ]number|national[ ](?:insurance|id|identity"
        r"|identification)|ni[ ](?:number|no\.?)|nino?|aadhaa?r|pan[ ](?:card|number|no\.?)|tax[ ](?:id"
        r"|number|file)|tfn|itin|ein"
        r"|steuer-?id\w*|steuer(?:nummer|identifikations?nummer)?|sozialversicherungs?(?:nummer)?"
        r"|rentenversicherungs?(?:nummer)?|personalausweis\w*|ausweis\w*|insee"
        r"|numéro[ ]de[ ]sécurité[ ]sociale|dni|nie|nif|curp|cpf|pesel|bsn|burgerservicenummer|personnummer"
        r"|cnp|egn|pps(?:n|[ ]number)?|ihi|sin|cnic|nic|nin|bvn|nrc|ghana[ ]card|codice[ ]fiscale"
        r"|emirates[ ]id|iqama|hkid|nric"
        r"|(?:id|identity)[ ](?:card|number|no\.?)|passport)",
    ),
    (
        MarkKind.LICENCE,
        r"(?:(?:driv(?:ing|er['’]?s?)|pilot['’]?s?|nursing|medical|gun|firearms?|fishing|trade|taxi|hgv"
        r"|professional|state)?[ ]?licen[cs]e(?:d)?(?:[ ](?:number|no\.?|id))?|gmc|nmc|hcpc|gphc|gdc|dea"
        r"|npi|mcrn|imc|registration[ ](?:number|no\.?|id)|reg(?:istered)?\.?[ ](?:number|no\.?)"
        r"|pin[ ]number|certificate|certification|cert\.?|permit|badge|blue[ ]badge|dvla|führerschein\w*"
        r"|permis|membership[ ]of|enrol\w*[ ](?:number|no\.?)|diploma|student[ ](?:id|number|no\.?|card)"
        r"|matric\w*(?:[ ](?:number|no\.?))?|roll[ ](?:number|no\.?)|staff[ ](?:id|number|no\.?|card)"
        r"|employee[ ](?:id|number|no\.?|ref\w*)|payroll(?:[ ](?:number|no\.?))?|service[ ](?:number|no\.?)"
        r"|prisoner[ ](?:number|no\.?)|warrant|visa[ ](?:number|no\.?)|brp)",
    ),
    (
        MarkKind.VEHICLE,
        r"(?:vin|chassis|vehicle(?:[ ](?:identification|id|number|reg\w*))?|number[ ]?plate"
        r"|licen[cs]e[ ]plate|plates?|reg(?:istration)?(?:[ ](?:plate|mark|number|no\.?))?|kennzeichen"
        r"|matrícula|immatriculation|(?:car|van|taxi|truck|motorbike|motorcycle|scooter|moped|lorry|caravan"
        r"|mobility[ ]scooter|okada|boda)[ ](?:reg\w*|number|plate|is)|tail[ ]number|engine[ ]number)",
    ),
    (
        MarkKind.DEVICE,
        r"(?:serial(?:[ ](?:number|no\.?))?|s/n|sn|s\.n\.|sn:|ser\.?[ ]no\.?|udi|imei|device[ ](?:id|number"
        r"|no\.?|identifier|code|serial)|model(?:[ ](?:number|no\.?))?|(?:pacemaker|implant|icd|pump"
        r"|insulin[ ]pump|sensor|cgm|libre|dexcom|hearing[ ]aid|hip|knee|prosthesis|valve|stent|stimulator"
        r"|defibrillator|loop[ ]recorder|cpap|lens|breast[ ]implant|mesh|meter|monitor|wheelchair"
        r"|concentrator|inhaler)[ ](?:id|number|no\.?|serial|ref\w*|code|lot|batch|model)"
        r"|(?:lot|batch)(?:[ ](?:number|no\.?|code))?|mac[ ]address|android[ ]id|udid|asset[ ](?:tag|number"
        r"|no\.?))",
    ),
]
_CUED = [
    (kind, re.compile(rf"(?<!\w)(?=[^\W\d_])(?:{cue}){_SAYS}{_CODE}", re.IGNORECASE)) for kind, cue in _CUES
]
# What follows a cue and is none: years, doses, ranges, small numbers, dates; counted where they stand.
_NO_CODE = re.compile(
    r"(?:\d{1,3}|(?:19|20)\d\d|\d+[.,]\d+|\d{1,3}[-–/]\d{1,3}|\d+(?:mg|ml|mcg|iu|units?|th|st|nd|rd|k|kg|cm"
    r"|mm|%|am|pm|x|g|weeks?|days?|yrs?|years?|hours?|hrs?|min|mins|months?)|(?:19|20)\d\d[-–/]\d{2,4}"
    r"|10\.\d{4,5}/\S+|[a-z]+-\d{1,2}|[a-z]\d{1,2}|covid\S*|\d{1,2}:\d\d|type\d|[a-z]{1,4}\d{1,2}"
    r"|\d{1,2}[a-z]|\d{1,2}-[a-z]{3,}.*)[.,]?\Z",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"\s?(?:mg|ml|mcg|µg|iu|units?|%|years?|days?|weeks?|months?|hours?|patients|people|women|men|mmol"
    r"|cases|studies|pounds|euros?)(?!\w)",
    re.IGNORECASE,
)

# -- By their shape ----------------------------------------------------------------------------------------

_SHAPES = [
    (MarkKind.IP, r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?::\d{2,5}"
                  r"|/\d{1,2})?(?![\w.]*\d)"),
    (MarkKind.IP, r"(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::|[0-9a-f]{1,4})(?:[0-9a-f:]{0,30})(?!\w)"),
    (MarkKind.IP, r"(?<![\w:])(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4}(?!\w)"),
    (MarkKind.DEVICE, r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])"),
    (MarkKind.DEVICE, r"(?<![\w.])(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?![\w.])"),
    (MarkKind.SSN, r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"),
    (MarkKind.SSN, r"(?<!\w)(?-i:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ "
                   r"-]?[A-D](?!\w)"),
    (MarkKind.SSN, r"(?<!\w)(?-i:[A-Z]{5}\d{4}[A-Z])(?!\w)"),  # PAN of India
    (MarkKind.SSN, r"(?<!\w)(?-i:[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z])(?!\w)"),  # Italy
    (MarkKind.SSN, r"(?<!\w)[12][ ]?\d{2}[ ]?(?:0[1-9]|1[0-2]|[2-9]\d)[ ]?(?:\d{2}"
                   r"|2[AB])[ ]?\d{3}[ ]?\d{3}(?:[ ]?\d{2})?(?!\w)"),  # France
    (MarkKind.SSN, r"(?<!\w)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)"),  # Brazil
    (MarkKind.SSN, r"(?<!\w)(?-i:\d{8}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-Z])(?!\w)"),  # Spain
    (MarkKind.SSN, r"(?<![\w.-])\d{6}[-+]\d{4}(?![\w.-])"),  # Sweden, Denmark
    (MarkKind.SSN, r"(?<!\w)(?-i:\d{7}[A-W][A-IW]?)(?!\w)"),  # Ireland
    (MarkKind.SSN, r"(?<![\w-])\d{5}-\d{7}-\d(?![\w-])"),  # Pakistan
    (MarkKind.SSN, r"(?<!\w)(?-i:[STFG]\d{7}[A-Z])(?!\w)"),  # Singapore
    (MarkKind.ACCOUNT, r"(?<!\w)(?-i:[A-Z]{2})\d{2}(?:[ ]?(?-i:[\dA-Z]{4})){3,7}(?:[ ]?(?-i:[\dA-Z]{1,3}))?"
                       r"(?!\w)"),
    (MarkKind.ACCOUNT, r"(?<![\w-])\d{2}-\d{2}-\d{2}(?:[ ,/]{1,3}\d{7,8})(?![\w-])"),
    (MarkKind.ACCOUNT, r"(?<!\w)(?:bc1[a-z0-9]{20,60}|0x[a-f0-9]{40})(?!\w)"),
    (MarkKind.VEHICLE, r"(?<!\w)(?-i:[A-Z]{2}\d{2}[ ]?[A-Z]{3})(?!\w)"),  # Great Britain
    (MarkKind.VEHICLE, r"(?<!\w)(?-i:[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2})(?!\w)"),  # France, Italy
    (MarkKind.VEHICLE, r"(?<!\w)(?-i:[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4})(?!\w)"),  # India
    (MarkKind.VEHICLE, r"(?<!\w)(?-i:\d{2,3}-(?:C|CE|CN|CW|D|DL|G|KE|KK|KY|L|LD|LH|LM|LS|MH|MN|MO|OY|RN|SO"
                       r"|T|W|WH|WX|WW)-\d{1,6})(?!\w)"),  # Ireland
    (MarkKind.VEHICLE, r"(?<!\w)(?-i:[A-Z]{3}-\d{3}[ -]?[A-Z]{2})(?!\w)"),  # Nigeria
    (MarkKind.VEHICLE, r"(?<!\w)(?=(?-i:[A-HJ-NPR-Z0-9]{0,16}\d))(?=\w{0,16}[A-Z])(?-i:[A-HJ-NPR-Z0-9]{17})"
                       r"(?!\w)"),
    (MarkKind.OTHER, r"(?<!\w)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?!\w)"),
    (MarkKind.PLACE, r"(?<![\w.-])-?\d{1,2}\.\d{3,8}[ ]?°?[ ]?[NS]?,[ ]?-?\d{1,3}\.\d{3,8}[ ]?°?[ ]?[EW]?"
                     r"(?!\w)"),
    (MarkKind.PLACE, r"(?<!\w)\d{1,2}°[ ]?\d{1,2}['′’][ ]?(?:\d{1,2}(?:\.\d+)?[\"″”][ ]?)?[NS][, "
                     r"]{1,2}\d{1,3}°[ ]?\d{1,2}['′’][ ]?(?:\d{1,2}(?:\.\d+)?[\"″”][ ]?)?[EW](?!\w)"),
    (MarkKind.PLACE, r"(?<![\w/])///[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}"),
    (MarkKind.PHOTO, r"(?<!\w)(?:IMG|DSC[NF]?|PXL|MVIMG|Screenshot|WhatsApp[ ]Image|photo|scan"
                     r"|selfie)[_ -]?\w?[\w -]{2,40}\.(?:jpe?g|png|heic|gif|webp|mp4|mov)(?!\w)"),
    (MarkKind.PHOTO, r"(?<!\w)[\w-]{1,60}\.(?:jpe?g|png|heic)(?!\w)"),
]  # fmt: skip
# Plates that codes of medicine look like too: only near a car.
_PLATES = re.compile(
    r"(?<!\w)(?-i:[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}|\d{4}[ -]?[A-Z]{3}|[A-Z]\d{1,3}[ ]?[A-Z]{3}"
    r"|[A-Z]{3}[ -]?\d{1,4}[A-Z]?|[A-Z]{2}[ ]?\d{3}[ ]?[A-Z]{2}"
    r"|[A-Z0-9]{2,4}[ -][A-Z0-9]{2,4}(?:-[A-Z0-9]{1,2})?|\d[A-Z]{3}\d{3}|[A-Z]{1,2}\d{1,4}[A-Z]{1,3}"
    r"|[A-Z]{1,2}[ ]\d{3,5})(?!\w)"
)
_NO_PLATE = re.compile(
    r"(?-i:[A-Z]{2,4})[ -](?:19|20)\d\d\Z|\d{3}\s[A-Z]{2}\Z|[A-Z]{3}[- ]\d\Z|\d{1,2}[ ][A-Z]{3,4}\Z"
)
_CAR = re.compile(
    r"(?<!\w)(?:cars?|(?:my|the|white|his|our|a)\svan|taxi|lorry|truck|number[ ]?plate|plates?|reg"
    r"|registration|parked|vehicle|motorbike|scooter|motorcycle|kennzeichen|ford|toyota|corsa|golf|fiesta"
    r"|honda|skoda|vauxhall|bmw|audi|nissan|renault|peugeot|kia|hyundai|volvo|mercedes|tesla|hit[ ]by|fiat"
    r"|vw|volkswagen)(?!\w)",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?<![\w.,/@#-])(?=[\w/-]{0,30}\d{3})(?=[\w/-]{0,30}\d[\w/-]{0,20}\d)[A-Za-z0-9]+"
    r"(?:[-/][A-Za-z0-9]+){0,5}(?![\w@]|[.,]\d)"
)
_NOT_GENERAL = re.compile(
    r"(?:(?:ng|cg|ta|qs|ph|dg|mtg|ipg|htg|nct|isrctn|pmid|pmc|eudract|icd|iso|en|din|bs|covid|sars|cov|hba"
    r"|ca|il|cd|hla|vit|omega|rs|chr|grch|e|b|d|k|mir|igg|anti|a|k|ec|cas|hla-[a-z]{1,4}|ent|tsh|ft|pm|h|n|co"
    r"|v)[- ]?\d[\w./-]{0,14}"
    r"|\d+(?:[-/]\d+)?(?:mg|ml|mcg|µg|ug|iu|units?|kcal|cal|steps|g|kg|cm|mm|m|km|hrs?|mins?|s|am|pm|k|ppm"
    r"|hz|bpm|mah|ms|cc|l|th|st|nd|rd|x|iu/\w+|mg/\w+|ml/\w+|cells/\w+|u|u/\w+|mmol/\w+|kj|f|c|w|v|lb|lbs"
    r"|day|week)"
    r"|[\d/-]+|\d{2,5}[/-](?:month|week|day|hour|year|mile|calorie|kcal|step|mg|metre|meter|bed|patient"
    r"|person|strong|fold|a)\w*(?:[-/]\w+)*|\d+s|[a-z]+-(?:19|20)\d\d|(?:19|20)\d\d-[a-z]+)\Z",
    re.IGNORECASE,
)
_COMPILED = [(kind, re.compile(shape, re.IGNORECASE)) for kind, shape in _SHAPES]
_LONG = re.compile(r"(?<![\w.,/+-])\d(?:[ -]?\d){6,40}(?!\w)")
_EXTENSION = re.compile(
    r"(?<!\w)(?:ext(?:ension|n)?\.?|pager|bleep)(?:[ ](?:number|no\.?"
    r"|is))?:?[ ](\d{3,6})(?!\w)",
    re.IGNORECASE,
)
_BIOMETRIC = re.compile(
    r"(?<!\w)(?:(?:my|his|her|their|the)\s)?(?:finger-?prints?(?:\s(?:scan|template|id|record|data|file))?"
    r"|thumb-?prints?|palm\s?prints?|voice\s?prints?|voice\s(?:id|sample|recording)|iris\s(?:scan|id|code"
    r"|pattern|template)|retina(?:l)?\s(?:id|template|code|pattern\son\sfile)|face\s?id|facial\srecognition"
    r"|face\sprint|faceprint|biometrics?(?:\s(?:data|id|passport|template|record|hash|card))?"
    r"|dna\s(?:profile|fingerprint|sequence|sample\sid)|genetic\sfingerprint|gait\s(?:signature"
    r"|recording))(?!\w)"
    r"(?:\s(?:number|no\.?|id|template|hash|ref\w*|file)){0,2}(?:\s(?:is|was)"
    r"|[:#])?(?:\s(?=[\w-]{0,20}\d)[\w-]{3,40})?",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"(?<!\w)(?:full[- ]face\s(?:photo(?:graph)?s?|pictures?|images?)|selfies?|passport\s(?:photo"
    r"|picture)s?|mug\s?shots?|profile\s(?:photo|picture|pic)s?|(?:wedding|school|family"
    r"|graduation)\s(?:photo(?:graph)?|picture)s?"
    r"|(?:photo(?:graph)?s?|pictures?|pics?|images?|videos?)\s(?:of|showing)\s(?:me\b|my\sface|myself"
    r"|his\sface|her\sface|the\s(?:whole\s)?face|us\b|him\b|our\sfaces|my\s(?:son|daughter|wife|husband"
    r"|child|mum|mother|dad|father|baby)(?:['’]s\sface)?))(?!\w)",
    re.IGNORECASE,
)


def numbers(text):
    """(start, end, kind) of codes after a cue, of those with a telling shape, and of any other long one."""
    for kind, pattern in _CUED:
        for match in pattern.finditer(text):
            code = match[1].rstrip(".-/:")
            if not _NO_CODE.match(code) and not _UNIT_AFTER.match(text, match.start(1) + len(code)):
                yield match.start(1), match.start(1) + len(code), kind
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), kind
    for match in _PLATES.finditer(text):
        if (
            any(sign.isdigit() for sign in match[0])
            and not _NO_PLATE.match(match[0])
            and _CAR.search(text[max(0, match.start() - 60) : match.end() + 40])
        ):
            yield match.start(), match.end(), MarkKind.VEHICLE
    for match in _EXTENSION.finditer(text):
        yield match.start(1), match.end(1), MarkKind.PHONE
    for pattern, kind in ((_BIOMETRIC, MarkKind.BIOMETRIC), (_PHOTO, MarkKind.PHOTO)):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), kind


def checked(text):
    """(start, end, kind) of long numbers whose check digit says what they are."""
    for match in _LONG.finditer(text):
        kind = _by_check(re.sub(r"\D", "", match[0]), match[0])
        if kind:
            yield match.start(), match.end(), kind


def general(text):
    """(start, end, kind) of any other token of letters and digits with three digits in a row."""
    for match in _GENERAL.finditer(text):
        word = match[0]
        letters = any(sign.isalpha() for sign in word)
        if (
            letters
            and len(word) >= 6
            and sum(sign.isdigit() for sign in word) >= 4
            and not _NOT_GENERAL.match(word)
        ):
            yield match.start(), match.end(), MarkKind.NUMBER


def _by_check(digits, written):
    if 13 <= len(digits) <= 19 and luhn(digits) and digits[0] in "3456":
        return MarkKind.ACCOUNT
    if len(digits) == 12 and digits[0] not in "01" and verhoeff(digits):
        return MarkKind.SSN
    if len(digits) == 10 and re.fullmatch(r"\d{3}[ -]?\d{3}[ -]?\d{4}", written) and nhs(digits):
        return MarkKind.SSN
    return None


def luhn(digits):
    """Whether the check digit of a card's number is right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def nhs(digits):
    """Whether the check digit of an NHS number is right (modulus 11)."""
    rest = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return rest != 10 and rest % 11 == int(digits[9])


_TIMES = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
]  # fmt: skip
_SHUFFLE = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4], [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7], [9, 4, 5, 3, 1, 2, 6, 8, 7, 0], [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5], [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
]  # fmt: skip


def verhoeff(digits):
    """Whether the check digit of an Aadhaar number is right (Verhoeff's dihedral group)."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _TIMES[check][_SHUFFLE[place % 8][int(digit)]]
    return check == 0
