"""Fills an empty site with the demonstration: topics, people, and queries in every state.

Every piece is made in a transaction of its own and recognised on the next run, so that an interrupted
seeding is finished by running it again, and a finished one adds nothing.
"""

import tomllib
from pathlib import Path

from portal.demo import seed_after, seed_decisions, seed_desk, seed_people, seed_queries, seed_topics
from questions import related
from questions.search import engine as search

FOLDER = Path(__file__).parent


def load(name):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def run(*, say, accounts_file):
    """Seed what is missing and write the sign-ins to `accounts_file`. `say` prints a line of progress.

    Returns how many topics, doctors and queries were made, and what came after them.
    """
    topics = load("specialties")["specialty"]
    made = {"topics": seed_topics.make_topics(topics)}
    people = seed_people.make_people()
    seed_people.write_sign_ins(accounts_file)
    moderators = [people["moderator"], people["senior moderator"]]
    made["doctors"] = seed_people.make_doctors(load("doctors")["doctor"], moderators=moderators)
    seed_topics.sign_introductions(topics)
    entries = [
        entry for name in ("questions_a", "questions_b", "open_questions") for entry in load(name)["question"]
    ]
    waiting = seed_queries.missing(entries)
    for number, entry in enumerate(waiting, start=1):
        seed_queries.tell(entry, people=people)
        if number % 10 == 0 or number == len(waiting):
            say(f"  {number} of {len(waiting)} queries")
    made["queries"] = len(waiting)
    made["follow-ups and appeals"] = seed_after.make(load("after"), moderators=moderators)
    made["appeals against decisions"] = seed_decisions.make(moderators=moderators)
    seed_desk.make(moderators=moderators)
    search.refresh()
    related.find()
    return made
