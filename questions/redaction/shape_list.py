"""Numbers that tell by their shape what they are: network addresses, identity numbers, accounts, plates, pictures."""

from questions.redaction.kinds import MarkKind

SHAPES = [
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
    (MarkKind.SSN, r"(?<![\w.-])\d{1,2}\.?\d{3}\.?\d{3}-[\dk](?![\w-])"),  # Chile, Paraguay, Uruguay
    # Argentina, Dominican Republic, El Salvador
    (MarkKind.SSN, r"(?<![\w.-])(?:\d{2}-\d{8}-\d|\d{10}-\d|\d{8}-[\dk])(?![\w-])"),
    (MarkKind.SSN, r"(?<![\w.-])[vej]-?\d{1,2}\.\d{3}\.\d{3}(?![\w-])"),  # Venezuela
    (MarkKind.SSN, r"(?<!\w)(?-i:[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d|[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3})(?!\w)"),  # Mexico
    (MarkKind.SSN, r"(?<![\w.-])\d{6}[-+A-F]\d{3}[\dA-Z](?![\w-]|\.\d)"),  # Finland, Iceland, Latvia, Sweden, Denmark
    # Latvia, Norway, Czechia
    (MarkKind.SSN, r"(?<![\w.-])(?:\d{6}-\d{5}|\d{6}[ ]\d{5}|(?:18|19|20)\d{6}-\d{4}"
                   r"|\d{6}/\d{3,4})(?![\w.-])"),
    (MarkKind.SSN, r"(?<![\w.-])\d\d\.\d\d\.\d\d-\d{3}[.-]\d\d(?!\w)"),  # Belgium
    (MarkKind.SSN, r"(?<![\w.-])756\.?\d{4}\.?\d{4}\.?\d{2}(?!\w)"),  # Switzerland
    (MarkKind.SSN, r"(?<![\w.-])\d{4}[ ](?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d(?!\w)"),  # Austria
    (MarkKind.SSN, r"(?<!\w)(?-i:\d\d[ ]?[0-3]\d[01]\d\d\d[ ]?[A-Z][ ]?\d{3})(?!\w)"),  # Germany: pensions
    (MarkKind.SSN, r"(?<![\w.-])784-?\d{4}-?\d{7}-?\d(?!\w)"),  # Emirates
    (MarkKind.SSN, r"(?<!\w)\d{9}[vx](?!\w)"),  # Sri Lanka
    (MarkKind.SSN, r"(?<![\w-])\d-?\d{4}-?\d{5}-?\d{2}-?\d(?![\w-])"),  # Thailand
    (MarkKind.SSN, r"(?<![\w-])\d{6}-\d{2}-\d{4}(?![\w-])"),  # Malaysia
    (MarkKind.SSN, r"(?<![\w-])\d{6}-\d{7}(?![\w-])"),  # Korea
    (MarkKind.SSN, r"(?<!\w)\d{6}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dx](?!\w)"),  # China
    (MarkKind.SSN, r"(?<!\w)(?-i:[A-Z]{1,2}\d{6}[(][\dA][)]|[A-Z][12]\d{8}(?!\w))"),  # Hong Kong, Taiwan
    (MarkKind.SSN, r"(?<!\w)(?-i:GHA-?\d{9}-?\d|C[MF]\d{6,9}[A-Z\d]{4,7})(?!\w)"),  # Ghana, Uganda
    (MarkKind.SSN, r"(?<![\w-])\d{8}-\d{5}-\d{5}-\d\d(?!\w)"),  # Tanzania
    (MarkKind.SSN, r"(?<![\w-])(?-i:\d{2}-?\d{6,7}[ -]?[A-Z][ -]?\d\d)(?!\w)"),  # Zimbabwe
    (MarkKind.SSN, r"(?<![\w-])\d{6}/\d\d/\d(?!\w)"),  # Zambia
    (MarkKind.SSN, r"(?<!\w)1[ ]?(?:19|20)\d\d[ ]?[78][ ]?\d{7}[ ]?\d[ ]?\d\d(?!\w)"),  # Rwanda
    (MarkKind.SSN, r"(?<![\w-])\d\d-\d\d-\d\d-\d{5}(?!\w)"),  # Nepal
    # Philippines
    (MarkKind.SSN, r"(?<![\w-])(?:\d{4}-\d{7}-\d|\d\d-\d{7}-\d|\d\d-\d{9}-\d|\d{3}-\d{3}-\d{3}-\d{3})(?!\w)"),
    (MarkKind.SSN, r"(?<![\w.-])\d{3}-\d{3}-\d{3}[ -]\d\d(?!\w)"),  # Russia
    # Medicare, United States
    (MarkKind.PLAN, r"(?<!\w)(?-i:[1-9][A-Z][A-Z\d]\d-?[A-Z][A-Z\d]\d-?[A-Z]{2}\d\d)(?!\w)"),
    (MarkKind.PLAN, r"(?<!\w)\d{4}[ -]\d{3}[ -]\d{3}[ -]?(?-i:[A-Z]{2})(?!\w)"),  # Ontario
    (MarkKind.PLAN, r"(?<!\w)[2-6]\d{3}[ ]\d{5}[ ]\d(?:[ /-]\d)?(?!\w)"),  # Medicare, Australia
    (MarkKind.RECORD, r"(?<!\w)(?-i:[A-HJ-NP-Z]{3}\d{4}|[A-HJ-NP-Z]{3}\d\d[A-Z]{2})(?!\w)"),  # New Zealand
    (MarkKind.VEHICLE,
        r"(?<!\w)(?-i:\d{2,4}-[A-Z]{2,3}-\d{1,3}|[A-Z]{2}-\d{2,3}-[A-Z]{1,2}"
        r"|\d{1,2}-[A-Z]{3}-\d{1,2})(?!\w)"
    ),
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
