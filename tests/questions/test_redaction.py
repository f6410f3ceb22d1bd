"""What may identify a person is found, said in general words, measured; and no text takes long."""

import json
import time
from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from questions import redaction
from questions.redaction.checks import luhn, nhs, verhoeff

FOUND = [
    ("write to anna.m@example.org please", "email", "anna.m@example.org"),
    ("write to anna (at) example.org please", "email", "anna (at) example.org"),
    ("see https://example.org/me?x=1 for pictures", "link", "https://example.org/me?x=1"),
    ("my page is annas-face.com and", "link", "annas-face.com"),
    ("I am @anna_m there", "handle", "@anna_m"),
    ("call 01632 960961 in the evening", "phone", "01632 960961"),
    ("call +44 (0)20 7946 0018 then", "phone", "+44 (0)20 7946 0018"),
    ("record 123456789012345678 of mine", "record", "123456789012345678"),
    ("seen on 14 March 2024 by", "date", "14 March 2024"),
    ("seen on March 14, 2024 by", "date", "March 14, 2024"),
    ("seen on 3/4/2025 by", "date", "3/4/2025"),
    ("my aunt is 93 years old and", "age", "93 years old"),
    ("and I'm 101, still walking", "age", "101"),
    ("My name is Anna Müller and", "name", "Anna Müller"),
    ("I saw Dr. Patel about it", "name", "Dr. Patel"),
    ("my husband Tom drove me", "name", "Tom"),
    ("I live in Little Wexford with", "place", "Little Wexford"),
    ("near SW1A 1AA it began", "place", "SW1A 1AA"),
]
OF_EACH_CLASS = [
    ("oh seven seven double oh nine double oh one", "phone", "oh seven seven double oh nine double oh one"),
    ("call nine eight seven six five four three two", "phone", "nine eight seven six five four three two"),
    ("fax it to 0161 496 0772 please", "fax", "0161 496 0772"),
    ("it is j dot smith at gmail dot com for me", "email", "j dot smith at gmail dot com"),
    ("all on mollysdiary dot co dot uk now", "link", "mollysdiary dot co dot uk"),
    ("my instagram is lupus.lass22 there", "handle", "lupus.lass22"),
    ("NHS number 943 476 5919 is mine", "ssn", "943 476 5919"),
    ("my SSN is 536-22-8107 by the way", "ssn", "536-22-8107"),
    ("it said 2345 6789 0124 on the card", "ssn", "2345 6789 0124"),
    ("hospital number H4482917, if needed", "record", "H4482917"),
    ("membership number BP-7741-22 with Bupa", "plan", "BP-7741-22"),
    ("paid by 4111 1111 1111 1111 online", "account", "4111 1111 1111 1111"),
    ("to GB29 NWBK 6016 1331 9268 19 last week", "account", "GB29 NWBK 6016 1331 9268 19"),
    ("driving licence MORGA657054SM9IJ was taken", "licence", "MORGA657054SM9IJ"),
    ("the car, KP19 XRT, drove off", "vehicle", "KP19 XRT"),
    ("its serial number is PJN448120S, they say", "device", "PJN448120S"),
    ("from 82.14.203.77 it came", "ip", "82.14.203.77"),
    ("they took my fingerprints for it", "biometric", "my fingerprints"),
    ("see IMG_20240312.jpg, please", "photo", "IMG_20240312.jpg"),
    ("token a81bc81b-dead-4e5d-abff-90865d1e13b1 was sent", "other", "a81bc81b-dead-4e5d-abff-90865d1e13b1"),
    ("seen on the 12th of May by", "date", "12th of May"),
    ("since the fourteenth of August it", "date", "the fourteenth of August"),
    ("it began at Christmas 2019 and", "date", "Christmas 2019"),
    ("he is ninety-three years old now", "age", "ninety-three years old"),
    ("I teach at Wycliffe Grammar and stand", "employer", "Wycliffe Grammar"),
    ("I work for Severn Trent Water and", "employer", "Severn Trent Water"),
    ("they live at 14 Mill Lane, Otley LS21 3AB now", "place", "14 Mill Lane, Otley LS21 3AB"),
    ("we are in Enugu, Nigeria, with her", "place", "Enugu, Nigeria"),
    ("my husband dave says so", "name", "dave"),
    ("It helped a lot.\nKind regards,\nWilhelmina", "name", "Wilhelmina"),
    ("Mrs Parkinson told us so", "name", "Mrs Parkinson"),
]  # fmt: skip
# As the world writes them: one text a class holds several, and nothing else in it is marked.
OF_THE_WORLD = [
    ("date", "It was 11.XI.2022, then 18. novembris; Songkran 2023; 令和5年6月8日; 15 Αυγούστου"
     " and 12 tháng 3 năm 2022.",
     ["11.XI.2022", "18. novembris", "Songkran 2023", "令和5年6月8日", "15 Αυγούστου", "12 tháng 3 năm 2022"]),
    ("age", "My father has 91 and an elder of 90, frail, saw a lady, 98, aged 99 to be sure.",
     ["91", "90", "98", "99"]),
    ("phone", "Whatsapp is 98405 55127; area code 406, 555, 0 1 8 8; sieben acht neun null drei zwei eins",
     ["98405 55127", "406, 555, 0 1 8 8", "sieben acht neun null drei zwei eins"]),
    ("ssn", "He has 26.555.184-K, she has 756.4471.9023.18 and 131052-308T.",
     ["26.555.184-K", "756.4471.9023.18", "131052-308T"]),
    ("licence", "His certificate no. is CMA-BW 03381, hers RN lic. PA RN 648217, now.",
     ["CMA-BW 03381", "PA RN 648217"]),
    ("device", "The serial PJN 448120 S, lot 22-1187/B", ["PJN 448120 S", "22-1187/B"]),
    ("link", "At clinic-cluj.example.ro/a.pdf and cukrzyca-ani.pl now",
     ["clinic-cluj.example.ro/a.pdf", "cukrzyca-ani.pl"]),
    ("handle", "A profile giga_sleepless and my name in the chat is SadOtter9",
     ["giga_sleepless", "SadOtter9"]),
    ("employer", "Paid through Golden Lantern Homecare. A jab at work (Brightwater Textiles) hurt.",
     ["Golden Lantern Homecare", "Brightwater Textiles"]),
    ("other", "I am the only blind beekeeper in Kerry, well.", ["the only blind beekeeper in Kerry"]),
]  # fmt: skip
HOSTILE = [
    "a", "@", "a@", "a.", "1", "1 ", "1-", "+1", "(", "www.", "www.a ", "Dr ", "Dr Aa ", "A-", "12 may ", " ",
    "99 years ", "01632 960961, ", "123-4567 ", "1/1/", "é", "I", "(at)", "a (at) ", "A1 1AA", "my name is ", "a%",
    "\n", "a-b.com", "Aa ", "in Aa ", "St Aa of ", "one ", "double ", "a dot ",
    "a at b dot ", "work at Aa of ", "1.2.3.", "a:", "1 Aa Aa ", "no. A1 ", "the only a ", "a_", "on Aa 2", "a.a/",
    "serial ", "IMG_a ", "my son ", "///a.", "aaa-", "A1-", "12345 Aa ", "regards, ",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "words"), FOUND + OF_EACH_CLASS)
