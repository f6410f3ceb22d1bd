"""A patient's credits: the ledger, and buying more where a payment provider is on."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from payments import PaymentError, PaymentStatus, RedirectNeeded
from payments.urls import process_data

from accounts.moves import MoveRefused
from questions import allowance
from questions.forms_credits import BuyForm
from questions.models import Credit, Payment

PER_PAGE = 50
# What a provider's class raises when the provider says no, or doesn't answer.
PROVIDER_FAILED = (PaymentError, OSError)


def where_sold(view):
    """404 while settings.PAYMENTS is off: then nothing is sold, and no provider has anything to say."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not settings.PAYMENTS:
            raise Http404("Payments are off.")
        return view(request, *args, **kwargs)

    return wrapper


@login_required
@require_safe
def my_credits(request):
    """What is left, and every line of the ledger with the balance after it. Three queries."""
    own = Credit.objects.of_patient(request.user).order_by("-pk")
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "allowance": allowance.state(request.user),
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "free_queries": settings.FREE_QUERIES,
    }
    return render(request, "questions/my_credits.html", context)


@where_sold
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def credits_buy(request):
    """How many, and the price of one, before anything is begun."""
    form = BuyForm(request.POST or None)
    context = {"form": form, "allowance": allowance.state(request.user)}
    if request.method != "POST":
        return render(request, "questions/credits_buy.html", context)
    if not form.is_valid():
        return render(request, "questions/credits_buy.html", context, status=422)
    try:
        payment = Payment.objects.begin(request.user, credits=form.cleaned_data["credits"])
    except MoveRefused as refusal:
        return render(
            request, "questions/credits_buy.html", {**context, "refusal": refusal.message}, status=409
        )
    return redirect("credits-pay", payment.token)


@where_sold
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def credits_pay(request, token):
    """The provider's own form, or the way to its page. The payment stays locked meanwhile: a callback has to wait,
    and what the provider's class saves can't undo what another window did."""
    with transaction.atomic():
        payment = get_object_or_404(Payment.objects.of_patient(request.user).select_for_update(), token=token)
        if payment.status not in (PaymentStatus.WAITING, PaymentStatus.INPUT):
            return redirect("credits-result", token)
        try:
            form = payment.get_form(data=request.POST or None)
        except RedirectNeeded as there:
            return redirect(str(there))
        except PROVIDER_FAILED:  # what it did to the payment until then stays
            return redirect("credits-result", token)
    return render(
        request,
        "questions/credits_pay.html",
        {"form": form, "payment": payment, "price": _price(payment)},
        status=422 if form.is_bound and form.errors else 200,
    )


@where_sold
@login_required
@require_safe
def credits_result(request, token):
    """What became of a payment, as the ledger knows it."""
    payment = get_object_or_404(Payment.objects.of_patient(request.user), token=token)
    context = {"payment": payment, "price": _price(payment), "allowance": allowance.state(request.user)}
    return render(request, "questions/credits_result.html", context)


@csrf_exempt
@where_sold
def process_payment(request, token):
    """What a provider reports. Its class checks that it is the provider who speaks; the row is locked first, so
    that a report that comes twice at once is read one after the other."""
    with transaction.atomic():
        get_object_or_404(Payment.objects.select_for_update(), token=token)
        try:
            return process_data(request, token)
        except PROVIDER_FAILED as fault:
            raise BadRequest("The provider's class could not read this report.") from fault


def _price(payment):
    return allowance.price_in_words(payment.total, currency=payment.currency)
