"""Spam as scripts post it on health sites: templates, each written anew for every post. Made with a fixed seed."""

import random
import re
from pathlib import Path

NAMES = "Adams Osaze Malik Ehi Lucky Oduwa Peters Ogun Raymond Jumba Sani Kofi Abu Mensah Wisdom".split()
ILLS = "herpes|diabetes|HIV|HPV|fibroids|hepatitis B|ALS|lupus|infertility|COPD|cancer|arthritis".split("|")
DRUGS = "Viagra|Cialis|Xanax|Adderall|Oxycodone|Tramadol|Percocet|Ozempic|Modafinil|Valium|Phentermine".split(
    "|"
)

TEMPLATES = [
    (
        "{How I got|I am finally|The way I was} cured of {ill}",
        "{Hello everyone|Good day all|Hi friends}, I want to {share my testimony|tell the world|testify}"
        " on how {a great man called|a herbal doctor named|} Dr {name} cured me of {ill} with his "
        "{herbal medicine|natural herbs|herbal mixture}. I had {suffered|been suffering|lived with it} "
        "for {n} years and {hospitals|many doctors} could not help. After {two|three|four} weeks of "
        "drinking his herbs I went for a test and was {negative|free|healed}. {Contact him|Reach him|You"
        " can email him} on {mail} or {WhatsApp|call|WhatsApp number} {phone}. {God bless Dr|Thank you "
        "Dr} {name}!",
    ),
    (
        "{Buy|Order|Get} {drug} {online|without prescription|cheap} {today|now|}",
        "{Looking for|Need|Want to buy} {drug}, {drug} or {drug}? {We sell|We supply|We offer} "
        "{genuine|high quality|100% legit} {pills|meds|tablets} at {the best prices|the lowest "
        "prices|affordable prices}. {No prescription needed|No Rx}. {Discreet packaging|Discreet "
        "shipping}, {overnight delivery|worldwide shipping|fast delivery}. {Order now|Visit our "
        "website|Place your order} at {link} or {text|WhatsApp|message} {phone}.",
    ),
    (
        "{Get your ex back|Bring back your lover|My marriage was restored} {fast|in {n} hours|}",
        "My {husband|boyfriend|wife} left me for {another woman|somebody else} {n} months ago and I was "
        "{heartbroken|devastated}. A friend told me about a {powerful|real|genuine} spell caster, "
        "{Dr|Prophet|Priest} {name}. He cast a {love spell|spell} and within {n} hours he {came "
        "back|called me begging}. {If you need help|If you have any problem} {contact him|reach "
        "him|write him} at {mail}, {website|his page}: {link}. He also {cures {ill}|helps to win the "
        "lottery}.",
    ),
    (
        "{Earn|Make} ${n}00 {a day|per week|daily} {from home|with crypto|trading}",
        "I was {broke|in debt|sceptical} until I met {Mrs|Mr|Ms} {name}, an {account manager|expert "
        "trader|investment expert}. I started with ${n}00 and {received|withdrew} ${n}000 in {seven "
        "days|a week} from {bitcoin|forex|binary options} {trading|investment}. {Guaranteed profit|No "
        "risk, daily profit}. {Message her|Contact her} on {Telegram|WhatsApp} {phone} or {join our "
        "group|visit our website} {link} {now|today}.",
    ),
    (
        "{Urgent loan offer|Do you need a loan?|Loans at {n}% interest}",
        "Are you in {debt|need of money}? {We offer|Our company offers} {personal|business|urgent} loans"
        " at an interest rate of {n}%, {bad credit|no credit check} accepted. {Apply for a loan|Apply "
        "today} and get {approved|the money} in {n} hours. {Contact us|Email us} via {mail} or "
        "{WhatsApp|call} {phone}. {Mr|Mrs} {name}, {loan company|credit office}.",
    ),
    (
        "{Best|Top} {keto gummies|male enhancement|weight loss supplement} {review|of the year|official}",
        "{Finally|At last} a {natural formula|breakthrough supplement} that {melts fat|works} without "
        "{diet|exercise}. {Doctors hate|Thousands love} this {amazing|incredible} product. Lose {n} "
        "pounds in {n} weeks, {results guaranteed|100% satisfaction guaranteed}. {Click here|Visit the "
        "official website} {link} to claim your {free trial|discount}. {Limited offer|Limited time}, "
        "{order yours|hurry up}!",
    ),
    (
        "{Online casino|Sports betting|Fixed matches} {bonus|tips|} {today|now|}",
        "{Join our|Sign up now at the} {best|number one} {online casino|betting site} and get {n}00 free"
        " spins and a welcome bonus of {n}00%. {Sure odds|Jackpot every day}. {Register here|Click here}"
        " {link}. {Betting tips|Support} on Telegram {handle}.",
    ),
    (
        "{Rank your|Grow your} {clinic|website|business} on Google",
        "Hello {sir|team|}, {we provide|our agency offers|we offer} {SEO|backlinks|digital marketing} "
        "and {website traffic|guest posts} for {clinics|doctors|health blogs}. {n}000 real visitors per "
        "{week|month} at {affordable rates|the best price}. {Contact us|Reach us} at {mail}, {link}, or "
        "Skype {handle}.",
    ),
    (
        "{Hot|Independent} {escorts|call girls} in {Dubai|London|Delhi}",
        "{Sexy|Young|Hot} {call girls|escorts} for {n} hours at {the best price|cheap rates}. {Escort "
        "service|Escort services} with real photos, {in call and out call|home delivery}. {Book "
        "now|WhatsApp us} {phone}, {visit our website|see} {link}.",
    ),
    (
        "{Need help with your|Professional} {essay|nursing assignment|dissertation}?",
        "Our {experts|team of writers} {write|deliver} {essays|nursing essays|term papers} {on time|in "
        "{n} hours}. {Assignment help|Essay writing} at {the lowest price}, {plagiarism free|100% "
        "original}, money back guarantee. {Order now|Message us|Chat us} {link} {WhatsApp|or text} "
        "{phone}. {Use promo code|Discount code} {name}{n}.",
    ),
    (
        "{Hire a hacker|I got my money back|Spy on your partner}",
        "Thanks to {name} {cyber|tech|recovery} I recovered my stolen {bitcoin|funds}. He is a "
        "{professional|ethical} hacker and {recovery expert|can hack any phone}, {WhatsApp, Facebook and"
        " e-mail|credit scores too}. {Contact him|Reach out to him} on {mail} or {Telegram|text} "
        "{phone}. {Legit|Reliable|Trusted} and {fast|cheap}.",
    ),
    (
        "{qwkjr|asdfg|zxcvb} {lkjhg|hgfdsx|mnbvc} {test|}",
        "{mash}",
    ),
    (
        "{BUY NOW|GREAT|best} {BUY NOW|DEAL|best}",
        "{repeat}",
    ),
    (
        "{useful links|good sites|read this} about {ill}",
        "{nice|great|good} {post|article|question}, see {link} and {link} and also {link} for more "
        "{info|about it}.",
    ),
]
LINES = ["best pills best price", "click me click me please", "good doctor good site", "win win win money"]
EXTRAS = [
    "Thank you for reading this.", "Have a blessed day.", "I hope it helps somebody here.", "Please share with family.",
    "You will not regret it.", "It worked for me and my sister.", "More people should know about this.", "Don't wait.",
]  # fmt: skip