def test_identifier_is_found(text, kind, words):
    marks = redaction.find(text)

    assert [(mark.kind, text[mark.start : mark.end]) for mark in marks] == [(kind, words)]


@pytest.mark.parametrize(("kind", "text", "words"), OF_THE_WORLD)
def test_identifiers_of_many_countries_are_found(kind, text, words):
    marks = redaction.find(text)

    assert [(mark.kind, text[mark.start : mark.end]) for mark in marks] == [(kind, word) for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "My sats are 95, my mother's sugar is 110, TSH 9.4. Factor II G20210A; K51.3; BP 188/104 when he sat.",
        "My blood pressure is 120/80 and I take 500 mg twice a day.",
        "It began two weeks ago; I am 34 and 100% sure.",
        "It got worse from January on, near the chin.",
        "The doctor said it is nothing. My name is on the list.",
        "Is it Parkinson's disease, Crohn's, Hashimoto's or Raynaud's? Romberg test was positive.",
        "Call 111 or Samaritans on 116 123; NICE guideline NG73 was published in May 2022.",
        "Ferritin 12, HbA1c 48, CA19-9 of 37 and COVID-19 in England; see www.nhs.uk/conditions/gout",
        "She has Graves' disease and takes Nurofen, Lantus and 20,000 units of vitamin D in winter.",
        "Bath oil helps, reading is hard, and mobile scans are on Tuesday. Take 1 or 2 tablets, rose hip too.",
    ],
)
def test_ordinary_words_are_left_alone(text):
    assert redaction.find(text) == []


