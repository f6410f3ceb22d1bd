"""Threads that do things so many times a second, whatever each takes."""

import threading
import time

from tests.together import at_once

A_DAY = 24 * 3600


class Pace:
    """Lets `rate` a second through, whoever asks; who is late may catch up one second."""

    def __init__(self, rate):
        self.next, self.step, self.lock = time.monotonic(), 1 / rate, threading.Lock()

    def wait(self):
        with self.lock:
            self.next = max(self.next + self.step, time.monotonic() - 1)
            at = self.next
        time.sleep(max(0.0, at - time.monotonic()))


def run(*jobs):
    """All at once, each in a thread; the first error is raised again."""
    for error in at_once(*jobs, seconds=A_DAY):
        if isinstance(error, Exception):
            raise error
