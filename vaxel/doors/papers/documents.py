"""Receipts, invoices, credit notes and deposits on paper, from a posted document's stored values alone (M-19, R-10)."""

from collections.abc import Mapping, Sequence

from django.utils.translation import pgettext

from vaxel.doors.papers import pieces
from vaxel.doors.papers.blocks import Block, Due, Fact, Grid, Item, Job, Jobs, Paper, Prose, Sum, Totals
from vaxel.doors.papers.content import Content, Line
from vaxel.doors.papers.voice import Voice
from vaxel.kernel.money import line_amount

RECEIPTS = ("receipt", "return_receipt")


def paper(
    content: Content, *, language: str = "", copy: bool = False, training: bool = False, electronic: bool = False,
    locale: str = "",
) -> Paper:  # fmt: skip
    """The document's paper. `copy` and `training` mark it (R-14, R-15); `electronic` is a receipt that is sent (R-10).

    The language is the buyer's unless one is given; amounts are printed as they are stored.
    """
    buyer = content.head.get("buyer") or {}
    voice = Voice.of(language or buyer.get("language") or "sv", content.currency, locale)
    with voice.speaking():
        return Paper(
            language=voice.language,
            title=_title(content),
            number=content.number,
            seller=pieces.seller(content.head["seller"], bank=content.kind not in RECEIPTS),
            page_of=pieces.page_of(),
            facts=tuple(_facts(content, voice)),
            buyer=pieces.buyer(buyer),
            car=pieces.car(content.head.get("vehicle"), voice),
            blocks=tuple(_blocks(content, voice, electronic=electronic)),
            mark=_mark(copy=copy, training=training),
        )


def _mark(*, copy: bool, training: bool) -> str:
    if training:
        return pgettext("paper", "TRAINING")
    return pgettext("paper", "COPY") if copy else ""


def _title(content: Content) -> str:
    return {
        "receipt": pgettext("paper", "Receipt"),
        "return_receipt": pgettext("paper", "Return receipt"),
        "invoice": pgettext("paper", "Invoice"),
        "credit_note": pgettext("paper", "Credit note"),
        "deposit": pgettext("paper", "Deposit invoice"),
    }[content.kind]


def _facts(content: Content, voice: Voice) -> list[Fact]:
    """Date, numbers and people, in the order a reader looks for them; what is empty is left out."""
    head, buyer = content.head, content.head.get("buyer") or {}
    if content.kind in RECEIPTS:
        when = Fact(pgettext("paper", "Date and time"), voice.moment(content.at) or voice.day(content.day))
    else:
        when = Fact(_date_word(content), voice.day(content.day))
    facts = [
        when,
        Fact(_refers(content), content.credits),
        Fact(pgettext("paper", "Reason"), content.reason),
        Fact(pgettext("paper", "Due date"), "" if _is_paid(content) else voice.day(content.due_on)),
        Fact(pgettext("paper", "Work order"), str(head.get("work_order") or "")),
        Fact(pgettext("paper", "Ticket"), str(head.get("ticket_ref") or "")),
        Fact(pgettext("paper", "Your reference"), buyer.get("reference") or ""),
        Fact(pgettext("paper", "Register"), str(head.get("register") or "")),
        Fact(pgettext("paper", "Served by"), str(head.get("cashier") or "")),
    ]
    return [fact for fact in facts if fact.value]


def _date_word(content: Content) -> str:
    return pgettext("paper", "Date") if content.kind == "deposit" else pgettext("paper", "Invoice date")


def _refers(content: Content) -> str:
    return pgettext("paper", "Credits") if content.kind == "credit_note" else pgettext("paper", "Return from receipt")


def _blocks(content: Content, voice: Voice, *, electronic: bool) -> list[Block]:
    blocks: list[Block] = [
        Jobs(pieces.columns(basis=content.basis), tuple(jobs(content.lines, voice, _fixed(content)))),
        Totals(tuple(_sums(content, voice)), pieces.tax_grid(content.taxes, voice)),
    ]
    blocks += [
        *_payments(content, voice),
        *_gift_cards(content, voice),
        *_due(content, voice),
        *_approvals(content, voice),
    ]
    notes = pieces.tax_notes(content.taxes)
    if electronic and content.kind in RECEIPTS:
        notes.append(pgettext("paper", "Electronic receipt"))
    control = content.head.get("control") or {}
    notes += [f"{pgettext('paper', 'Control unit')} {control['unit']}"] if control.get("unit") else []
    notes += [f"{pgettext('paper', 'Control code')} {control['code']}"] if control.get("code") else []
    return [*blocks, *pieces.texts(content.head, notes)]