def test_marks_are_in_order_and_never_overlap():
    text = " ".join(sample for sample, _kind, _words in FOUND)

    marks = redaction.find(text)

    assert len(marks) == len(FOUND)
    assert all(one.end <= other.start for one, other in pairwise(marks))


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_no_longer_than_another(piece):
    text = (piece * 10_000)[:10_000]
    started = time.process_time()

    redaction.find(text)

    assert time.process_time() - started < 1.5


def test_a_text_of_100_000_characters_takes_seconds():
    text = " ".join(sample for sample, _kind, _words in FOUND + OF_EACH_CLASS)
    started = time.process_time()

    redaction.find((text * 50)[:100_000])

    assert time.process_time() - started < 10


def test_each_kind_has_its_class():
    kinds = [kind for _label, kinds in redaction.CLASSES.values() for kind in kinds]

    assert len(redaction.CLASSES) == 18
    assert sorted(kinds) == sorted(redaction.MarkKind)


SAID_INSTEAD = [
    ("My mother is 93 years old and frail", "My mother is in her nineties and frail"),
    ("Dad, aged 97, fell", "Dad, aged 90 or over, fell"),
    ("and I'm 92 now", "and I'm in my nineties now"),
    ("it began on 2 November 2026 at night", "it began on a day about 3 weeks ago at night"),
    ("ever since 30/10/2026 at night", "ever since about 3 weeks ago at night"),
    ("diagnosed in March 2019 with gout", "diagnosed in 2019 with gout"),
    ("seen on 14 March 2024 again", "seen on a day in 2024 again"),
    ("seen on 3/4/2025 again", "seen on a day in 2025 again"),
    ("I live in Leeds now", "I live in a place in Yorkshire and the Humber now"),
    ("born at Leeds General Infirmary there", "born at a hospital there"),
    ("near SW1A 1AA it began", "near [place removed] it began"),
    ("my husband Tom drove", "my husband [name removed] drove"),
    ("as Dr Patel said", "as Dr [name removed] said"),
    ("I work for Severn Trent Water here", "I work for [employer removed] here"),
    ("call 01632 960961 then", "call [telephone number removed] then"),
    ("hospital number H4482917 is mine", "hospital number [number removed] is mine"),
]


@pytest.mark.parametrize(("text", "instead"), SAID_INSTEAD)
def test_a_mark_has_a_suggestion(text, instead):
    [mark] = redaction.find(text)

    suggestion = redaction.suggest(text, mark, today=date(2026, 11, 23))

    assert text[: mark.start] + suggestion + text[mark.end :] == instead


def test_check_digits():
    assert nhs("9434765919") and not nhs("9434765918")
    assert verhoeff("234567890124") and not verhoeff("234567890142")
    assert luhn("4111111111111111") and not luhn("4111111111111112")


