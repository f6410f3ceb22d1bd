"""All addresses of the site; each app keeps its own in `<app>/urls*.py`.

A page stands once in each language: /about/ in the default one, /es/about/. What machines fetch has one address.
"""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from accounts import views_sign_in
from portal import design, health, home, pages, service_levels, sitemaps

# The admin's own sign-in knows neither rate limits nor second factors: send people through the site's.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler429 = "portal.errors.too_many"  # allauth looks here for its own limits
handler500 = "portal.errors.server_error"

pages_in_each_language = i18n_patterns(
    path("", home.home, name="home"),
    # Asked for the most: addresses are tried one by one.
    path("", include("specialties.urls")),
    path("", include("answers.urls_public")),
    path("", include("questions.urls")),
    path("me/", pages.account_home, name="account-home"),
    path("about/", pages.about, name="about"),
    path("editorial-process/", pages.editorial_process, name="editorial-process"),
    path("disclaimer/", pages.disclaimer, name="disclaimer"),
    path("privacy/", pages.privacy, name="privacy"),
    path("terms/", pages.terms, name="terms"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("contact/", pages.contact, name="contact"),
    path("service-levels/", service_levels.service_levels, name="service-levels"),
    path("design/", design.design, name="design"),  # 404 unless DEBUG
    path("", include("accounts.urls")),
    path("", include("accounts.urls_data")),
    path("", include("questions.urls_ask")),
    path("", include("questions.urls_patient")),
    path("", include("answers.urls_patient")),
    path("dashboard/", include("specialties.urls_doctor")),
    path("dashboard/", include("answers.urls")),
    path("admin/", admin.site.urls),
    # Before allauth's own of the same name.
    path("accounts/login/code/confirm/", views_sign_in.confirm_login_code, name="account_confirm_login_code"),
    path("accounts/", include("allauth.urls")),
    prefix_default_language=False,
)

for_machines = [
    path("", include("specialties.urls_machines")),
    path("", include("questions.urls_machines")),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.sitemap_pages, name="sitemap-pages"),
    path("sitemap-questions-<int:number>.xml", sitemaps.sitemap_questions, name="sitemap-questions"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path(".well-known/security.txt", sitemaps.security_txt, name="security-txt"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

urlpatterns = [*pages_in_each_language, *for_machines]
