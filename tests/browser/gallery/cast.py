"""The people who look, and the things that most scenes need; each is made when a scene first asks for it."""

from functools import cached_property

from django.conf import settings

from specialties.models import Specialty
from tests import factories
from tests.browser.gallery import words

INTRODUCTION = (
    "Nerves carry feeling from the skin and orders to the muscles. When one is pressed or inflamed, its part "
    "of the body tingles, goes numb or becomes weak.\n\nMost of it passes by itself within weeks."
)


class Cast:
    """Everything of it is made by the real moves, in the database of the test at hand; who gets mails gets them in
    `language`."""

    def __init__(self, language=settings.LANGUAGE_CODE):
        self.language = language

    @cached_property
    def area(self):
        return factories.make_specialty(name="Neurology")

    @cached_property
    def topic(self):
        topic = factories.make_specialty(name="Tingling and numbness", parent=self.area)
        Specialty.objects.filter(pk=topic.pk).update(introduction=INTRODUCTION, synonyms=["Pins and needles"])
        topic.refresh_from_db()
        return topic

    @cached_property
    def doctor(self):
        return factories.make_doctor(
            specialties=[self.area],
            name="Dr Amara Okafor",
            title="Consultant neurologist",
            interests="Nerves of the hand, headache",
            biography="I have treated people with pressed nerves for twenty years, and teach the next doctors.",
        )

    @cached_property
    def other_doctor(self):
        return factories.make_doctor(specialties=[self.area], name="Dr Jonas Lindqvist", title="Neurologist")

    @cached_property
    def applicant(self):
        return factories.make_doctor(specialties=[self.area], name="Dr Mei Tanaka", verified=False)

    @cached_property
    def beginner(self):
        return factories.make_doctor(specialties=[self.area], name="Dr New", sent=False)

    @cached_property
    def patient(self):
        return factories.make_user(name="Maria", language=self.language)

    @cached_property
    def newcomer(self):
        return factories.make_user(name="Nina")

    @cached_property
    def moderator(self):
        return factories.make_moderator(name="Moderator Miles")

    @cached_property
    def senior(self):
        return factories.make_moderator(name="Senior Sana", senior=True)

    @cached_property
    def auditor(self):
        return factories.make_auditor()

    @cached_property
    def administrator(self):
        user = factories.make_user(name="Administrator", is_staff=True, is_superuser=True)
        factories.add_second_factor(user)
        return user

    @property
    def asked(self):
        """An ordinary query of the patient's, for the factories."""
        return {"asker": self.patient, "specialty": self.topic, "title": words.TITLE, "text": words.TEXT}

    @property
    def answered(self):
        """The same, with the doctor's ordinary answer."""
        return {**self.asked, "doctor": self.doctor, "contract": words.ORDINARY}

    @cached_property
    def page(self):
        """The patient's public page."""
        return factories.make_published_question(**self.answered, pictures=1)

    def pages(self, count):
        """So many public pages of the topic besides, each about something else."""
        return [
            factories.make_published_question(
                asker=factories.make_user(),
                specialty=self.topic,
                doctor=self.doctor,
                title=title,
                text=text,
                contract={**words.ORDINARY, "short_answer": short_answer},
            )
            for title, text, short_answer in words.OTHERS[:count]
        ]