def test_report_counts_what_is_marked_and_what_is_not(tmp_path):
    cases = [
        {"text": "Dr Patel rang 01632 960961.", "spans": [[3, 8, "name"], [14, 26, "phone"]]},
        {"text": "It was the usual flowery thing.", "spans": [[11, 16, "names"]]},
        {"text": "Nothing but a cough.", "spans": []},
        {"text": "Write to anna@example.org."},
        {"text": "No such class.", "spans": [[0, 2, "flavour"]]},
    ]
    file = tmp_path / "labelled.jsonl"
    file.write_text("\n".join(json.dumps(case) for case in cases))
    out = StringIO()

    call_command("redaction_report", str(file), "--list", stdout=out)

    rows = [line.split() for line in out.getvalue().splitlines()]
    assert ["names", "2", "1", "50.0%"] in rows and ["phone", "1", "1", "100.0%"] in rows
    assert "clean texts 2, with a false alarm 1 (50.0%)" in out.getvalue()
    assert "line 2, missed (names): It was the [usual] flowery thing." in out.getvalue()
    assert "line 4, false alarm (email): Write to [anna@example.org]." in out.getvalue()
    assert "line 5 was left out: class 'flavour'" in out.getvalue()


def test_report_says_when_there_is_no_file(tmp_path):
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        call_command("redaction_report", str(tmp_path / "none.jsonl"))


PLACES_OF_THE_WORLD = [
    ("the tram in Ludwigshafen, a Tuesday", ["Ludwigshafen"]),
    ("sent to Bệnh viện Bình Dân at noon", ["Bệnh viện Bình Dân"]),
    ("the nurse at Koivukylän terveysasema rang", ["Koivukylän terveysasema"]),
    ("the boat for Quelba Landing is late", ["Quelba Landing"]),
    ("stay at 7 Harbour Brae, Quelba, LS21 3AB now", ["7 Harbour Brae, Quelba, LS21 3AB"]),
    ("I am from South Africa, then Fiji; the leaflet of Xalatan; factor V Leiden", []),
]


@pytest.mark.parametrize(("text", "found"), PLACES_OF_THE_WORLD)
def test_places_of_the_world_are_found_and_countries_are_not(text, found):
    marks = redaction.find(text)

    assert [(mark.kind, text[mark.start : mark.end]) for mark in marks] == [("place", word) for word in found]


def test_weekdays_feasts_plates_and_engravings_are_found():
    text = (
        "Seen mercredi dernier, le 14/02, born on the feast of São Tomé. My scooter (plate KXJT·47) fell on "
        'my bracelet, engraved "for Ana, no penicillin". Nº utente 284 617 905.'
    )
    found = {text[mark.start : mark.end] for mark in redaction.find(text)}

    assert {"mercredi dernier, le 14/02", "on the feast of São Tomé", "KXJT·47", "284 617 905"} <= found
    assert '"for Ana, no penicillin"' in found


def test_names_no_list_has_are_found_by_what_stands_beside_them():
    text = (
        "My moko Te Zorivale is 6. Coach Vrenholt-Quissa rang. The clinical officer, Otembwe, says rest."
        ' Quenlivar (wife) left. Ask for Brixelle. Then Brixelle\'s fever came. "Nothing new". Thanks. Yevzhira'
    )
    names = [text[mark.start : mark.end] for mark in redaction.find(text) if mark.kind == "name"]

    assert names == [
        "Te Zorivale", "Vrenholt-Quissa", "Otembwe", "Quenlivar", "Brixelle", "Brixelle", "Yevzhira",
    ]  # fmt: skip


