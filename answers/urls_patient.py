"""What a patient does with answers: read, reply, ask further, thank, appeal, agree to the public text, take it down.
What was decided about anybody."""

from django.urls import path

from answers.views import decisions, patient, patient_publication

urlpatterns = [
    path("me/decisions/", decisions.my_decisions, name="my-decisions"),
    path("me/decisions/<int:pk>/", decisions.my_decision, name="my-decision"),
    path("me/decisions/<int:pk>/appeal/", decisions.decision_appeal, name="decision-appeal"),
    path("me/decisions/about/<slug:kind>/<int:subject>/", decisions.decision_about, name="decision-about"),
    path("me/questions/<reference:reference>/", patient.my_question, name="my-question"),
    path(
        "me/questions/<reference:reference>/reply/", patient.clarification_reply, name="clarification-reply"
    ),
    path(
        "me/questions/<reference:reference>/answers/<int:pk>/follow-up/",
        patient.followup_ask,
        name="followup-ask",
    ),
    path(
        "me/questions/<reference:reference>/answers/<int:pk>/thank/",
        patient.answer_thank,
        name="answer-thank",
    ),
    path("me/questions/<reference:reference>/appeal/", patient.question_appeal, name="question-appeal"),
    path(
        "me/questions/<reference:reference>/public/",
        patient_publication.publication_preview,
        name="publication-preview",
    ),
    path(
        "me/questions/<reference:reference>/public/agree/",
        patient_publication.publication_agree,
        name="publication-agree",
    ),
    path(
        "me/questions/<reference:reference>/public/change/",
        patient_publication.publication_change,
        name="publication-change",
    ),
    path(
        "me/questions/<reference:reference>/public/withdraw/",
        patient_publication.publication_withdraw,
        name="publication-withdraw",
    ),
]
