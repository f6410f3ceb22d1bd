"""Several at the same moment, each in a thread with a database connection of its own."""

import threading

from django.db import connection


def at_once(*jobs, seconds=60):
    """Run each job in a thread of its own, started together; returns what each returned or raised. None may take longer
    than so many seconds."""
    start = threading.Barrier(len(jobs))
    results = [None] * len(jobs)

    def work(number, job):
        try:
            start.wait(timeout=10)
            results[number] = job()
        except Exception as error:  # what a job raised is its result
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=seconds)
    assert not any(thread.is_alive() for thread in threads), "a deadlock"
    return results