def test_ages_are_found_in_more_sentences():
    text = "She lived to 105. At ninety-seven I swim. Quenlivar, 98, naps. He is 91 years, well. Glucose, 95, or so."
    ages = [text[mark.start : mark.end] for mark in redaction.find(text) if mark.kind == "age"]

    assert ages == ["lived to 105", "ninety-seven", "98", "91 years"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Aged 42, and then I fainted at a long and hot blood donation on the 1st of July. I was fine.",
            "1st of July",
        ),
        ("They turned me away last Weds (6/12) with a low pulse.", "Weds (6/12)"),
        ("He is on leave till 24th. Until then I wait.", "24th"),
        ("My nan, who's 101 would you believe, has shingles.", "101"),
        ("Stop it today. At 97 the kidneys have little reserve.", "97"),
        ("My ah ma is 98 and had her last child at 45.", "98"),
        ("I am on the island, retired now at 90 and a half.", "90 and a half"),
        ("Adjust again at the visit of 11/20.", "11/20"),
        ("The skin centre appointment is 22/11, so long!", "22/11"),
        ("Baby is due 9/8 and I bleed.", "9/8"),
        ("TSH 9.8 taken 16/10. It is low.", "16/10"),
        ("HE WAS PARKED ON 2ND MAY AND A LORRY CAME.", "2ND MAY"),
        ("She can come before the 22nd of course.", "the 22nd"),
        ("The bed is held till the morning of the 29th. Give this there.", "the morning of the 29th"),
        ("They said by the twenty-first, if no better.", "twenty-first"),
        ("sejak tgl 14 anak saya demam", "tgl 14"),
        ("The tests of Q3 2022 were normal.", "Q3 2022"),
        ("My grandmother completed 98 years and her sodium is 124.", "98"),
        ("She be 97 by her own counting.", "97"),
        ("Even so my aunt, gone ninety-one, refuses.", "ninety-one"),
        ("Opa wordt volgende maand 95", "95"),
        ("Mum's ninety one & has an ulcer.", "ninety one"),
        ("Her last cycle began 15th, and lasted.", "15th"),
        ("Nearly ninety-six she is, and cross.", "ninety-six"),
        ("Ibu saya umur 95 tahun", "95 tahun"),
        ("well into her nineties and sharp", "her nineties"),
    ],
)
def test_days_and_ages_in_passing_are_found(text, words):
    assert any(words in text[mark.start : mark.end] for mark in redaction.find(text))


@pytest.mark.parametrize(
    "text",
    [
        "My resting pulse is 98 and steady.",
        "At 95 kg I am heavy.",
        "At 97 percent it is fine.",
        "Creatinine reached 98 and then 112.",
        "My mum has 100 questions.",
        "She was 98 on room air.",
        "She's been on 100 of sertraline since June, her pulse got to 97 on oxygen.",
    ],
)
def test_what_is_measured_is_no_age(text):
    assert redaction.find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "My pain is 8/10, it was 9/10. Review in 3/12. Is 12/8 a good pressure? His is 16/10.",
        "PHQ-9 was 14/27, MoCA 22/30, vision 6/9. Mixtard 30/70, fasting 16/8, all 24/7.",
        "The 4th toe is numb. On the 9th centile, on the 3rd cycle, for the 5th time.",
    ],
)
def test_a_score_or_a_rank_is_no_day(text):
    assert redaction.find(text) == []


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("phone", "The hospital's line used to be 377 555 104, it may have altered.", "377 555 104"),
        ("phone", "Telephone 555 104 in the evening.", "555 104"),
        ("phone", "Ask at the desk 555-0142 ext 7", "555-0142"),
        ("vehicle", "The plate 34 ABK 552 was theirs.", "34 ABK 552"),
        ("vehicle", "I still can drive her, Myvi AKX 3082, but at night?", "AKX 3082"),
        ("licence", "Hernán Etchegoyen, MN 94.318", "94.318"),
        ("employer", "I was typist at Zimbabwe Alloys for thirty-one years.", "Zimbabwe Alloys"),
        ("employer", "I do nights at a mine for Karrabin Iron and got bit.", "Karrabin Iron"),
        ("date", "It hurt from the 5th to the 9th, badly.", "the 9th"),
        ("link", "It is on www.our-hands.org.ng/southeast, ask.", "www.our-hands.org.ng/southeast"),
    ],
)
def test_numbers_and_sites_in_passing_are_found(kind, text, words):
    assert (kind, words) in [(mark.kind, text[mark.start : mark.end]) for mark in redaction.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "My ears ring. ALT 98. I drive a Ford. I smoked till 2008. FEV1 52%.",
        "See www.heart.org, or call 116 123.",
        "It cost 12,500,000.",
    ],
)
def test_a_laboratory_a_charity_and_a_sum_are_nobodys(text):
    assert redaction.find(text) == []


def test_a_guideline_is_no_card_of_anybody():
    assert (
        redaction.find("According to NICE NG136, stage 1 hypertension is a clinic pressure of 140/90.") == []
    )
