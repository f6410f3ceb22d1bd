"""Django's SMTP backend with an end: a server that drips a byte now and then is cut off as well."""

import contextlib
import smtplib
import socket
import threading

from django.conf import settings
from django.core.mail.backends import smtp

WHOLE = 120  # seconds for one sending; EMAIL_TIMEOUT bounds each wait, but not their number


class Bounded:
    """Hangs up WHOLE seconds after the server was reached; whoever waits then sees the connection broken."""

    timer = None

    def getreply(self):
        if self.timer is None:
            self.timer = threading.Timer(WHOLE, self.hang_up)
            self.timer.daemon = True
            self.timer.start()
        return super().getreply()

    def data(self, msg):
        """Wait longer for the answer to a whole mail: a server that looks through it first may take its time, and
        whoever hung up meanwhile would send it again."""
        self.sock.settimeout(settings.EMAIL_WHOLE_TIMEOUT)
        answer = super().data(msg)
        self.sock.settimeout(self.timeout)
        return answer

    def hang_up(self):
        with contextlib.suppress(OSError, AttributeError):  # it has just ended by itself
            self.sock.shutdown(socket.SHUT_RDWR)

    def close(self):
        if self.timer:
            self.timer.cancel()
        super().close()


class BoundedSMTP(Bounded, smtplib.SMTP):
    """With STARTTLS, or without."""


class BoundedSMTPSSL(Bounded, smtplib.SMTP_SSL):
    """With TLS from the start."""


class EmailBackend(smtp.EmailBackend):
    """Sends as Django's does, within WHOLE seconds."""

    @property
    def connection_class(self):
        return BoundedSMTPSSL if self.use_ssl else BoundedSMTP
