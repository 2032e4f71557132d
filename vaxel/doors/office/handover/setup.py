"""How the books are handed to a system: from when, as what, and what it books itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaxel.business.exports import rules, targets
from vaxel.business.exports.models import Target
from vaxel.doors import wording
from vaxel.doors.office.desk import by, go, only_who_may, screen
from vaxel.doors.office.handover.views import only_for_the_books, today
from vaxel.doors.office.lists.listing import a_day
from vaxel.kernel.refusals import NotFound, Refused

CHOICES = (rules.STOCK, rules.SUPPLIER, rules.CORRECTION)  # what accounting systems often book themselves


@screen
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The settings of one system."""
    only_for_the_books(request)
    only_who_may(request, "exports.set_target")
    if key not in Target.KEYS:
        raise NotFound()
    target, fault, sent = Target.objects.filter(key=key).first(), "", request.POST
    if request.method == "POST":
        try:
            targets.set_target(
                key, starts_on=a_day(sent.get("starts_on", "")) or today(request), summary=sent.get("summary") == "1",
                leaves_out=[one for one in CHOICES if one in sent.getlist("leaves_out")],
                series={kind: sent.get(f"series-{kind}", "") for kind in rules.KINDS},
                is_test=key != "sie" and sent.get("live") != "1", **by(request),
            )  # fmt: skip
            return go(request, reverse("handover:units", args=[key]), _("It is set up."))
        except Refused as refusal:
            fault = str(refusal)
    begins = target.starts_on if target else today(request).replace(day=1)
    series = target.series if target else rules.SERIES
    left_out = sent.getlist("leaves_out") if fault else target.leaves_out if target else [rules.STOCK]
    context = {
        "key": key, "word": wording.ACCOUNTING[key], "target": target, "fault": fault,
        "starts_on": sent.get("starts_on") or begins.isoformat(),
        "summary": sent.get("summary") == "1" if fault else bool(target and target.summary),
        "choices": [(one, wording.word("export_kind", one).text, one in left_out) for one in CHOICES],
        "series": [(kind, wording.word("export_kind", kind).text, sent.get(f"series-{kind}", series.get(kind, "")))
                   for kind in rules.KINDS],
        "live": sent.get("live") == "1" if fault else bool(target and not target.is_test),
    }  # fmt: skip
    return render(request, "office/handover/setup.html", context, status=422 if fault else 200)
