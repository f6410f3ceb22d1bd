"""What a doctor's browser sends from the editor."""

from tests.factories import CONTRACT


def typed(answer, **changes):
    """The editor's form filled in completely, as sent; `version` is the one on the page unless given."""
    form = {name: value for name, value in CONTRACT.items() if value is not True}
    findings = {
        f"finding_{picture.pk}": "A small red patch." for picture in answer.question.attachments.all()
    }
    return {**form, **findings, "clinical_opinion": "on", "version": answer.version, **changes}


def address(answer, action=""):
    return f"/dashboard/questions/{answer.question.reference}/{action}"
