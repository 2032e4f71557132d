"""The same vectors once more in a real browser, on a page with the shop's own policy for scripts (I-14)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.vectors.vectors import VECTORS

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "vaxel" / "doors" / "static" / "js" / "money.js"
SERVED = {
    "/": ("text/html", "<!doctype html><title>Kassa</title>"),
    "/money.js": ("text/javascript", SCRIPT.read_text()),
    "/kinds.mjs": ("text/javascript", (HERE / "kinds.mjs").read_text()),
}
RUN = """
async (vectors) => {
  const { kinds, wanted } = (await import("/kinds.mjs")).kindsOf(await import("/money.js"));
  const sorted = (value) => JSON.stringify(value, (_, one) => (one && typeof one === "object" && !Array.isArray(one)
    ? Object.fromEntries(Object.keys(one).sort().map((key) => [key, one[key]])) : one));
  const wrong = [];
  let run = 0;
  for (const { id, kind, input, expect } of vectors) {
    if (!(kind in kinds)) continue;
    run += 1;
    let found;
    try { found = sorted(await kinds[kind](input)); } catch (error) { found = sorted({ error: error.code }); }
    if (found !== sorted(wanted(expect))) wrong.push([id, found]);
  }
  return { run, wrong };
}
"""


@pytest.mark.browser
def test_the_till_reckons_in_a_browser_as_on_the_server(page: "Page") -> None:
    def answer(route: "Route") -> None:
        content_type, body = SERVED.get(route.request.url.removeprefix("https://till.example"), ("text/plain", ""))
        route.fulfill(content_type=content_type, body=body, headers={"Content-Security-Policy": "script-src 'self'"})

    page.route("https://till.example/**", answer)
    page.goto("https://till.example/")
    done: dict[str, Any] = page.evaluate(RUN, VECTORS)
    assert done["wrong"] == []
    assert done["run"] == 87
