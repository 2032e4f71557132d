"""Addresses of purchase orders, of what to buy, and of special orders."""

from django.urls import path

from vaxel.doors.office.purchases import special, to_buy, views

app_name = "purchases"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.new, name="new"),
    path("/to-buy", to_buy.show, name="to_buy"),
    path("/special", special.index, name="special"),
    path("/<uuid:purchase_order_id>", views.show, name="show"),
    path("/<uuid:purchase_order_id>/order.pdf", views.pdf, name="pdf"),
    path("/<uuid:purchase_order_id>/add", views.add, name="add"),
    path("/<uuid:purchase_order_id>/send", views.send, name="send"),
    path("/<uuid:purchase_order_id>/confirm", views.confirm, name="confirm"),
    path("/<uuid:purchase_order_id>/do/<str:what>", views.do, name="do"),
    path("/lines/<uuid:purchase_line_id>/change", views.change_line, name="change_line"),
    path("/lines/<uuid:purchase_line_id>/do/<str:what>", views.line_do, name="line_do"),
]
