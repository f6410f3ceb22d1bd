"""A patient's own queries. The page of one query needs its answers: see answers.urls_patient."""

from django.urls import path

from questions.views import mine, pictures

urlpatterns = [
    path("me/questions/", mine.my_questions, name="my-questions"),
    path("me/questions/<reference:reference>/withdraw/", mine.question_withdraw, name="question-withdraw"),
    path("me/questions/<reference:reference>/close/", mine.question_close, name="question-close"),
    path("me/questions/<reference:reference>/consent/", mine.question_consent, name="question-consent"),
    path("pictures/<reference:reference>/<int:pk>/", pictures.attachment, name="attachment"),
]
