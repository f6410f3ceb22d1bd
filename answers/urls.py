"""The doctor's dashboard and editor."""

from django.urls import path

from answers.views import (
    advice,
    dashboard,
    earlier,
    editor,
    followup,
    handover,
    help,
    moves,
    notices,
    opinions,
    own,
    preview,
    proposal,
    retract,
    snippets,
    statistics,
)

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("answers/", own.own_answers, name="own-answers"),
    path("answers/<reference:reference>/", own.own_answer, name="own-answer"),
    path("statistics/", statistics.doctor_statistics, name="doctor-statistics"),
    path("notices/", notices.doctor_notices, name="doctor-notices"),
    path("notices/back/", notices.doctor_back, name="doctor-back"),
    path("help/", help.doctor_help, name="doctor-help"),
    path("questions/<reference:reference>/", editor.answer_edit, name="answer-edit"),
    path("questions/<reference:reference>/claim/", dashboard.question_claim, name="question-claim"),
    path("questions/<reference:reference>/release/", moves.question_release, name="question-release"),
    path("questions/<reference:reference>/autosave/", editor.answer_autosave, name="answer-autosave"),
    path("questions/<reference:reference>/advice/", advice.answer_advice, name="answer-advice"),
    path("questions/<reference:reference>/submit/", editor.answer_submit, name="answer-submit"),
    path("questions/<reference:reference>/recall/", moves.answer_recall, name="answer-recall"),
    path("questions/<reference:reference>/revise/", moves.answer_revise, name="answer-revise"),
    path("questions/<reference:reference>/proposal/", proposal.proposal_take, name="proposal-take"),
    path("questions/<reference:reference>/retract/", retract.answer_retract, name="answer-retract"),
    path("questions/<reference:reference>/preview/", preview.answer_preview, name="answer-preview"),
    path(
        "questions/<reference:reference>/earlier/<reference:earlier>/",
        earlier.question_earlier,
        name="question-earlier",
    ),
    path(
        "questions/<reference:reference>/follow-ups/<int:pk>/", followup.followup_reply, name="followup-reply"
    ),
    path("questions/<reference:reference>/hand-back/", handover.question_handover, name="question-handover"),
    path("questions/<reference:reference>/hand-back/begin/", handover.handover_begin, name="handover-begin"),
    path(
        "questions/<reference:reference>/follow-ups/<int:pk>/autosave/",
        followup.followup_autosave,
        name="followup-autosave",
    ),
    path(
        "questions/<reference:reference>/follow-ups/<int:pk>/preview/",
        followup.followup_preview,
        name="followup-preview",
    ),
    path("questions/<reference:reference>/ask/", moves.clarification_ask, name="clarification-ask"),
    path("opinions/", opinions.opinion_list, name="opinions"),
    path("opinions/<int:pk>/withdraw/", opinions.opinion_withdraw, name="opinion-withdraw"),
    path("opinions/<reference:reference>/<int:number>/", opinions.opinion_edit, name="opinion-edit"),
    path("opinions/<reference:reference>/<int:number>/answer/", opinions.answer_too, name="answer-too"),
    path("snippets/", snippets.snippet_list, name="snippets"),
    path("snippets/new/", snippets.snippet_add, name="snippet-add"),
    path("snippets/found/", snippets.snippet_found, name="snippet-found"),
    path("snippets/<int:pk>/", snippets.snippet_edit, name="snippet-edit"),
    path("snippets/<int:pk>/copy/", snippets.snippet_copy, name="snippet-copy"),
    path("snippets/<int:pk>/delete/", snippets.snippet_delete, name="snippet-delete"),
]
