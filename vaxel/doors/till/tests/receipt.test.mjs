// What a receipt says, word for word, in both languages.
import assert from "node:assert/strict";
import test from "node:test";
import { plain, receipt } from "../../static/till/receipt.js";
import { learn } from "../../static/till/words.js";

const SHOP = {
  company: "Mos Bil AB", address: ["Verkstadsgatan 4", "411 04 Göteborg"], org_number: "556677-8899", vat_number: "SE556677889901",
  register: "Disk 1", footer: ["Öppet köp 14 dagar med kvitto"],
};
const SALE = {
  kind: "receipt", number: "D3-17", at: new Date(2026, 10, 25, 14, 5).getTime(), currency: "SEK", cashier: "Sam", practice: false,
  lines: [
    { kind: "part", text: "Bromsbelägg fram", number: "BRK-104532-A", quantityMilli: 2000, unitPriceCm: 899500, before: 17990, discount: 1799, amount: 16191 },
    { kind: "fee", text: "Miljöavgift", number: "", quantityMilli: 1000, unitPriceCm: 30000, before: 300, discount: 0, amount: 300 },
    { kind: "note", text: "Hämtas fredag" },
  ],
  groups: [{ category: "S", ppm: 250000, net: 13193, tax: 3298 }], net: 13193, tax: 3298, gross: 16491,
  tenders: [{ method: "cash", amount: 20000 }], rounding: 9, change: 3500, waits: true,
};
learn({ sv: {
  Receipt: "Kvitto", "Org. no. %(number)s": "Org.nr %(number)s", "VAT no. %(number)s": "Momsreg.nr %(number)s",
  "Register %(name)s": "Kassa %(name)s", "Served by %(name)s": "Betjänad av %(name)s", "To pay": "Att betala",
  "VAT %(rate)s of %(net)s": "Moms %(rate)s på %(net)s", Net: "Netto", Cash: "Kontant", Rounding: "Öresavrundning",
  "Change (coins)": "Växel", Discount: "Rabatt", PRACTICE: "ÖVNING", COPY: "KOPIA", "Return receipt": "Returkvitto",
  "Returns from %(number)s": "Retur från %(number)s", "To give back": "Att återbetala",
  "Made without network. The shop's own number follows.": "Gjort utan nät. Butikens eget nummer följer.",
}, en: { "Change (coins)": "Change" } });

const nbsp = (text) => text.replaceAll("\u00a0", " ");

test("the Swedish receipt, whole", () => {
  assert.equal(nbsp(plain(receipt(SALE, SHOP))), `                Mos Bil AB
             Verkstadsgatan 4
             411 04 Göteborg
            Org.nr 556677-8899
        Momsreg.nr SE556677889901
Kvitto                               D3-17
2026-11-25 14:05              Kassa Disk 1
Betjänad av Sam
------------------------------------------
Bromsbelägg fram                    179,90
  BRK-104532-A · 2 × 89,95
  Rabatt                            -17,99
Miljöavgift                           3,00
  Hämtas fredag
------------------------------------------
Att betala                       164,91 kr
  Moms 25 % på 131,93                32,98
  Netto                             131,93
Kontant                             200,00
Öresavrundning                        0,09
Växel                               -35,00
------------------------------------------
  Gjort utan nät. Butikens eget nummer
  följer.
      Öppet köp 14 dagar med kvitto`);
});

test("in English, and marked when it is practice or a copy", () => {
  const text = nbsp(plain(receipt({ ...SALE, practice: true }, SHOP, "en")));
  assert.match(text, /^ +PRACTICE$/m);
  assert.match(text, /^Change +-35,00$/m);
  assert.match(text, /^To pay +164,91 kr$/m);
  assert.match(plain(receipt({ ...SALE, copy: true }, SHOP)), /^ +KOPIA$/m);
});

test("a return says what it gives back and from which receipt", () => {
  const back = { ...SALE, kind: "return", of: "D3-12", gross: -16491, tenders: [{ method: "cash", amount: -16500 }], change: 0, rounding: -9 };
  const text = nbsp(plain(receipt(back, SHOP)));
  assert.match(text, /^Returkvitto/m);
  assert.match(text, /^Retur från D3-12$/m);
  assert.match(text, /^Att återbetala +164,91 kr$/m);
});

test("a long name wraps beside its sum", () => {
  const line = { ...SALE.lines[0], text: "Bromsskiva bak ventilerad höger sida till lång bil", discount: 0, number: "" };
  const text = plain(receipt({ ...SALE, lines: [line] }, SHOP)).split("\n");
  const at = text.findIndex((row) => row.startsWith("Bromsskiva"));
  assert.ok(text.every((row) => row.length <= 42));
  assert.match(text[at], /179,90$/);
  assert.match(text[at + 1], /^ {2}\S/);
});
