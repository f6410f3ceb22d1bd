"""What reads like advertising, and what an honest doctor may say."""

import pytest

from answers.advice.promotion import WHAT, promotion
from answers.advice.texts import parts_of

OFFERS = {
    "own": [
        "My book explains the diet step by step.",
        "I have developed a supplement for exactly this.",
        "You can download my app for nothing.",
    ],
    "visit": [
        "You could book a video consultation with me.",
        "I'd be happy to see you privately.",
        "Patients travel from far away to see me.",
        "A specialist like me would spot it at once.",
    ],
    "price": [
        "There is 20 % off this month.",
        "Use the code HEALTH10 at the till.",
        "The first session is free.",
    ],
    "praise": [
        "I am one of the leading surgeons for this in Europe.",
        "I have treated over 5,000 patients with it.",
        "The results are second to none.",
    ],
    "referral": ["Ask for Dr Klein at the Riverside Clinic.", "My colleague Dr Weber runs a fine sleep lab."],
    "brand": ["I swear by DermaGlow serum.", "Nurofen is by far the best painkiller."],
}
HONEST = [
    "In my clinic I see this every week.",
    "I have treated many patients with this, and most do well.",
    "Book an appointment with your GP and ask for a referral.",
    "Ibuprofen is the best choice if your stomach allows it.",
    "Any sunscreen will do; the cheapest supermarket own brand is as good.",
    "Beware of websites that sell miracle cures.",
    "No doctor can guarantee results.",
    "In our hospital we would do an ultrasound scan first.",
    "A private scan costs about £300, but you do not need one.",
    "Your national stop-smoking service offers free sessions.",
    "I'd be happy to look at new pictures here.",
    "As a cardiologist I would want to see a heart tracing first.",
    "Breakthrough bleeding is common in the first months of the pill.",
    "The Mayo Clinic and the British Heart Foundation have good pages on this.",
]


def said_of(text):
    return [item.text for item in promotion(parts_of({"explanation": text})).items]


@pytest.mark.parametrize(("kind", "sentence"), [(kind, one) for kind, all_ in OFFERS.items() for one in all_])
def test_what_a_doctor_sells_or_praises_is_found(kind, sentence):
    assert said_of(sentence) == [str(WHAT[kind])]


@pytest.mark.parametrize("sentence", HONEST)
def test_experience_and_advice_are_no_advertising(sentence):
    assert said_of(sentence) == []


def test_each_sentence_is_quoted_with_its_part_and_sources_are_not_read():
    found = promotion(
        parts_of({"self_care": "Rest.\nOrder my supplement.", "sources": "My book | https://example.org"})
    )

    assert [(item.where, item.quote) for item in found.items] == [
        ("What you can do now", "Order my supplement.")
    ]