def _fixed(content: Content) -> set[str]:
    """Ids of the jobs at a fixed price: as the head says, else those whose lines do not cost quantity × price."""
    told = content.head.get("jobs")
    if told is not None:
        return {str(job["id"]) for job in told if job.get("pricing") == "fixed"}
    return {
        line.job_id
        for line in content.lines
        if line.job_id and line_amount(line.quantity_milli, line.unit_price_cm).before != line.before_minor
    }


def jobs(lines: Sequence[Line], voice: Voice, fixed: set[str]) -> list[Job]:
    """Lines under their jobs, in order. A fixed price stands at the job, its components without prices (S-45)."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.job_id, []).append(line)
    done = []
    for job_id, own in groups.items():
        is_fixed = job_id in fixed
        title = own[0].job_title
        amount = voice.amount(sum(line.amount_minor for line in own)) if title and (is_fixed or len(groups) > 1) else ""
        note = pgettext("paper", "fixed price") if is_fixed else ""
        done.append(Job(tuple(item(line, voice, priced=not is_fixed) for line in own), title, note, amount=amount))
    return done


def item(line: Line, voice: Voice, *, priced: bool) -> Item:
    """A line as printed; discounts of the line, its job and the document are one figure, the amount is after them."""
    if line.kind == "note":
        return Item(line.text)
    quantity = voice.quantity(line.quantity_milli, line.unit)
    if not priced:
        return Item(line.text, line.number, quantity)
    off = line.discount_minor + line.share_minor
    return Item(
        text=line.text,
        number=line.number,
        quantity=quantity,
        unit_price=voice.unit_price(line.unit_price_cm),
        discount=voice.amount(-off) if off else "",
        amount=voice.amount(line.amount_minor),
    )


def _sums(content: Content, voice: Voice) -> list[Sum]:
    """From net to what is to be paid. Margin goods show no VAT; a rounding of cash is its own row (M-30)."""
    sums = []
    if any(tax.category != "M" for tax in content.taxes):
        sums += [
            Sum(pgettext("paper", "Total excl. VAT"), voice.amount(content.net_minor)),
            Sum(pgettext("paper", "VAT"), voice.amount(content.tax_minor)),
        ]
    if content.deposit_minor:
        sums.append(Sum(pgettext("paper", "Total incl. VAT"), voice.amount(content.gross_minor)))
        sums += _deposit_rows(content, voice)
    rounding = sum(payment.rounding_minor for payment in content.payments) if content.kind in RECEIPTS else 0
    if rounding:
        sums.append(Sum(pgettext("paper", "Cash rounding"), voice.amount(rounding)))
    return [*sums, Sum(_total_word(content), voice.money(content.payable_minor + rounding), strong=True)]


def _deposit_rows(content: Content, voice: Voice) -> list[Sum]:
    if not content.deposits:
        return [Sum(pgettext("paper", "Less deposit"), voice.amount(-content.deposit_minor))]
    words = pgettext("paper", "Less deposit %(number)s (of which VAT %(vat)s)")
    return [
        Sum(words % {"number": one.number, "vat": voice.amount(one.tax_minor)}, voice.amount(-one.gross_minor))
        for one in content.deposits
    ]


def _total_word(content: Content) -> str:
    if content.kind == "credit_note":
        return pgettext("paper", "Total credit")
    if content.kind == "return_receipt" or content.payable_minor < 0:
        return pgettext("paper", "To be paid back")
    return pgettext("paper", "Total") if _is_paid(content) else pgettext("paper", "To pay")


def _is_paid(content: Content) -> bool:
    """Whether an invoice asks for nothing any more."""
    paid = sum(payment.amount_minor for payment in content.payments)
    return content.kind == "invoice" and bool(content.payments) and content.payable_minor <= paid


def _due(content: Content, voice: Voice) -> list[Block]:
    """What an invoice asks for: amount, day, bankgiro, reference. A paid one says so; others ask for nothing."""
    paid = sum(payment.amount_minor for payment in content.payments)
    if _is_paid(content):
        return [Due(Fact(pgettext("paper", "Paid"), voice.money(content.payable_minor)), ())]
    if content.kind != "invoice" or content.payable_minor <= paid:
        return []
    facts = [
        Fact(pgettext("paper", "Due date"), voice.day(content.due_on)),
        Fact(pgettext("paper", "Bankgiro"), content.head["seller"].get("bank_giro") or ""),
        Fact(pgettext("paper", "Payment reference (OCR)"), str(content.head.get("ocr") or content.number)),
    ]
    word = pgettext("paper", "Left to pay") if paid else pgettext("paper", "To pay")
    amount = Fact(word, voice.money(content.payable_minor - paid))
    return [Due(amount, tuple(fact for fact in facts if fact.value))]


def tender(name: str) -> str:
    """A means of payment on paper."""
    words = {
        "cash": pgettext("paper", "Cash"),
        "card": pgettext("paper", "Card"),
        "swish": "Swish",
        "bank": pgettext("paper", "Bank transfer"),
        "store_credit": pgettext("paper", "Store credit"),
        "gift_card": pgettext("paper", "Gift card"),
        "on_account": pgettext("paper", "On account"),
        "instalments": pgettext("paper", "In parts"),
    }
    return words.get(name, name)


def _payments(content: Content, voice: Voice) -> list[Block]:
    """How it was paid: for cash what was handed over and what came back. A receipt's rounding stands in its sums."""
    rows = []
    for payment in content.payments:
        name = f"{tender(payment.tender)} {payment.reference}".strip()
        rows.append((name, voice.amount(payment.tendered_minor or payment.amount_minor + payment.rounding_minor)))
        if payment.change_minor:
            rows.append((pgettext("paper", "Change"), voice.amount(-payment.change_minor)))
        if payment.rounding_minor and content.kind not in RECEIPTS:
            rows.append((pgettext("paper", "Cash rounding"), voice.amount(-payment.rounding_minor)))
    if not rows:
        return []
    return [Grid((pgettext("paper", "Paid by"), pgettext("paper", "Amount")), tuple(rows))]


