"""The ask flow: one question a page, each at an address of its own."""

from django.urls import path

from questions.models import Step
from questions.views import ask, ask_account, ask_check, ask_pictures, ask_similar, ask_step

FLOW = "ask/<reference:reference>"


def _step(step):
    return path(f"{FLOW}/{step}/", ask_step.ask_step, {"step": step}, name=f"ask-{step}")


urlpatterns = [
    path("ask/", ask.ask, name="ask"),
    path("ask/specialty/", ask.ask_begin, name="ask-begin"),
    path("ask/again/", ask.ask_again, name="ask-again"),
    path("ask/sent/<reference:reference>/", ask.ask_sent, name="ask-sent"),
    _step(Step.SPECIALTY),
    _step(Step.SYMPTOMS),
    _step(Step.ABOUT),
    _step(Step.QUESTION),
    _step(Step.DETAILS),
    _step(Step.BACKGROUND),
    _step(Step.PRIVACY),
    path(f"{FLOW}/pictures/", ask_pictures.ask_pictures, name="ask-pictures"),
    path(f"{FLOW}/pictures/<int:pk>/", ask_pictures.ask_picture, name="ask-picture"),
    path("ask/similar/", ask_similar.ask_similar_live, name="ask-similar-live"),
    path(f"{FLOW}/similar/", ask_similar.ask_similar, name="ask-similar"),
    path("ask/helped/<reference:reference>/", ask_similar.ask_helped, name="ask-helped"),
    path(f"{FLOW}/warning/", ask_step.ask_warning, name="ask-warning"),
    path(f"{FLOW}/account/", ask_account.ask_account, name="ask-account"),
    path(f"{FLOW}/check/", ask_check.ask_check, name="ask-check"),
    path(f"{FLOW}/forget/", ask.ask_forget, name="ask-forget"),
]
