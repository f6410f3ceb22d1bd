"""The account at the end of the ask flow: an address and a code, nothing else."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.newcomers import CodeForAnyoneForm
from questions.views.ask_base import draft_page, first_open_url, pages_in_all, step_url


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def ask_account(request, draft):
    """Mails a code to an address, known or not; entered, it leads to the check page and the draft is the account's."""
    if request.user.is_authenticated or first_open_url(draft) != draft.get_absolute_url():
        return redirect(first_open_url(draft))
    form = CodeForAnyoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(form.send_code(request, then=draft.get_absolute_url()))
    context = {
        "section": "ask",
        "draft": draft,
        "form": form,
        "number": len(draft.steps) + 1,
        "total": pages_in_all(request, draft.steps),
        "back_url": step_url(draft, draft.steps[-1]),
    }
    return render(request, "questions/ask/account.html", context, status=422 if form.errors else 200)
