"""E-mail addresses, sites and account names, also spelled out ("anna at gmail dot com")."""

import re

from questions.reach import ENDINGS, KNOWN_SITES, WORDS_TOO
from questions.redaction.kinds import MarkKind
from questions.redaction.public import NARROW_ENDING, is_public_site

_PLAIN = "|".join(ending for ending in ENDINGS if ending not in WORDS_TOO)
_ANY = "|".join(ENDINGS)
_MAILERS = (
    "gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|live|aol|proton|protonmail|gmx|web|btinternet|sky"
    "|talktalk"
    "|virginmedia|mail|msn|me|mac|rediffmail|zoho|yandex|t-online|orange|free|laposte|libero|fastmail"
    "|tutanota|example"
)
_DOT = (
    r"(?:[ ][.·][ ]?|[.·](?:[ ](?=(?-i:[a-z]{2,6})\b))?"
    r"|[ ]?[(\[{<][ ]?(?:dot|punkt|point|punto)[ ]?[)\]}>][ ]?|[ ](?:dot|punkt|point"
    r"|punto)[ ]|_dot_)"
)
_AT = r"(?:[ ]?@[ ]?|[ ]?[(\[{<][ ]?(?:at|a|ät|arroba)[ ]?[)\]}>][ ]?|_at_|[ ]?\*at\*[ ]?)"
_EMAIL = [
    r"(?<![\w.%+-])[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}",
    # A sign between, spaces or brackets around it.
    rf"(?<![\w.%+-])[\w.%+-]{{1,64}}(?:{_DOT}[\w%+-]{{1,40}}){{0,2}}{_AT}[\w-]{{2,63}}"
    rf"(?:{_DOT}[\w-]{{2,63}}){{1,3}}",
    r"(?<![\w.%+-])[\w.%+-]{1,64}[ ]?[(\[][ ]?at[ ]?[)\]][ ]?[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}",
    # In words alone: "anna dot m at gmail dot com", "annam22 at hotmail".
    rf"(?<![\w.%+-])[\w.%+-]{{1,64}}(?:[ ](?:dot|point|punkt|underscore|dash"
    rf"|hyphen)[ ][\w%+-]{{1,40}}){{0,4}}"
    rf"[ ](?:at|arroba)[ ][\w-]{{2,40}}(?:[ ](?:dot|punkt|punto)[ ]|\.)(?:{_ANY})\b"
    r"(?:(?:[ ]dot[ ]|\.)(?:uk|au|in|za|ng|nz|br|jp|ke)\b)?",
    rf"(?<![\w.%+-])[\w.%+-]{{2,64}}[ ](?:at|@)[ ](?:{_MAILERS})\b(?![ ](?:least|home|night|once|i\b|the\b"
    rf"|my\b|time))"
    r"(?<!live)(?<!web)(?<!mail)(?<!sky)(?<!free)(?<!orange)(?<!\bme)(?<!mac)(?<!example)(?<!proton)",
]
_MAIL_CUE = re.compile(
    r"(?<!\w)(?:e-?mail|gmail|hotmail|icloud|outlook|mail)(?:[ ](?:address|id|account|add))?(?:[ ]is|:"
    r"|[ ]=)[ ]?"
    r"([\w.+-]{2,40}\d[\w.+-]{0,20}|[\w+-]{2,30}[._][\w.+-]{2,30})",
    re.IGNORECASE,
)
_LINK = [
    r"(?<!\w)(?:https?://|ftp://|www\.)[^\s<>\"']{1,500}",
    r"(?<!\w)hxxps?://[^\s<>\"']{1,500}",
    r"(?<!\w)www[ ]dot[ ][\w-]{1,63}(?:[ ]dot[ ][\w-]{1,63}){1,4}(?:[ ]slash[ ][\w-]{1,63}){0,4}",
    rf"(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_PLAIN})(?:\.(?:uk|au|in|za|ng|nz|br|jp"
    rf"|ke))?(?![\w-])(?!\.\w)"
    r"(?:[/?#][^\s<>\"']{0,300})?",
    rf"(?<![\w.@-])[\w-]{{1,63}}\.(?:{_ANY})/[^\s<>\"']{{1,300}}",
    rf"(?<![\w.@-])[\w-]{{2,63}}[ ]?[(\[][ ]?dot[ ]?[)\]][ ]?(?:{_ANY})\b(?:/[^\s<>\"']{{1,300}})?",
    r"(?<![\w.@-])[\w-]{2,63}[ ]dot[ ](?:com|org|net|info|blog|de|fr|eu|ie|io|co[ ]dot[ ](?:uk|in|nz|za)"
    r"|ng)\b"
    r"(?:[ ](?:slash|forward[ ]slash)[ ][\w-]{1,63}){0,4}",
]
_NETWORKS = (
    "instagram|insta|ig|twitter|x\\.com|tiktok|tik[ ]tok|snapchat|snap|telegram|discord|skype|wechat|weixin"
    "|line[ ]id|kik|viber|signal"
    "|reddit|facebook|fb|linkedin|youtube|twitch|threads|mastodon|bluesky|pinterest|tumblr|steam|xbox"
    "|gamertag|psn"
    "|vinted|strava|myspace|quora|patient[ ]forum|mumsnet|whatsapp|messenger|onlyfans|github"
)
_ACCOUNT_NAME = r"@?[\w.#-]{2,40}\w"
_HANDLE = [
    r"(?<![\w@./])@(?!(?:home|work|night|bedtime|least|once|all|rest|school|uni|hospital|times|about|around"
    r"|present|first|the|a|my)\b)"
    r"[^\W\d][\w.]{1,30}(?:@[\w.-]{3,60})?",
    r"(?<![\w/])/?[ur]/[\w-]{3,30}(?![\w/])",
]
# After a network's name: what stands there must look like no word (a digit, a sign within), or follow "is" or ":".
_HANDLE_CUES = [
    rf"(?<!\w)(?:{_NETWORKS})(?:[ ](?:account|handle|name|user|username|id|page|profile|channel))?"
    rf"(?:[ ](?:is|as|at|under)|[ ]?[:=-])[ ]?['\"“]?({_ACCOUNT_NAME})",
    rf"(?<!\w)(?:{_NETWORKS})(?:[ ](?:account|handle|name|user"
    rf"|id))?[ ]['\"“]?((?=[\w.#-]{{0,39}}[\d_.#])[^\W\d][\w.#-]{{2,38}}\w)",
    r"(?<!\w)(?:user[ ]?names?|user[ ]?id|(?<!door[ ])handle|screen[ ]?name|nick[ ]?name|gamer[ ]?tag"
    r"|log-?in(?:[ ]name)?|account[ ]name)"
    rf"(?:[ ](?:is|on[ ]\w{{2,20}}[ ]is|was)|[ ]?[:=])[ ]?['\"“]?({_ACCOUNT_NAME})",
    r"(?<!\w)(?:i(?:['’]m|[ ]am)|find[ ]me|follow[ ]me|add[ ]me|dm[ ]me|post(?:ing)?|known|message[ ]me"
    r"|write)[ ](?:as[ ]|under[ ])?"
    rf"['\"“]?((?=[\w.-]{{0,39}}[\d_.])[^\W\d][\w.-]{{2,38}}\w)['\"”]?[ ](?:on|at|in"
    rf"|over[ ]on)[ ](?:the[ ])?(?:{_NETWORKS}|forum|here)\b",
    rf"(?<!\w)(?:{_NETWORKS})[ ](?:me|us)[ ](?:at|on|@)[ ]({_ACCOUNT_NAME})",
    r"(?<!\w)(?:user[ ]?name|account[ ]name|handle|nick(?:[ ]?name)?|log-?in|screen[ ]name|alias"
    r"|posting[ ]as|post[ ]as)[ ](?:on[ ]\w{2,20}[ ])?['\"“]?"
    r"((?=[\w.#-]{0,39}(?:[\d_]|(?-i:[a-z][A-Z])))[^\W\d][\w.#-]{2,38}\w)",
    r"(?<!\w)(live:[\w.]{3,40})",
    r"(?<![\w#])([^\W\d]\w{1,30}#\d{4})(?!\w)",
]
_WORD_AFTER = re.compile(
    r"(?:the|a|an|my|our|his|her|not|so|very|also|and|or|but|on|in|at|to|full|just|only|always|what|where"
    r"|how|it|there|this|that|used"
    r"|private|deleted|linked|below|above|down|me|us|you|well|really|too|group|support|groups|good|bad"
    r"|still|now)\Z",
    re.IGNORECASE,
)
_PATTERNS = [(MarkKind.EMAIL, re.compile(pattern, re.IGNORECASE)) for pattern in _EMAIL]
_SITES = [re.compile(pattern, re.IGNORECASE) for pattern in _LINK]
_PATTERNS_TOO = [(MarkKind.HANDLE, re.compile(pattern, re.IGNORECASE)) for pattern in _HANDLE]
_CUED = [re.compile(pattern, re.IGNORECASE) for pattern in _HANDLE_CUES]
# An .org is a charity's more often than a person's, but for these.
_OWN = re.compile(
    r"example|blog|\bmy|diary|family|journey|story|fund|~|user|profile|member|people|/@|\.org/in/"
)
_NO_FILE = re.compile(r"\.(?:jpe?g|png|pdf|docx?|heic|gif|mp4|mov|txt)\Z", re.IGNORECASE)
_ABBREVIATIONS = re.compile(r"(?:e\.g|i\.e|a\.m|p\.m|vs|etc|no|dr|approx)\.\w{1,4}\Z", re.IGNORECASE)


def contacts(text):
    """(start, end, kind) of e-mail addresses, sites that are no public service's, and account names."""
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), kind
    for match in _MAIL_CUE.finditer(text):
        yield match.start(1), match.end(1), MarkKind.EMAIL
    for pattern in _SITES:
        for match in pattern.finditer(text):
            link = match[0].rstrip(".,;:!?)]}»”’*")
            if not _is_nobodys(link):
                yield match.start(), match.start() + len(link), MarkKind.LINK
    for kind, pattern in _PATTERNS_TOO:
        for match in pattern.finditer(text):
            yield match.start(), match.start() + len(match[0].rstrip(".")), kind
    for pattern in _CUED:
        for match in pattern.finditer(text):
            name = match[1].rstrip(".-")
            if not _WORD_AFTER.match(name):
                yield match.start(1), match.start(1) + len(name), MarkKind.HANDLE


def _is_nobodys(link):
    plain = link.lower()
    if _NO_FILE.search(plain) or _ABBREVIATIONS.match(plain):
        return True
    if KNOWN_SITES.fullmatch(plain) or is_public_site(plain, ending=NARROW_ENDING):
        return True
    return is_public_site(plain) and not _OWN.search(plain)
