"""How a text says to reach somebody: addresses of sites and mailboxes, messengers, telephone numbers.

Works on `questions.likeness.plain` text. All patterns are bounded: each costs time in proportion to the text.
"""

import re

from questions.likeness import plain

# Endings of sites that sellers like and sentences hardly ever have ("two days.no fever" is no address in Norway) …
ENDINGS = """
com net org info biz shop store online site website space xyz club top vip pro live life link click app dev blog cam
xxx sex adult porn buzz icu fun bet casino loan win trade agency company email health care clinic pharmacy doctor
dental surgery fit diet gratis sale deals market bid work works team group media digital agency studio social page
ru su ua by kz cn tw hk jp kr vn th ph sg my in pk bd lk np ir tr il ae sa eg ng ke gh za ma tn cm ci sn bj tg eu de
at ch fr nl pl cz sk hu ro bg gr pt es it se dk fi lt lv ee ie uk us ca br mx ar cl pe co io ai me to is ws cc tv gg
st la pw tk ml ga cf gq sx ag vc lc gle
""".split()
# … and those among them that a sentence may begin with: they count with a path, or behind a name with a digit or a
# hyphen, or the others of them behind "at" and its like.
STARTS = set("at it is to my me in by la es as se".split())
WORDS_TOO = STARTS | set("live life care work works win page email top".split())
NAMED_ENDING = "|".join(ending for ending in ENDINGS if ending not in STARTS)
PLAIN_ENDING = "|".join(ending for ending in ENDINGS if ending not in WORDS_TOO)
ANY_ENDING = "|".join(ENDINGS)
LINK = re.compile(
    r"(?:https?:|www\.|\b(?:bit\.ly|t\.me|wa\.me|tinyurl\.com)\b"
    r"|\b[a-z0-9-]{2,40} ?(?:\.|\(dot\)|\[dot\]| dot ) ?(?:com|net|org|info|biz|shop|xyz|club|ru|cn|co\.uk|example)\b"
    rf"|(?<![\w@.-])[a-z0-9-]{{2,40}}(?:\.|\(dot\)|\[dot\])(?:{PLAIN_ENDING})\b"
    rf"|(?<![\w@.-])[a-z0-9-]{{2,40}}\.(?:{ANY_ENDING})/"
    rf"|\b(?:with|through|at|on|to|via|visit|from|see|site is) [a-z0-9-]{{4,40}}\.(?:{NAMED_ENDING})\b"
    rf"|(?<![\w@.-])(?=[a-z]{{0,38}}[0-9-])[a-z0-9-]{{3,40}}\.(?:{ANY_ENDING})\b)[^\s<>\"')\]]*"
)
MAIL = re.compile(
    r"[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]) ?[\w-]{1,40} ?(?:\.|\(dot\)|\[dot\]|\bdot\b) ?[a-z]{2,10}"
)
_MESSENGERS = (
    "whats ?app|wh?ats[- ]?up (?:number|only)|wasap|telegram|wechat|weixin|viber|kik|threema|wickr|snapchat"
    "|微信|加v|телеграмм?|ватсап|вайбер|واتساب|واتس اب|व्हाट्सएप|skype"
)
HANDLE = re.compile(
    rf"(?<![\w.])@[a-z][\w.]{{3,30}}|(?<![a-z])(?:{plain(_MESSENGERS)})(?![a-z])"
    r"|\b(?:me|us|him|her|them) on (?:signal|session|line|insta|instagram|snap)\b"
    r"|\b(?:hit|message|write to|add|dm) my (?:signal|session|line|insta|snap)\b"
)
PHONE = re.compile(r"(?<![\w.])\+?(?:[(]?\d[ ().-]{0,2}){9,15}(?!\d)")
# What people read about their health, and sellers don't own.
KNOWN_SITES = re.compile(
    r"(?:https?://)?(?:www\.)?(?:[a-z0-9-]{1,40}\.){0,3}(?:nhs\.uk|nhs\.scot|nice\.org\.uk|patient\.info|who\.int|nih\.gov"
    r"|cdc\.gov|fda\.gov|gov\.uk|europa\.eu|mayoclinic\.org|webmd\.com|healthline\.com|medlineplus\.gov|wikipedia\.org"
    r"|bmj\.com|cochrane\.org|drugs\.com|medscape\.com|clevelandclinic\.org|hopkinsmedicine\.org|bnf\.org"
    r"|cancerresearchuk\.org|diabetes\.org\.uk|bhf\.org\.uk|gesundheitsinformation\.de|ameli\.fr)(?:[/?#]\S*)?"
)

WALLET = re.compile(r"\b(?:bc1[a-z0-9]{20,60}|0x[a-f0-9]{40})\b")
MARKUP = re.compile(r"<a\s{1,5}href|\[url\b")  # a script's; a text box makes no links


def links(text: str) -> list[str]:
    """The addresses of sites in `plain` text."""
    return LINK.findall(text)


def unknown_links(text: str) -> list[str]:
    """Those of sites that anybody may have made."""
    return [link for link in LINK.findall(text) if not KNOWN_SITES.fullmatch(link.rstrip(".,;:!?"))]
