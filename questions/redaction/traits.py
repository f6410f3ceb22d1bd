"""What else is one person's alone: biometric marks, pictures, tattoos, and being "the only one who …"."""

import re

from questions.redaction.kinds import MarkKind

_CAP = r"(?-i:[^\W\d_a-z])"
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
    r"(?<!\w)(?:full[- ]face\s(?:photo(?:graph)?s?|pictures?|images?)|(?:my|our|this|attached)\sselfies?"
    r"|passport\s(?:photo"
    r"|picture)s?|mug\s?shots?|profile\s(?:photo|picture|pic)s?|(?:wedding|school|family"
    r"|graduation)\s(?:photo(?:graph)?|picture)s?"
    r"|(?:photo(?:graph)?s?|pictures?|pics?|images?|videos?)\s(?:of|showing)\s(?:me\b|my\sface|myself"
    r"|his\sface|her\sface|the\s(?:whole\s)?face|us\b|him\b|our\sfaces|my\s(?:son|daughter|wife|husband"
    r"|child|mum|mother|dad|father|baby)(?:['’]s\sface)?))(?!\w)",
    re.IGNORECASE,
)
_TATTOO = re.compile(
    r"(?<!\w)(?:a|my|his|her|the)\s(?:\w{3,12}\s){0,2}(?:tattoos?|birth-?mark|brand)\s(?:of|with"
    r"|that|saying|reading|which|shaped)"
    r"\s[^.;,\n]{3,80}",
    re.IGNORECASE,
)
# What is engraved, embroidered or tattooed, in quotation marks.
_WRITTEN = re.compile(
    r"(?<!\w)(?:tattoo(?:s|ed)?|ink(?:ed)?|bracelet|wristband|pendant|medallion|locket|necklace|dog[- ]?tags?"
    r"|engrav(?:ed|ing)|inscri(?:bed|ption)|embroidered|scar[ ]reading|t-?shirt|jersey)(?!\w)"
    r"[^.;\n\"“”«»]{0,50}([\"“«][^\"“”«»\n]{3,100}[\"”»](?:[ ]with[ ][^.;,\n]{3,60})?)",
    re.IGNORECASE,
)
_PERSON = (
    r"(?:person|patient|man|woman|girl|boy|child|kid|baby|family|doctor|gp|nurse|midwife|teacher"
    r"|priest|vicar|imam|rabbi|pastor"
    r"|mayor|councillor|judge|dentist|vet|farmer|baker|butcher|pilot|officer|player|singer"
    r"|soprano|contralto|tenor|drummer"
    r"|violinist|pianist|organist|conductor|composer|poet|author|painter|actor|actress|dancer"
    r"|champion|winner|athlete|runner"
    r"|swimmer|jockey|referee|goalkeeper|survivor|recipient|transplant|case|triplets?|quadruplets"
    r"|twins?|albino|amputee"
    r"|wheelchair\suser|beekeeper|blacksmith|piper|lighthouse\skeeper|ferryman|undertaker|postman"
    r"|one|female|male|blind|deaf)"
)
# "the only woman pilot in Fiji", "first double hand transplant in Saskatchewan", "the oldest man of our village".
_ONLY = re.compile(
    rf"(?<!\w)(?:the\s)?(?:only|first|youngest|oldest|last|sole|tallest|reigning|former|current"
    rf"|famous|well-known)\s(?:\S{{2,15}}\s){{0,4}}?"
    rf"{_PERSON}s?\s(?:\S{{2,15}}\s){{0,3}}?(?:(?:in|of|from|at|to|on|for)\s(?:the\s|our\s|my\s|this\s)?"
    rf"(?!(?:january|february|march|april|may|june|july|august|september|october|november"
    rf"|december)\b)(?:{_CAP}|(?:(?:whole|entire|\w{{4,10}})\s)?(?:town|village|county|country"
    rf"|city|school|island|valley|parish|district|province|state"
    rf"|region|world|neighbou?rhood|office|company|club|band|orchestra|team|choir|street"
    rf"|congregation)\b)|ever\sto\s|who\sever\s)"
    r"[^.;,\n]{0,60}",
    re.IGNORECASE,
)
# "the only woman to win the crown twice running"
_ONLY_TO = re.compile(
    rf"(?<!\w)the\s(?:only|first|youngest|oldest|last)\s(?:\S{{2,15}}\s){{0,3}}?{_PERSON}\s(?:ever\s)?to\s"
    r"(?!(?:have|get|be|do|take|ask|help|see|say|tell|come|go|notice|suggest)\b)[^.;,\n]{4,60}",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?<!\w)(?:the|our)\s(?:\w{3,12}\s)?(?:mayor|chief|sheriff|bishop|senator|governor|president"
    r"|minister|mp|headmaster|headmistress"
    r"|imam|vicar|priest|pastor|rabbi|judge|king|sultan|emir|oba|goalkeeper"
    r"|captain)(?:['’]s\s(?:sister|brother|son|daughter|wife|husband"
    r"|mother|father|cousin|widow|niece|nephew|twin)(?:\s(?:who|that)\s[^.;,\n]{3,60})?|\sof\s(?:the\s)?"
    rf"{_CAP}[^.;,\n]{{2,40}})",
    re.IGNORECASE,
)


def traits(text):
    """(start, end, kind) of biometric marks, pictures of a person and what only one person is."""
    for pattern, kind in (
        (_BIOMETRIC, MarkKind.BIOMETRIC),
        (_PHOTO, MarkKind.PHOTO),
        (_TATTOO, MarkKind.OTHER),
        (_ONLY, MarkKind.OTHER),
        (_ONLY_TO, MarkKind.OTHER),
        (_RELATED, MarkKind.OTHER),
    ):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), kind
    for match in _WRITTEN.finditer(text):
        yield match.start(1), match.end(1), MarkKind.OTHER
