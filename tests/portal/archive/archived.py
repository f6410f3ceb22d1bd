"""An item of an archive, as import_qa reads it."""


def entry(number=1, **changes):
    return {
        "specialty": "Migraine",
        "parent": "Neurology",
        "title": f"Why on Sundays? ({number})",
        "question": "My head hurts every Sunday.",
        "asked_on": "2019-03-04",
        "answers": [answer()],
        "source_id": f"old-{number}",
        **changes,
    }


def answer(**changes):
    return {
        "doctor": "Dr Jane Roe",
        "text": "Often it is the *coffee*.",
        "answered_on": "2019-03-06",
        **changes,
    }
