"""Texts of ordinary and of monstrous kinds."""

WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 7
NAME = f"Professor {WORD[:60]}-Featherstonehaugh de la Santísima Trinidad"
ARABIC = "هل ضمور الوجه COVID-19 خطير؟"
ARABIC_TEXT = "يؤلمني رأسي منذ أسبوعين، والطبيب قال إن هذا طبيعي. " * 8
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
TITLE = "Can tingling in both hands at night come from my neck?"
TEXT = (
    "For about three months both my hands tingle at night, mostly the thumb and the two fingers beside it. It wakes me "
    "around three, and shaking them helps. In the day I notice it when I hold the telephone for long.\n\n"
    "I work at a computer. Two years ago a scan of my neck showed worn discs. What can I do, and is it dangerous?"
)
# Other queries: title, text, the answer in short.
OTHERS = (
    (
        "Is it normal that my foot falls asleep when I drive?",
        "After half an hour in the car my right foot goes numb, and it takes ten minutes to wake up again. It began "
        "with the new car in spring. Nothing hurts, and on foot I notice nothing.",
        "Yes, in most people it is the seat that presses on a nerve, and it passes with another position.",
    ),
    (
        "Do my fingers tingle because I lack a vitamin?",
        "I have eaten no meat for six years and take no tablets. Since the winter the tips of my fingers tingle on "
        "both sides. Should I have my blood tested, and for what?",
        "It can be: too little vitamin B12 does this, and a blood test tells.",
    ),
    (
        "How long does numbness last after a tooth was pulled?",
        "A wisdom tooth was taken out twelve days ago and a part of my lower lip is still numb. The dentist said to "
        "wait. For how long is that all right?",
        "Often for weeks, sometimes for months; it comes back by itself in most people.",
    ),
    (
        "Can cold hands that turn white be a matter of the nerves?",
        "When it is cold two fingers turn white, then blue, and they sting as they warm up. My mother has it too. I am "
        "thirty-one and otherwise well.",
        "It comes from the small blood vessels rather than from the nerves, and is mostly harmless.",
    ),
)
ORDINARY = {
    "short_answer": "It is more likely to come from the wrist than from the neck, and it is rarely dangerous.",
    "explanation": "Tingling of the thumb and the two fingers beside it at night is typical of a nerve "
    "that is *pressed in the wrist*.\n\nA worn disc can do the same, but then turning the head usually makes it worse.",
    "self_care": "- Wear a splint that keeps the wrist straight at night\n- Take a short break from typing every hour",
    "help_non_urgent": "It isn't better after six weeks with a splint.",
    "help_urgent": "A hand becomes weak, or its thumb thinner.",
    "help_emergency": "Both arms or legs become weak or numb all of a sudden.",
    "limits": "Without an examination nobody can tell the wrist from the neck for sure.",
    "sources": "Carpal tunnel syndrome | https://www.nhs.uk/conditions/carpal-tunnel-syndrome/",
    "clinical_opinion": False,
}
MONSTROUS = {
    "short_answer": WORD[:300],
    "explanation": f"{'Long. ' * 600}{WORD}\n\n- {WORD}\n  - deep\n    - deeper",
    "sources": f"https://example.org/{'c' * 250}\n{WORD} | https://example.org/",
}
