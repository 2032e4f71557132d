"""Addresses of one ticket."""

from django.urls import path

from vaxel.doors.office.builder import answering, job_views, line_views, people, sheets, views

app_name = "ticket"
urlpatterns = [
    path("", views.show, name="show"),
    path("/live", views.live, name="live"),
    path("/change", views.change, name="change"),
    path("/search", views.search, name="search"),
    path("/add", views.add, name="add"),
    path("/free-line", views.free_line, name="free_line"),
    path("/lines/<uuid:line_id>/change", line_views.change_line, name="change_line"),
    path("/lines/<uuid:line_id>/remove", line_views.remove_line, name="remove_line"),
    path("/lines/<uuid:line_id>/technicians", line_views.assign, name="assign"),
    path("/put-back", line_views.put_back, name="put_back"),
    path("/jobs/put-back", views.put_back_job, name="put_back_job"),
    path("/lines/<uuid:line_id>/move", line_views.move_line, name="move_line"),
    path("/jobs/<uuid:job_id>/move", job_views.move_job, name="move_job"),
    path("/jobs/<uuid:job_id>/option", job_views.add_option, name="add_option"),
    path("/jobs/<uuid:job_id>/options", job_views.make_options, name="make_options"),
    path("/jobs/<uuid:job_id>/options/<str:what>", job_views.option_do, name="option_do"),
    path("/questions/<uuid:question_id>", views.answer_question, name="answer_question"),
    path("/link", answering.give_link, name="give_link"),
    path("/jobs", job_views.add_job, name="add_job"),
    path("/jobs/<uuid:job_id>/change", job_views.change_job, name="change_job"),
    path("/jobs/<uuid:job_id>/price", job_views.price_job, name="price_job"),
    path("/jobs/<uuid:job_id>/discount", job_views.discount_job, name="discount_job"),
    path("/jobs/<uuid:job_id>/split", job_views.split, name="split"),
    path("/jobs/<uuid:job_id>/do/<str:what>", job_views.job_do, name="job_do"),
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
