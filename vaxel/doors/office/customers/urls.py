"""Addresses of customers."""

from django.urls import path

from vaxel.doors.office.customers import approving, merging, views

app_name = "customers"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.edit, name="new"),
    path("/doubles", merging.index, name="doubles"),
    path("/doubles/apart", merging.apart, name="apart"),
    path("/merge", merging.merge, name="merge"),
    path("/merge/picked", merging.picked, name="merge_picked"),
    path("/merge/<uuid:merge_id>/undo", merging.unmerge, name="unmerge"),
    path("/<uuid:party_id>", views.show, name="show"),
    path("/<uuid:party_id>/edit", views.edit, name="edit"),
    path("/<uuid:party_id>/approvers", approving.add, name="add_approver"),
    path("/<uuid:party_id>/approvers/<uuid:approver_id>/remove", approving.remove, name="remove_approver"),
    path("/<uuid:party_id>/consent", views.consent, name="consent"),
]
