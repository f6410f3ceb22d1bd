"""The design language on one page, tokens and components, for those who build pages. Only while DEBUG is on."""

import re

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts import palette
from answers.charts import chart

ROLE = re.compile(r"--aw-([\w-]+):[^;]+;\s*/\* (.+?) \*/")
# A question of the length that forms allow, and a word without an end.
MONSTROUS = ("Can it be that my left eyelid has been twitching since the spring " * 4).strip() + "?"
ENDLESS = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
CARDS = [
    (
        "Can hemifacial atrophy start again after years without change?",
        "I was diagnosed at nineteen and nothing has changed for six years. Last month the dent in my cheek looked "
        "deeper in photographs (attachment removed to protect the patient's identity) …",
        "It can, though it is uncommon after so long a quiet time. The first step is …",
    ),
    (
        "Is numbness around the affected side part of it?",
        "My daughter, eleven, says that her cheek “sleeps” in the mornings.",
        "Numbness is not typical, and worth a visit to her doctor within the week.",
    ),
]


class SampleForm(forms.Form):
    """One field of each kind, in the house style, with the kind of words that labels and errors use."""

    use_required_attribute = False

    title = forms.CharField(
        label="Your question in one sentence",
        help_text="For example: “Why does my left eyelid twitch in the evening?”",
        error_messages={"required": "Enter your question in one sentence"},
    )
    details = forms.CharField(label="Details", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    about = forms.ChoiceField(
        label="Who is it about?",
        choices=[("me", "Me"), ("child", "My child"), ("adult", "Another adult, who has agreed")],
        widget=forms.RadioSelect,
        help_text="An answer for a child goes through an extra check before it is published.",
        error_messages={"required": "Select who the question is about"},
    )
    specialty = forms.ChoiceField(
        label="Specialty", choices=[("", "I'm not sure"), ("n", "Neurology")], required=False
    )
    picture = forms.FileField(
        label="Picture", help_text="JPEG, PNG, WebP or HEIF, up to 15 MB.", required=False
    )
    agree = forms.BooleanField(
        label="I have read what to do in an emergency",
        error_messages={"required": "Tick the box when you have read what to do in an emergency"},
    )


def card(question, query, answer, *, imported=False, **line):
    """A card as a list of published questions prints it; `line` is what the doctor's line says."""
    words = {"url": "/design/", "title": question, "title_text": question, "query_text": query}
    doctor = render_to_string("includes/_doctor_line.html", line)
    more = {"answer_text": answer, "doctor": doctor, "day": "2 May 2026", "answers": "2 answers"}
    return render_to_string("questions/_card.html", words | more | {"imported": imported})


def swatches():
    """(name, what it is for, light, dark) of every colour."""
    roles = dict(ROLE.findall(palette.SOURCE.read_text("utf-8")))
    light, dark = palette.palette("light"), palette.palette("dark")
    return [(name, roles.get(name, ""), light[name], dark[name]) for name in light]


def scale(beginning):
    """(name, value) of each token whose name begins so, as it is written."""
    return [(name, value) for name, value in palette.values("light").items() if name.startswith(beginning)]


def steps():
    """(name, value, pixels) of each step of space."""
    return [(name, value, palette.pixels(name)) for name, value in scale("space-")]


def samples():
    """What the components on the page show."""
    verified = {
        "name": "Dr Amara Okafor",
        "title": "MBBS, FRCP · Neurology",
        "url": "/design/",
        "verified": True,
    }
    earlier = {"name": "Dr B. Meyer", "title": "Neurology", "unverified_note": "From an earlier site"}
    without_end = {"name": ENDLESS, "title": MONSTROUS, "initials": "DD"}
    page = Paginator(range(200), 20).get_page(4)
    counts = {"July": 3, "August": 0, "September": 11, "October": 7}
    points = [(month, count, str(count)) for month, count in counts.items()]
    return {
        "cards": [
            card(*CARDS[0], initials="AO", **verified),
            card(*CARDS[1], initials="BM", imported=True, **earlier),
        ],
        "long_card": card(MONSTROUS, ENDLESS, MONSTROUS * 3, **without_end),
        "monstrous": MONSTROUS,
        "endless": ENDLESS,
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "chart": chart("sample", title="Answers approved", points=points),
        "no_chart": chart("none", title="Thanks from patients", points=[], nothing="No thanks yet."),
        "pieces": [("same", "Since "), ("del", "14 March"), ("ins", "the spring"), ("same", " my cheek …")],
        "sample_form": SampleForm({"details": "It began three weeks ago."}),
    }


@require_safe
def design(request):
    """Not part of a running site: 404 unless DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    tokens = {"swatches": swatches(), "steps": steps(), "sizes": scale("text-")}
    corners = [*scale("radius"), *scale("pill")]
    place = {"breadcrumb_items": [("Home", "/"), ("Neurology", "#"), ("Design", "")]}
    return render(request, "portal/design.html", samples() | tokens | place | {"corners": corners})