def _gift_cards(content: Content, voice: Voice) -> list[Block]:
    """Each gift card that was sold: whoever has the code may spend it."""
    if not content.gift_cards:
        return []
    rows = []
    for one in content.gift_cards:
        until = pgettext("paper", "valid until %(day)s") % {"day": voice.day(one.until)} if one.until else ""
        rows.append((" · ".join(part for part in (one.code, until) if part), voice.amount(one.amount_minor)))
    return [
        Grid((pgettext("paper", "Gift card: whoever has the code may use it"), pgettext("paper", "Worth")), tuple(rows))
    ]


def _approvals(content: Content, voice: Voice) -> list[Block]:
    """Every yes: when, who, how, number, what and how much, and the total after it (S-97)."""
    lines, total = [], 0
    for one in content.head.get("approvals") or ():
        total += one["gross_minor"]
        who = ", ".join(
            str(part) for part in (one.get("name"), method(one.get("method") or ""), one.get("contact")) if part
        )
        what = ", ".join(one.get("jobs") or ())
        amounts = pgettext("paper", "%(amount)s, in all %(total)s") % {
            "amount": voice.money(one["gross_minor"]), "total": voice.money(total),
        }  # fmt: skip
        lines.append(
            " · ".join(part for part in (voice.moment(one["at"]), who, what, amounts, one.get("note")) if part)
        )
        lines += [_tried(each, voice) for each in one.get("attempts") or ()]
    return [Prose(tuple(lines), pgettext("paper", "Approved by the customer"))] if lines else []


def _tried(attempt: Mapping[str, str], voice: Voice) -> str:
    """One attempt to reach the customer (S-96)."""
    result = {
        "no_answer": pgettext("paper", "no answer"), "busy": pgettext("paper", "busy"),
        "left_message": pgettext("paper", "left a message"), "wrong_number": pgettext("paper", "wrong number"),
        "waits": pgettext("paper", "will call back"), "reached": pgettext("paper", "reached"),
    }.get(attempt["result"], attempt["result"])  # fmt: skip
    how = ", ".join(part for part in (method(attempt["channel"]), attempt["number"]) if part)
    return pgettext("paper", "%(at)s · tried %(how)s: %(result)s") % {
        "at": voice.moment(attempt["at"]), "how": how, "result": result,
    }  # fmt: skip


def method(name: str) -> str:
    """How a customer said yes."""
    words = {
        "link": pgettext("paper", "by link"),
        "phone": pgettext("paper", "by phone"),
        "in_person": pgettext("paper", "in person"),
        "email": pgettext("paper", "by e-mail"),
        "sms": pgettext("paper", "by text message"),
        "paper": pgettext("paper", "on paper"),
        "unreached": pgettext("paper", "not reached"),
    }
    return words.get(name, name)
