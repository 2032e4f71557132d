"""Addresses of suppliers."""

from django.urls import path

from vaxel.doors.office.suppliers import views

app_name = "suppliers"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.new, name="new"),
    path("/<uuid:supplier_id>", views.show, name="show"),
    path("/<uuid:supplier_id>/edit", views.edit, name="edit"),
    path("/<uuid:supplier_id>/offers", views.set_offer, name="set_offer"),
    path("/<uuid:supplier_id>/do/<str:what>", views.do, name="do"),
    path("/offers/<uuid:offer_id>/do/<str:what>", views.offer_do, name="offer_do"),
]
