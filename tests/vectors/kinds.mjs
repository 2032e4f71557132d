/* How each kind of golden vector is put to the till's script: the same in Node and in a browser. */

/** The kinds a till needs, as functions from a vector's input to what it expects. `money` is the module under test. */
export function kindsOf(money) {
  const number = (text, decimals) => Number(money.scaled(text, decimals));
  const ppm = (percent) => number(percent, 4);
  const milli = (quantity) => number(quantity, 3);

  const taxLine = (line, amount) => ({
    amount, category: line.category, ppm: ppm(line.rate), discountable: line.discountable,
  });

  function taxed(input, amounts) {
    const lines = input.lines.map((line, k) => taxLine(line, amounts[k]));
    const done = money.taxDocument(lines, input.basis, {
      discountMinor: input.doc_discount_abs, discountPpm: ppm(input.doc_discount_pct ?? "0"),
    });
    return {
      lines: done.lines.map(({ share, net, tax }) => ({ doc_discount: share, net, tax })),
      groups: done.groups.map(({ category, ppm: rate, net, tax }) => ({ category, ppm: rate, net, tax })),
      net: done.net, tax: done.tax, gross: done.gross,
    };
  }

  const ratesAsPpm = (expect) => ({
    ...expect,
    groups: expect.groups.map(({ rate, ...rest }) => ({ ...rest, ppm: ppm(rate) })),
  });

  function settled(total, input) {
    const done = money.settle(total, input.step, input.tenders, input.tip);
    return {
      cash_due: done.cashDue, rounding: done.rounding, change: done.change, remaining: done.remaining,
      settled: done.settled,
    };
  }

  const kinds = {
    round: ({ num, den }) => ({ value: Number(money.rdiv(BigInt(num), BigInt(den))) }),
    parse_amount: ({ text, currency, locale }) => ({ minor: money.parseAmount(text, currency, locale) }),
    format_money: ({ minor, currency, locale }) => ({ text: money.formatMoney(minor, currency, locale) }),
    line: (input) => money.lineAmount({
      quantityMilli: milli(input.qty), unitPriceCm: number(input.unit_minor, 2),
      discountPpm: ppm(input.discount_pct ?? "0"), discountMinor: input.discount_abs,
    }),
    allocate: ({ total, weights }) => ({ parts: money.allocate(total, weights) }),
    tax_document: (input) => taxed(input, input.lines.map((line) => line.amount)),
    document: (input) => {
      const amounts = input.lines.map(kinds.line);
      const document = taxed(input, amounts.map((line) => line.amount));
      const lines = document.lines.map((line, k) => ({ ...amounts[k], ...line }));
      const settlement = input.tenders ? { settlement: settled(document.gross, input) } : {};
      return { ...document, lines, ...settlement };
    },
    partial_refund: (input) => {
      let before = 0;
      const parts = input.returns.map((quantity) => {
        const { net, tax } = money.partialCredit(input.basis, input.stored, milli(input.qty), before, milli(quantity));
        before += milli(quantity);
        return { net, tax, gross: net + tax };
      });
      return { parts };
    },
    cash_round: ({ amount, step }) => money.cashRound(amount, step),
    settle: (input) => settled(input.total, input),
    price_convert: ({ price_minor: price, rate, to }) => (to === "excl"
      ? { centi_minor: money.priceExclCm(number(price, 2), ppm(rate)) }
      : { minor: money.priceInclMinor(number(price, 2), ppm(rate)) }),
    hash_chain: async ({ genesis, events }) => {
      const texts = events.map(money.canonical);
      const chain = [];
      let hash = genesis;
      for (const text of texts) {
        hash = await money.link(hash, text);
        chain.push({ bytes: new TextEncoder().encode(text).length, hash });
      }
      return { canonical_first: texts[0], chain };
    },
  };

  return { kinds, wanted: (expect) => (expect.groups ? ratesAsPpm(expect) : expect) };
}
