"""What a page of a doctor's inbox costs with few and with many open queries.

    .venv/bin/python -m bench.inbox [N …]        default: 1000 100000

For each N, prints of the first and of the 500th page (the last, where there are fewer) the number of database queries
and the milliseconds of CPU: of this process, which answers the request, and of PostgreSQL's for its connection (Linux,
same machine). The least of several rounds, since the machine may be busy with other things.
"""

import sys
import time
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.scratch import database, open_queries
from questions.models import Question
from tests.factories import make_doctor, make_specialty

ROUNDS, REQUESTS = 5, 20
PAGE = 500


def database_cpu():
    """Nanoseconds that PostgreSQL's process of this connection has computed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


def cost(client, address):
    """(queries, ms of this process, ms of PostgreSQL) of one request."""
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
        queries = len(made)
    rounds = []
    for _ in range(ROUNDS):
        ours, theirs = time.process_time_ns(), database_cpu()
        for _ in range(REQUESTS):
            client.get(address)
        spent = (time.process_time_ns() - ours, database_cpu() - theirs)
        rounds.append([each / REQUESTS / 1e6 for each in spent])
    return queries, *min(rounds, key=sum)


def page(client, number):
    """(which page it is, its address): `number`, or the last one before it, found as a reader finds it."""
    address = "/dashboard/?tab=unanswered"
    for at in range(1, number):
        following = client.get(address).context["next_page"]
        if not following:
            return at, address
        address = "/dashboard/" + following
    return number, address


def main(sizes):
    with database():
        area = make_specialty(name="Neurology")
        fields = [area, *(make_specialty(parent=area) for _ in range(7)), make_specialty(), make_specialty()]
        doctor = make_doctor(specialties=[area, fields[-1]])
        client = Client()
        client.force_login(doctor.user)
        print(f"{'open':>8} {'page':>5} {'queries':>8} {'web ms':>8} {'PostgreSQL ms':>14} {'together':>9}")
        for size in sizes:
            open_queries(size - Question.objects.count(), specialties=fields)
            for wanted in (1, PAGE):
                number, address = page(client, wanted)
                queries, ours, theirs = cost(client, address)
                print(
                    f"{size:>8} {number:>5} {queries:>8} {ours:>8.2f} {theirs:>14.2f} {ours + theirs:>9.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1_000, 100_000])
