"""Mail servers for tests: real sockets that speak SMTP, and fail as real ones do."""

import socket
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

# What a server of each temper says, step by step; others say "250 ok". None: it falls silent. "": it hangs up.
TEMPERS = {
    "kind": {},
    "silent": {"GREETING": None},
    "dripping": {"GREETING": "220-please wait"},  # again and again
    "slow after data": {"BODY": None},
    "ponders": {"BODY": "250 ok at last"},
    "breaks after data": {"BODY": ""},
    "breaks at once": {"GREETING": ""},
    "busy": {"GREETING": "421 too busy"},
    "full mailbox": {"RCPT": "452 mailbox full"},
    "no such mailbox": {"RCPT": "550 no such mailbox"},
    "refuses text": {"BODY": "554 looks like spam"},
    "greylists": {"RCPT": "451 come back later"},
    "refuses sender": {"MAIL": "550 who are you"},
}


class Server:
    """Listens on a port of its own; `received` are the messages it has taken or at least read to their end."""

    def __init__(self, temper="kind"):
        self.temper, self.received, self.read = temper, [], threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.open = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:  # the test is over
                return
            self.open.append(connection)
            threading.Thread(target=self.speak, args=[connection], daemon=True).start()

    def say(self, connection, step, usual):
        """Whether the talk goes on."""
        answer = TEMPERS[self.temper].get(step, usual)
        if answer is None:
            return True  # and nothing is heard
        while self.temper == "dripping":
            connection.sendall(f"{answer}\r\n".encode())
            time.sleep(0.1)
        if self.temper == "ponders" and step == "BODY":
            time.sleep(1.5)
        if answer:
            connection.sendall(f"{answer}\r\n".encode())
            return True
        connection.shutdown(socket.SHUT_RDWR)
        return False

    def speak(self, connection):
        try:
            with connection, connection.makefile("rb") as lines:
                if not self.say(connection, "GREETING", "220 here"):
                    return
                while line := lines.readline():
                    word = line[:4].decode().strip().upper()
                    if word == "DATA":
                        connection.sendall(b"354 go on\r\n")
                        body = b"".join(iter(lines.readline, b".\r\n"))
                        self.received.append(message_from_bytes(body, policy=default))
                        self.read.set()
                        word = "BODY"
                    if not self.say(connection, word, "221 bye" if word == "QUIT" else "250 ok"):
                        return
        except OSError:
            pass  # the other side has gone

    def close(self):
        self.listener.close()
        for connection in self.open:
            connection.close()


@contextmanager
def serve(temper="kind", *, settings=None):
    """A server of that temper, to which `settings` send all mail meanwhile."""
    server = Server(temper)
    if settings:
        use(settings, port=server.port)
    try:
        yield server
    finally:
        server.close()


def use(settings, *, port):
    settings.EMAIL_BACKEND = "accounts.mail_backend.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = settings.EMAIL_WHOLE_TIMEOUT = 1
