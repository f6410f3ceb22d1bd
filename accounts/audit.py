"""The one way to write the trail of decisions (`record`) and of looks at private things (`looked`)."""

from django.utils import timezone

from accounts.models import AccessEvent, AuditEvent


def record(by, verb, subject, *, version=None, reference=None, **details):
    """Write one audit row about `subject` in the caller's transaction.

    `reference` is the query's where `subject` has none of its own. `by` is the User who acted, or None for
    the system. `details` take ids, hashes, codes and counts, never words a patient or doctor wrote: the
    trail outlives erasure.
    """
    return AuditEvent.objects.create(
        actor_id=by.pk if by else None,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        reference=getattr(subject, "reference", "") if reference is None else reference,
        version=version if version is not None else getattr(subject, "version", None),
        details=details,
    )


def looked_lately(viewer, kind, *, subject_id, reference, role, within, reason="", note=""):
    """As looked(), unless the same person's look at the same thing was written down within that time already: for
    pages that are made anew again and again while somebody reads them."""
    seen = AccessEvent.objects.filter(
        reference=reference,
        viewer_id=viewer.pk,
        kind=kind,
        subject_id=subject_id,
        at__gte=timezone.now() - within,
    )
    if not seen.exists():
        looked(viewer, kind, subject_id=subject_id, reference=reference, role=role, reason=reason, note=note)


def looked(viewer, kind, *, subject_id, reference, role, reason="", note=""):
    """Write that `viewer` opened a private query, picture or document, and for which AccessEvent.Reason when it is a
    member of the staff (with their `note` on it); before its bytes are sent."""
    return AccessEvent.objects.create(
        viewer_id=viewer.pk,
        viewer_role=role,
        kind=kind,
        subject_id=subject_id,
        reference=reference,
        reason=reason,
        note=note,
    )


def looked_at_all(viewer, kind, subjects, *, role, reason=""):
    """As looked(), for a page that shows the words of several queries. One query."""
    AccessEvent.objects.bulk_create(
        AccessEvent(
            viewer_id=viewer.pk,
            viewer_role=role,
            kind=kind,
            subject_id=subject.pk,
            reference=subject.reference,
            reason=reason,
        )
        for subject in subjects
    )