def posts(count, *, seed):
    """`count` posts as (title, text), in no order, no two alike."""
    chance = random.Random(seed)
    return [_post(chance) for _ in range(count)]


def _post(chance):
    title, text = (_filled(part, chance) for part in chance.choice(TEMPLATES))
    sentences = re.split(r"(?<=[.!?]) ", text)
    sentences[chance.randrange(len(sentences)) : 0] = chance.sample(EXTRAS, k=chance.randrange(3))
    return title, _disguised(" ".join(sentences), chance)


def _filled(text, chance):
    while match := re.search(r"\{([^{}]*)\}", text):
        text = text[: match.start()] + _slot(match[1], chance) + text[match.end() :]
    return text


def _slot(slot, chance):
    ending = chance.choice(["-meds", "spell", "shop", "fx", "care"])
    host = f"{chance.choice(NAMES)}{ending}{chance.randrange(99)}".lower()
    made = {
        "name": lambda: chance.choice(NAMES),
        "ill": lambda: chance.choice(ILLS),
        "drug": lambda: chance.choice(DRUGS),
        "n": lambda: str(chance.randrange(2, 9)),
        "mail": lambda: f"dr{host}@{chance.choice(['gmail', 'yahoo', 'outlook'])}.com",
        "phone": lambda: f"+{chance.randrange(1, 99)} {chance.randrange(10**8, 10**10)}",
        "link": lambda: (
            f"{chance.choice(['https://', 'www.', 'http://', ''])}{host}.{chance.choice(['com', 'shop', 'org'])}"
        ),
        "handle": lambda: f"@{host.replace('-', '')}",
        "mash": lambda: " ".join(_mash(chance) for _ in range(chance.randrange(15, 60))),
        "repeat": lambda: (chance.choice(LINES) + " ") * chance.randrange(6, 30),
    }
    return made[slot]() if slot in made else chance.choice(slot.split("|"))


def _mash(chance):
    return "".join(chance.choice("asdfghjklqwertyuiopzxcvbnm") for _ in range(chance.randrange(4, 12)))


def _disguised(text, chance):
    """As it is, in capitals, with letters of other alphabets, with zero-width spaces, or with slips."""
    way = chance.randrange(8)
    if way == 0:
        return text.upper()
    if way == 1:
        return "".join(
            {"a": "а", "e": "е", "o": "о"}.get(letter, letter) if chance.random() < 0.3 else letter
            for letter in text
        )
    if way == 2:
        return "".join(letter + ("\u200b" if chance.random() < 0.1 else "") for letter in text)
    if way == 3:
        places = {chance.randrange(len(text)) for _ in range(len(text) // 80)}
        return "".join(letter for place, letter in enumerate(text) if place not in places)
    return text


# Written one by one, unlike any template; most of them before the words in questions.spam_words were.
BY_HAND = [
    tuple(line.split("\t")) for line in Path(__file__).with_name("spam_by_hand.tsv").read_text().splitlines()
]
