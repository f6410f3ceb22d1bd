"""A patient's own queries. The page of one query needs its answers: see answers.urls_patient."""

from django.urls import path

from questions.views import credits, mine, pictures

urlpatterns = [
    path("me/questions/", mine.my_questions, name="my-questions"),
    path("me/questions/<reference:reference>/change/", mine.question_change, name="question-change"),
    path("me/questions/<reference:reference>/withdraw/", mine.question_withdraw, name="question-withdraw"),
    path("me/questions/<reference:reference>/close/", mine.question_close, name="question-close"),
    path("me/questions/<reference:reference>/consent/", mine.question_consent, name="question-consent"),
    path("me/credits/", credits.my_credits, name="my-credits"),
    # These answer 404 while no payment provider is on.
    path("me/credits/buy/", credits.credits_buy, name="credits-buy"),
    path("me/credits/payments/<uuid:token>/", credits.credits_pay, name="credits-pay"),
    path("me/credits/payments/<uuid:token>/result/", credits.credits_result, name="credits-result"),
    path("payments/process/<uuid:token>/", credits.process_payment, name="process_payment"),
    path("pictures/<reference:reference>/<int:pk>/", pictures.attachment, name="attachment"),
]
