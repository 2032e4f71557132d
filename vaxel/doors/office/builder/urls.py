"""Addresses of one ticket."""

from django.urls import path

from vaxel.doors.office.builder import answering, people, sheets, views

app_name = "ticket"
urlpatterns = [
    path("", views.show, name="show"),
    path("/live", views.live, name="live"),
    path("/change", views.change, name="change"),
    path("/search", views.search, name="search"),
    path("/add", views.add, name="add"),
    path("/free-line", views.free_line, name="free_line"),
    path("/lines/<uuid:line_id>/change", views.change_line, name="change_line"),
    path("/lines/<uuid:line_id>/remove", views.remove_line, name="remove_line"),
    path("/lines/<uuid:line_id>/technicians", views.assign, name="assign"),
    path("/put-back", views.put_back, name="put_back"),
    path("/jobs", views.add_job, name="add_job"),
    path("/jobs/<uuid:job_id>/change", views.change_job, name="change_job"),
    path("/jobs/<uuid:job_id>/price", views.price_job, name="price_job"),
    path("/jobs/<uuid:job_id>/discount", views.discount_job, name="discount_job"),
    path("/jobs/<uuid:job_id>/split", views.split, name="split"),
    path("/jobs/<uuid:job_id>/do/<str:what>", views.job_do, name="job_do"),
    path("/discount", views.discount, name="discount"),
    path("/void", views.void, name="void"),
    path("/waiting/<uuid:work_id>", views.take_up, name="take_up"),
    path("/sheets/<str:name>", sheets.of_ticket, name="sheet"),
    path("/jobs/<uuid:job_id>/sheets/<str:name>", sheets.of_job, name="job_sheet"),
    path("/lines/<uuid:line_id>/sheets/<str:name>", sheets.of_line, name="line_sheet"),
    path("/people", people.people, name="people"),
    path("/customer", people.set_customer, name="set_customer"),
    path("/customer/new", people.new_customer, name="new_customer"),
    path("/cars", people.cars, name="cars"),
    path("/vehicle", people.set_vehicle, name="set_vehicle"),
    path("/vehicle/new", people.new_vehicle, name="new_vehicle"),
    path("/ask", answering.ask, name="ask"),
    path("/answer", answering.record, name="record"),
    path("/post", answering.post, name="post"),
    path("/quote.pdf", answering.quote_pdf, name="quote_pdf"),
]
