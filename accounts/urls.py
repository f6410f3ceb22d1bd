"""What a person decides about the e-mails they get."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("me/mails/", views.mail_preferences, name="mail-preferences"),
    path("mails/stop/<str:token>/", views.mail_stop, name="mail-stop"),
]
