"""Two pages of FakeStripe that one taps in the browser: the readers, and what a customer sees at Checkout."""

from html import escape
from typing import TYPE_CHECKING, Any

from vaxel.links.stripe.fake.world import Fault, Thing, World

if TYPE_CHECKING:
    from vaxel.links.stripe.fake.door import FakeStripe

CARDS = (
    ("4242424242424242", "Visa 4242", "good"), ("4000000000009995", "Saknar täckning / No funds", "bad"),
    ("4000000000000002", "Nekas / Declined", "bad"), ("4000000000000069", "Utgånget / Expired", "bad"),
)  # fmt: skip
WAYS = (
    ("card", "4242424242424242", "Kort / Card 4242"), ("card", "4000000000000002", "Kort som nekas / Declined card"),
    ("klarna", "4242424242424242", "Klarna: godkänn / approve"),
    ("klarna", "4000000000000002", "Klarna: neka / decline"),
)  # fmt: skip
HEAD = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{refresh}<style>
*{{box-sizing:border-box}}body{{margin:0;font:16px/1.45 system-ui,sans-serif;background:#eef0f2;color:#17202a}}
main{{max-width:26rem;margin:0 auto;padding:1.5rem 1rem}}.small{{font-size:.85rem;color:#505a66}}
.reader{{background:#17202a;color:#fff;border-radius:1.4rem;padding:1.2rem;margin:0 0 1.5rem}}
.reader .small{{color:#c3cbd4}}
.screen{{background:#fff;color:#17202a;border-radius:.8rem;
padding:1.4rem 1rem;text-align:center;min-height:9rem;margin:.8rem 0}}
.sum{{font-size:2.2rem;font-weight:650;margin:.2rem 0}}
button{{font:inherit;min-height:3rem;width:100%;border-radius:.7rem;
border:1px solid #8b95a1;background:#fff;color:#17202a;margin:.3rem 0;cursor:pointer}}
button.good{{background:#0a6b4d;color:#fff;
border-color:#0a6b4d}}.card{{background:#fff;border-radius:1rem;padding:1.4rem}}.bad{{color:#a11616}}
</style></head><body><main>"""
SIMULATED = '<p class="small">SIMULERAT: inga pengar flyttas · SIMULATED: no money moves</p>'


def show(fake: "FakeStripe", method: str, path: str, form: Thing) -> tuple[int, str, dict[str, str]]:
    """Status, page and headers."""
    world = fake.world
    parts = path.strip("/").split("/")
    try:
        if parts[0] == "pay" and len(parts) == 2:
            return _checkout(world, world.get(parts[1], "checkout.session"), method, form)
        if parts[0] == "readers" and method == "POST" and len(parts) == 2:
            return _tap(world, world.get(parts[1], "terminal.reader"), form)
        if path == "/payout" and method == "POST":
            world.pay_out()
            world.save()
            return 303, "", {"Location": "/"}
    except Fault as fault:
        return 400, f"{HEAD.format(title='FakeStripe', refresh='')}<p>{escape(str(fault.body))}</p>", {}
    if path not in ("/", "/readers"):
        return 404, "404", {}
    return 200, _readers(world), {}


def money(minor: int, currency: str) -> str:
    """123456 sek is 1 234,56 SEK."""
    whole, rest = divmod(minor, 100)
    return f"{whole:,}".replace(",", " ") + f",{rest:02d} {currency.upper()}"


def _readers(world: World) -> str:
    shown = "".join(_reader(world, one) for one in reversed(list(world.all("terminal.reader"))))
    nothing = "<p>Inga läsare ännu. / No readers yet.</p>"
    payout = '<form method="post" action="/payout"><button>Betala ut nu / Pay out now</button></form>'
    head = HEAD.format(title="Kortläsare / Card readers", refresh='<meta http-equiv="refresh" content="2">')
    return f"{head}<h1>Kortläsare</h1>{SIMULATED}{shown or nothing}{payout}</main></body></html>"


def _reader(world: World, reader: Thing) -> str:
    action = reader["action"] or {}
    intent = world.things.get((action.get("process_payment_intent") or {}).get("payment_intent") or "")
    waits = action.get("status") == "in_progress" and action.get("type") == "process_payment_intent"
    screen, buttons = "<p>Välkommen / Welcome</p>", ""
    if waits and intent:
        sum_ = money(intent["amount"], intent["currency"])
        screen = f'<p class="sum">{sum_}</p><p>Blippa kortet / Tap your card</p>'
        buttons = "".join(
            f'<button class="{kind}" name="number" value="{number}">{name}</button>' for number, name, kind in CARDS
        ) + '<button name="walk" value="1">Kunden avbryter / Customer cancels</button>'  # fmt: skip
    elif action.get("type") == "set_reader_display" and action.get("status") == "in_progress":
        cart = (action["set_reader_display"] or {}).get("cart") or {}
        screen = (
            f'<p>Varukorg / Cart</p><p class="sum">{money(int(cart.get("total", 0)), cart.get("currency", "sek"))}</p>'
        )
    elif action.get("type") == "process_payment_intent":
        said = (
            "Godkänt / Approved" if action["status"] == "succeeded" else "Avbrutet eller nekat / Cancelled or declined"
        )
        screen = f"<p>{said}</p>"
    plug = '<button name="plug" value="1">Dra ur / sätt i sladden · Plug out / in</button>'
    return (
        f'<form class="reader" method="post" action="/readers/{reader["id"]}"><b>{escape(reader["label"])}</b>'
        f'<div class="small">{reader["id"]} · {reader["status"]}</div>'
        f'<div class="screen">{screen}</div>{buttons}{plug}</form>'
    )


def _tap(world: World, reader: Thing, form: Thing) -> tuple[int, str, dict[str, str]]:
    if "number" in form:
        world.present(reader, str(form["number"]))
    elif "walk" in form:
        world.walk_away(reader)
    elif "plug" in form:
        reader["status"] = "offline" if reader["status"] == "online" else "online"
    world.save()
    return 303, "", {"Location": "/readers"}


def _checkout(world: World, session: Thing, method: str, form: Thing) -> tuple[int, str, dict[str, str]]:
    if method == "POST" and session["status"] == "open":
        world.buy(session, str(form.get("number", "")), str(form.get("how", "card")))
        world.save()
    if session["status"] == "complete":
        return 303, "", {"Location": session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])}
    intent = world.things.get(session["payment_intent"] or "")
    error = '<p class="bad">Nekades, försök igen. / Declined, try again.</p>' if intent else ""
    if session["status"] == "expired":
        return 200, f"{HEAD.format(title='Betala', refresh='')}<p>Länken har gått ut. / Expired.</p>", {}
    ways = "".join(_way(how, number, name) for how, number, name in WAYS if how in session["payment_method_types"])
    back = (
        f'<p><a href="{escape(session["cancel_url"] or "")}">Tillbaka / Back</a></p>' if session["cancel_url"] else ""
    )
    sum_: Any = money(session["amount_total"], session["currency"])
    return 200, (
        f'{HEAD.format(title="Betala / Pay", refresh="")}{SIMULATED}<div class="card"><p>{escape(session["_name"])}</p>'
        f'<p class="sum">{sum_}</p>{error}{ways}{back}</div></main></body></html>'
    ), {}  # fmt: skip


def _way(how: str, number: str, name: str) -> str:
    good = ' class="good"' if number == "4242424242424242" else ""
    return (
        f'<form method="post"><input type="hidden" name="how" value="{how}">'
        f'<button{good} name="number" value="{number}">{name}</button></form>'
    )
