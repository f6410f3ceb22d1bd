"""allauth's pages for signing in, where ours differ."""

from allauth.account import views
from allauth.account.utils import get_next_redirect_url
from django.shortcuts import redirect
from django.urls import reverse


def confirm_login_code(request):
    """Takes the code that was mailed. When it expired or was wrong too often, leads back to where the visitor was
    going, which asks again in its own words: allauth's page for another code knows nothing of a draft. Without a place
    to go it is allauth's page."""
    response = views.confirm_login_code(request)
    then = get_next_redirect_url(request)
    over = {reverse("account_request_login_code"), reverse("account_login")}
    return redirect(then) if then and response.headers.get("Location") in over else response
