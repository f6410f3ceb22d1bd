"""The demonstration's texts and drawings: complete, of the lengths the pages have room for, and drawable."""

import io
import tomllib
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from portal.demo import pictures, portraits
from specialties.templatetags.doctors import country_name

FOLDER = Path(portraits.__file__).parent
SPECIALTIES = tomllib.loads((FOLDER / "specialties.toml").read_text(encoding="utf-8"))["specialty"]
DOCTORS = tomllib.loads((FOLDER / "doctors.toml").read_text(encoding="utf-8"))["doctor"]
TOPICS = [(specialty["slug"], topic) for specialty in SPECIALTIES for topic in specialty["topic"]]

# Other demo texts, tests and links name these; a changed slug breaks them.
SLUGS = {
    "neurology": "hemifacial-atrophy migraine epilepsy peripheral-neuropathy",
    "dermatology": "eczema acne psoriasis hair-loss moles",
    "cardiology": "high-blood-pressure palpitations heart-failure",
    "gastroenterology": "irritable-bowel-syndrome acid-reflux coeliac-disease",
    "respiratory-medicine": "asthma chronic-cough sleep-apnoea",
    "endocrinology": "type-2-diabetes underactive-thyroid polycystic-ovary-syndrome",
    "womens-health": "endometriosis menopause pregnancy",
    "urology": "urinary-tract-infection enlarged-prostate kidney-stones",
    "paediatrics": "infant-feeding childhood-fever bedwetting",
    "mental-health": "anxiety depression insomnia",
    "orthopaedics": "low-back-pain osteoarthritis tennis-elbow",
    "ear-nose-throat": "tinnitus sinusitis vertigo",
    "ophthalmology": "dry-eye glaucoma conjunctivitis",
    "sexual-health": "contraception sexually-transmitted-infections",
}
DOCTOR_SPECIALTIES = {
    "amara-okafor": ["neurology"],
    "lukas-brandt": ["dermatology", "ear-nose-throat"],
    "mei-lin-chen": ["cardiology", "respiratory-medicine"],
    "sofia-alvarez": ["gastroenterology", "endocrinology"],
    "rajesh-iyer": ["urology", "endocrinology"],
    "hanna-lindqvist": ["womens-health", "sexual-health"],
    "yusuf-demir": ["paediatrics", "respiratory-medicine"],
    "priya-nair": ["mental-health", "neurology"],
    "tomasz-zielinski": ["orthopaedics", "cardiology"],
    "leilani-kahale": ["ophthalmology", "ear-nose-throat", "dermatology"],
    "nils-aalto": ["gastroenterology"],
    "ines-marchetti": ["dermatology"],
}

each_topic = pytest.mark.parametrize(
    ("specialty", "topic"), TOPICS, ids=[topic["slug"] for _, topic in TOPICS]
)
each_doctor = pytest.mark.parametrize("doctor", DOCTORS, ids=[doctor["slug"] for doctor in DOCTORS])


def paragraphs(text):
    return text.strip().split("\n\n")


def test_specialties_and_their_topics_are_the_agreed_ones():
    found = {s["slug"]: " ".join(topic["slug"] for topic in s["topic"]) for s in SPECIALTIES}

    assert found == SLUGS


def test_doctors_and_their_specialties_are_the_agreed_ones():
    assert {doctor["slug"]: doctor["specialties"] for doctor in DOCTORS} == DOCTOR_SPECIALTIES
    assert [doctor["slug"] for doctor in DOCTORS if doctor.get("applicant")] == [
        "nils-aalto",
        "ines-marchetti",
    ]


def test_rare_and_sensitive_subjects_are_flagged():
    flagged = {
        flag: {topic["slug"] for _, topic in TOPICS if topic.get(flag)} for flag in ("rare", "sensitive")
    }

    assert flagged["rare"] == {"hemifacial-atrophy"}
    assert flagged["sensitive"] == {"anxiety", "depression", *SLUGS["sexual-health"].split()}
    assert [s["slug"] for s in SPECIALTIES if s.get("sensitive")] == ["sexual-health"]


@pytest.mark.parametrize("specialty", SPECIALTIES, ids=list(SLUGS))
def test_specialty_has_a_one_line_summary_and_two_paragraphs(specialty):
    assert 30 <= len(specialty["summary"]) <= 140
    assert "\n" not in specialty["summary"]
    assert len(paragraphs(specialty["introduction"])) == 2


@each_topic
def test_topic_has_an_introduction_of_substance(specialty, topic):
    assert 30 <= len(topic["summary"]) <= 140
    assert 3 <= len(paragraphs(topic["introduction"])) <= 5
    assert len(topic["introduction"].split()) >= 200
    assert len(topic["synonyms"]) == len({word.casefold() for word in topic["synonyms"]}) >= 5


@each_topic
def test_topic_says_when_to_get_help(specialty, topic):
    assert topic["care_level"] in {"non_urgent", "urgent", "emergency"}
    assert topic["care_text"].count("\n- ") >= 2
    if topic["care_level"] == "emergency":
        assert "emergency" in paragraphs(topic["care_text"])[0]


@each_topic
def test_topic_is_reviewed_by_a_doctor_of_its_specialty(specialty, topic):
    assert specialty in DOCTOR_SPECIALTIES[topic["reviewer"]]
    assert topic["reviewer"] not in {"nils-aalto", "ines-marchetti"}
    assert 1 <= topic["reviewed_days_ago"] <= 365


@each_topic
def test_topic_is_related_to_other_topics_that_exist(specialty, topic):
    others = {other["slug"] for _, other in TOPICS} - {topic["slug"]}

    assert set(topic["related"]) <= others
    assert len(topic["related"]) >= 2


@each_doctor
def test_doctor_is_complete_and_fictional(doctor):
    for field in ("name", "title", "degree", "interests"):
        assert doctor[field].strip() == doctor[field] != ""
    assert len(doctor["country"]) == 2
    assert all(len(code) == 2 for code in doctor["languages"])
    assert len(paragraphs(doctor["biography"])) == 2
    assert doctor["register_name"] == f"Demo Medical Register, {country_name(doctor['country'])}"
    assert "register_url" not in doctor
    assert doctor["licence_expires_in_days"] > 0


def test_register_numbers_are_unique():
    assert len({doctor["register_number"] for doctor in DOCTORS}) == len(DOCTORS)


@each_doctor
def test_portrait_is_a_picture_of_the_size_asked_for(doctor):
    with Image.open(io.BytesIO(portraits.draw(doctor, pixels=160))) as image:
        image.load()
        # Something is drawn on the backdrop: a blank square has no spread of brightness.
        spread = ImageStat.Stat(image.convert("L")).stddev[0]

    assert (image.format, image.size) == ("JPEG", (160, 160))
    assert spread > 20


def test_portraits_differ_from_each_other():
    assert len({portraits.draw(doctor, pixels=48) for doctor in DOCTORS}) == len(DOCTORS)


@pytest.mark.parametrize("kind", sorted(pictures.KINDS))
def test_patient_picture_is_a_picture_and_its_seed_decides_it(kind):
    first = pictures.draw(kind, seed=3)
    with Image.open(io.BytesIO(first)) as image:
        image.load()

    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", pictures.SIZE, {})
    assert pictures.draw(kind, seed=3) == first
    assert pictures.draw(kind, seed=4) != first
