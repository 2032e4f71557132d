"""Addresses that other companies' machines call."""

from django.urls import path

from vaxel.doors.hooks import views

app_name = "hooks"
urlpatterns = [
    path("hooks/stripe", views.stripe, name="stripe"),
    path("hooks/replies/<str:given>", views.reply, name="reply"),
    path("hooks/sms/<uuid:message_id>/<str:given>", views.sms, name="sms"),
]
