"""Asking, and a patient's own queries. The page of one query needs its answers: see answers.urls_patient."""

from django.urls import path

from questions.views import ask, mine, pictures

urlpatterns = [
    path("ask/", ask.ask, name="ask"),
    path("ask/account/", ask.ask_account, name="ask-account"),
    path("ask/sent/<reference:reference>/", ask.ask_sent, name="ask-sent"),
    path("me/questions/", mine.my_questions, name="my-questions"),
    path("me/questions/<reference:reference>/withdraw/", mine.question_withdraw, name="question-withdraw"),
    path("me/questions/<reference:reference>/close/", mine.question_close, name="question-close"),
    path("me/questions/<reference:reference>/consent/", mine.question_consent, name="question-consent"),
    path("pictures/<reference:reference>/<int:pk>/", pictures.attachment, name="attachment"),
]
