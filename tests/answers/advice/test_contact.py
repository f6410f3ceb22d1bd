"""Ways to reach a doctor elsewhere, and what looks like one and is honest."""

import time

import pytest

from answers.advice.contact import contact_details, contact_in
from answers.advice.promotion import promotion
from answers.advice.texts import parts_of

CONTACTS = {
    "mail": [
        "Write to j.smith@clinic.example with the report.",
        "My address is jsmith (at) gmail (dot) com.",
        "jsmith at outlook dot com reaches me.",
        "Just e-mail me the scans.",
    ],
    "phone": [
        "Ring 020 7946 0991 after six.",
        "Call my secretary on (555) 201-3344.",
        "My number is zero seven seven double zero, nine double oh, one two three.",
        "Reach me on O77OO 9OO123.",
        "+91 98200 12345 is the quickest way.",
    ],
    "link": ["See www.drpatelknee.example for details.", "It is all on kneedoc dot com, free to read."],
    "social": [
        "I am on WhatsApp all day.",
        "My handle is @dr_skin.",
        "Follow me on Instagram.",
        "https://t.me/ortho42",
    ],
    "address": [
        "My rooms: 14 Harley Street, London W1G 9PF.",
        "1200 Lakeview Drive, Austin, TX 78701 is where I sit.",
        "Find us in der Hauptstraße 12.",
        "Our clinic is opposite the main station.",
    ],
    "invitation": [
        "Search for my name online.",
        "Let us discuss this outside this platform.",
        "You can contact me directly.",
    ],
}
HONEST = [
    "Call 999 or 112 at once; in the United States 911.",
    "The Samaritans are there day and night on 116 123, and Childline on 0800 1111.",
    "Ring the national helpline on 0300 123 6600.",
    "See https://www.nhs.uk/conditions/back-pain/ and [the guideline](https://www.nice.org.uk/guidance/ng59).",
    "Take 500 mg to 1000 mg every 6 hours, at most 4000 mg in 24 hours.",
    "Platelets of 150 000 to 450 000, or 150,000-450,000, are normal; 120/80 is a good pressure.",
    "The trial (NCT01234567, doi 10.1001/jama.2019.12345) ran 2015-2019.",
    "Breathe out and count one, two, three, four, five, six, seven, eight.",
    "You can ask me a follow-up question here.",
    "Phone your GP's surgery in the morning, or ask your pharmacist.",
    "Please don't rely on TikTok or YouTube videos for this.",
    "I can't reach a diagnosis without an examination.",
]


@pytest.mark.parametrize(
    ("kind", "sentence"), [(kind, one) for kind, all_ in CONTACTS.items() for one in all_]
)
def test_a_way_to_reach_the_doctor_is_found(kind, sentence):
    assert contact_in(sentence) == kind


@pytest.mark.parametrize("sentence", HONEST)
def test_help_lines_sources_doses_and_this_site_are_no_contact(sentence):
    assert contact_in(sentence) == ""


def test_addresses_belong_in_the_sources_and_mailboxes_nowhere():
    link, mail = "Our leaflet | https://clinic.example/leaflet", "Ask for it: info@clinic.example"

    found = contact_details(parts_of({"sources": f"{link}\n{mail}"}))

    assert [item.quote for item in found.items] == [mail]


def test_where_it_stands_is_said_in_the_editors_words():
    (item,) = contact_details(
        parts_of({"limits": "Without an examination nobody knows. Call me on 020 7946 0991."})
    ).items

    assert (item.where, item.field) == ("What cannot be told from here", "limits")
    assert item.quote == "Call me on 020 7946 0991."


HOSTILE = [
    "a@",
    "1 ",
    "0",
    "(",
    "[",
    ". ",
    "my ",
    "one two ",
    "Aa ",
    "i can see you in ",
    "“A ",
    "book a ",
    "a-",
    "come to in ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_makes_the_patterns_slow(piece):
    parts = parts_of({"explanation": (piece * 20_000)[:20_000]})

    began = time.process_time()
    contact_details(parts)
    promotion(parts)

    assert time.process_time() - began < 1  # seconds; about 0.1 on a small machine
