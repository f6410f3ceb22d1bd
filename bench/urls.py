"""The site's addresses and a bare view, which every measure is divided by: it passes the same middleware, asks the
database nothing and renders nothing."""

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from portal.urls import handler400 as handler400
from portal.urls import handler403 as handler403
from portal.urls import handler404 as handler404
from portal.urls import handler429 as handler429
from portal.urls import handler500 as handler500
from portal.urls import urlpatterns as urls_of_the_site


@require_safe
def bare(request):
    return HttpResponse("Hello.\n", content_type="text/plain; charset=utf-8")


urlpatterns = [path("bare/", bare), *urls_of_the_site]
