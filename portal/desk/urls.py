"""The desk's addresses, below /admin/desk/ and in the admin's namespace."""

from django.urls import path

from portal.desk import handing_over, home
from portal.desk.care import answers, appeals, decision_appeals, followups, opinions, queries, spam_refuse
from portal.desk.copies import imported, page_reports, publications, stale
from portal.desk.doctors import doctor as doctors
from portal.desk.doctors import documents as doctor_documents
from portal.desk.doctors import reports
from portal.desk.lines.filters import keeping_place
from portal.desk.lines.queues import queues_of
from portal.desk.records import emptysearches, figures, reasons
from portal.desk.review import why
from portal.desk.review.answering import erased_meanwhile


def desk_urls(admin_view):
    """The patterns; `admin_view` is the admin site's gate: staff only, else its sign-in."""
    views = [
        ("", home.desk, "desk"),
        ("spam/", spam_refuse.spam_refuse, "desk-spam"),
        ("figures/", figures.figures, "desk-figures"),
        ("searches/", emptysearches.empty_searches, "desk-empty-searches"),
        ("searches/done/", emptysearches.empty_search_done, "desk-empty-search-done"),
        ("next/", home.next_of_all, "desk-next-of-all"),
        ("claims/<slug:kind>/<int:pk>/release/", handing_over.claim_release, "desk-claim-release"),
        ("claims/<slug:kind>/<int:pk>/take-over/", handing_over.claim_take_over, "desk-claim-take-over"),
        ("claims/<slug:kind>/<int:pk>/hand-over/", handing_over.claim_hand_over, "desk-claim-hand-over"),
        ("waiting/<slug:key>/", home.queue_list, "desk-list"),
        ("waiting/<slug:key>/next/", home.queue_next, "desk-next"),
        ("queries/<reference:reference>/", queries.query, "desk-query"),
        ("queries/<reference:reference>/why/", why.query_why, "desk-query-why"),
        ("queries/<reference:reference>/open/", queries.query_open, "desk-query-open"),
        ("queries/<reference:reference>/ask/", queries.query_ask, "desk-query-ask"),
        ("queries/<reference:reference>/decline/", queries.query_decline, "desk-query-decline"),
        ("answers/<int:pk>/", answers.answer, "desk-answer"),
        ("answers/<int:pk>/approve/", answers.answer_approve, "desk-answer-approve"),
        ("answers/<int:pk>/return/", answers.answer_return, "desk-answer-return"),
        ("answers/<int:pk>/retract/", answers.answer_retract, "desk-answer-retract"),
        ("follow-ups/<int:pk>/", followups.follow_up, "desk-follow-up"),
        ("follow-ups/<int:pk>/approve/", followups.follow_up_approve, "desk-follow-up-approve"),
        ("follow-ups/<int:pk>/return/", followups.follow_up_return, "desk-follow-up-return"),
        ("follow-ups/<int:pk>/close/", followups.follow_up_close, "desk-follow-up-close"),
        ("appeals/<int:pk>/", appeals.appeal, "desk-appeal"),
        ("appeals/<int:pk>/decide/", appeals.appeal_decide, "desk-appeal-decide"),
        ("decision-appeals/<int:pk>/", decision_appeals.decision_appeal, "desk-decision-appeal"),
        (
            "decision-appeals/<int:pk>/decide/",
            decision_appeals.decision_appeal_decide,
            "desk-decision-appeal-decide",
        ),
        ("publications/<reference:reference>/", publications.publication, "desk-publication"),
        ("publications/<reference:reference>/save/", publications.publication_save, "desk-publication-save"),
        ("publications/<reference:reference>/mark/", publications.publication_mark, "desk-publication-mark"),
        (
            "publications/<reference:reference>/approve/",
            publications.publication_approve,
            "desk-publication-approve",
        ),
        (
            "publications/<reference:reference>/take-back/",
            publications.publication_take_back,
            "desk-publication-take-back",
        ),
        (
            "publications/<reference:reference>/withdraw/",
            publications.publication_withdraw,
            "desk-publication-withdraw",
        ),
        ("imported/<reference:reference>/", imported.imported, "desk-imported"),
        (
            "imported/<reference:reference>/withdraw/",
            imported.imported_withdraw,
            "desk-imported-withdraw",
        ),
        ("opinions/<int:pk>/", opinions.opinion, "desk-opinion"),
        ("opinions/<int:pk>/approve/", opinions.opinion_approve, "desk-opinion-approve"),
        ("opinions/<int:pk>/return/", opinions.opinion_return, "desk-opinion-return"),
        ("disagreements/<int:pk>/", opinions.disagreement, "desk-disagreement"),
        ("disagreements/<int:pk>/settle/", opinions.disagreement_settle, "desk-disagreement-settle"),
        ("stale/<int:pk>/", stale.stale, "desk-stale"),
        ("stale/<int:pk>/confirm/", stale.stale_confirm, "desk-stale-confirm"),
        ("page-reports/<int:pk>/", page_reports.page_report, "desk-page-report"),
        ("page-reports/<int:pk>/take/", page_reports.page_report_take, "desk-page-report-take"),
        ("page-reports/<int:pk>/decide/", page_reports.page_report_decide, "desk-page-report-decide"),
        (
            "page-reports/<int:pk>/take-down/",
            page_reports.page_report_take_down,
            "desk-page-report-take-down",
        ),
        ("reports/<int:pk>/", reports.report, "desk-report"),
        ("reports/<int:pk>/take/", reports.report_take, "desk-report-take"),
        ("reports/<int:pk>/decide/", reports.report_decide, "desk-report-decide"),
        ("reasons/", reasons.reasons, "desk-reasons"),
        ("reasons/<int:pk>/", reasons.reason, "desk-reason"),
        ("reasons/<int:pk>/retire/", reasons.reason_retire, "desk-reason-retire"),
        ("reasons/new/<slug:kind>/", reasons.reason_new, "desk-reason-new"),
        ("doctors/<int:pk>/", doctors.doctor, "desk-doctor"),
        ("doctors/<int:pk>/check/", doctors.doctor_check, "desk-doctor-check"),
        ("doctors/<int:pk>/confirm/", doctors.doctor_confirm, "desk-doctor-confirm"),
        ("doctors/<int:pk>/return/", doctors.doctor_return, "desk-doctor-return"),
        ("doctors/<int:pk>/suspend/", doctors.doctor_suspend, "desk-doctor-suspend"),
        ("documents/<int:pk>/", doctor_documents.document, "desk-document"),
        ("documents/<int:pk>/why/", why.document_why, "desk-document-why"),
        ("documents/<int:pk>/accept/", doctor_documents.document_accept, "desk-document-accept"),
        ("documents/<int:pk>/return/", doctor_documents.document_return, "desk-document-return"),
    ]
    return [
        path(route, admin_view(keeping_place(erased_meanwhile(why.asking_why(view)), keys=_keys)), name=name)
        for route, view, name in views
    ]


def _keys(user):
    return {queue.key for queue in queues_of(user)}
