"""A shop to play in: the demo's people, goods and jobs without any trade, and a token for the counter's machine."""

from tests.live import LiveShop


def set_up(shop: LiveShop, *, scale: int = 0) -> str:
    """The server runs on the demo company; a token of the workshop."""
    shop.start()
    made = shop.console("demo", "--scale", str(scale))
    assert made.returncode == 0, made.stdout + made.stderr
    token = shop.console("token", "story", "--role", "owner", "--site", "STH")
    assert token.returncode == 0, token.stderr
    return token.stdout.strip()
