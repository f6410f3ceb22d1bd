"""The scenes of the gallery that stand for all kinds of pages."""

READERS = ("readers/home", "readers/topic", "readers/question", "readers/search-found", "ask/ask")
FORMS = ("account/account-login", "ask/step-details-error", "ask/check")
OWN = ("patient/query-answered", "doctor/dashboard-mine")
WORK = ("doctor/editor", "desk/home", "desk/answer", "desk/publication")
ALL = READERS + FORMS + OWN + WORK
