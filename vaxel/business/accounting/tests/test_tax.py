"""What must hold for any document (I-1 to I-7), and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxel.business.accounting.deposits import deposit_balance, split_deposit
from vaxel.business.accounting.settlement import CashSide, Tendered, TendersRefused, cash_refund, settle
from vaxel.business.accounting.tax import (
    Basis,
    CreditTooLarge,
    DiscountTooLarge,
    TaxGroup,
    TaxLine,
    amount_credit,
    compute,
    credit_part,
    partial_credit,
)
from vaxel.kernel.money import allocate

AMOUNT = st.integers(-(10**9), 10**9)
RATES = st.sampled_from([("S", 250_000), ("S", 120_000), ("S", 60_000), ("S", 255_000), ("E", 0), ("AE", 0), ("M", 0)])
LINES = st.lists(
    st.builds(lambda amount, rate, free: TaxLine(amount, rate[0], rate[1], free), AMOUNT, RATES, st.booleans())
)
BASES: st.SearchStrategy[Basis] = st.sampled_from(["incl", "excl"])


@given(LINES, BASES, st.integers(0, 1_000_000))
def test_lines_groups_and_sums_agree(lines: list[TaxLine], basis: Basis, discount_ppm: int) -> None:
    taxed = compute(lines, basis, discount_ppm=discount_ppm)
    assert sum(line.net for line in taxed.lines) == sum(group.net for group in taxed.groups) == taxed.net
    assert sum(line.tax for line in taxed.lines) == sum(group.tax for group in taxed.groups) == taxed.tax
    assert taxed.net + taxed.tax == taxed.gross
    left = sum(line.amount for line in lines) - sum(line.share for line in taxed.lines)
    assert left == (taxed.gross if basis == "incl" else taxed.net)
    assert len({(group.category, group.ppm) for group in taxed.groups}) == len(taxed.groups)
    for line, done in zip(lines, taxed.lines, strict=True):
        after = done.net + done.tax if basis == "incl" else done.net
        assert after == line.amount - done.share
        assert 0 <= done.share <= max(line.amount, 0)
        assert done.share == 0 or line.discountable
        whole = 1_000_000 + line.ppm if basis == "incl" else 1_000_000
        assert abs(done.tax * whole - after * line.ppm) < whole


@given(st.lists(st.integers(0, 10**12), min_size=1).filter(any), st.integers(0, 1_000_000))
def test_what_is_allocated_is_the_total_and_within_the_weights(weights: list[int], ppm: int) -> None:
    total = sum(weights) * ppm // 1_000_000
    parts = allocate(total, weights)
    assert sum(parts) == total
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))
    assert allocate(-total, weights) == [-part for part in parts]


@given(BASES, st.integers(0, 10**9), st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_returns_sum_to_the_line_and_no_prefix_exceeds_it(basis: Basis, net: int, tax: int, backs: list[int]) -> None:
    bought, before, nets, taxes = sum(backs), 0, 0, 0
    for back in backs:
        net_part, tax_part = partial_credit(basis, net, tax, bought, before, back)
        before += back
        nets, taxes = nets + net_part, taxes + tax_part
        assert 0 <= -taxes <= tax
        assert 0 <= -(nets + taxes) <= net + tax
    assert (nets, taxes) == (-net, -tax)


@given(BASES, st.integers(1, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_credits_by_amount_sum_to_the_group(basis: Basis, tax: int, credits: list[int]) -> None:
    group = sum(credits)
    net = group if basis == "excl" else group - min(tax, group)
    tax = tax if basis == "excl" else group - net
    before, nets, taxes = 0, 0, 0
    for credit in credits:
        net_part, tax_part = amount_credit(basis, net, tax, before, credit)
        before, nets, taxes = before + credit, nets + net_part, taxes + tax_part
    assert (nets, taxes) == (-net, -tax)


@given(LINES, st.integers(1, 10**9))
def test_deposit_and_balance_are_the_full_supply(lines: list[TaxLine], gross: int) -> None:
    groups = compute(lines, "incl").groups
    if not any(group.gross > 0 for group in groups):
        return
    parts = split_deposit(gross, groups)
    assert sum(part.gross for part in parts) == gross
    assert all(part.net + part.tax == part.gross for part in parts)
    for group, part, left in zip(groups, parts, deposit_balance(groups, parts), strict=True):
        assert (part.net + left.net, part.tax + left.tax) == (group.net, group.tax)


@given(st.integers(-(10**7), 10**7), st.integers(0, 10**7), st.sampled_from([1, 5, 50, 100]))
def test_tenders_less_change_are_what_is_payable(total: int, card: int, step: int) -> None:
    card = min(card, total) if total > 0 else 0
    rest = total - card
    cash = (abs(rest) // step + 1) * step if rest > 0 else -((2 * -rest + step) // (2 * step)) * step
    done = settle(total, step, [Tendered("card", card), Tendered("cash", cash)])
    assert done.settled
    assert card + cash - done.change == total + done.rounding
    assert 2 * abs(done.rounding) <= step


def test_a_deposit_at_a_rate_the_invoice_lost_stands_as_its_own_group() -> None:
    parts = split_deposit(100_00, [TaxGroup("S", 250_000, 80_00, 20_00)])
    balance = deposit_balance([TaxGroup("E", 0, 500_00, 0)], parts)
    assert balance == [TaxGroup("E", 0, 500_00, 0), TaxGroup("S", 250_000, -80_00, -20_00)]


@pytest.mark.parametrize("discount", [{"discount_minor": 101}, {"discount_minor": -1}, {"discount_ppm": 1_000_001}])
def test_no_discount_above_what_may_be_discounted(discount: dict[str, Any]) -> None:
    lines = [TaxLine(100, "S", 250_000), TaxLine(900, "S", 250_000, discountable=False)]
    with pytest.raises(DiscountTooLarge):
        compute(lines, "incl", **discount)


@pytest.mark.parametrize(("before", "now"), [(2000, 1500), (-1, 500), (3000, -500), (0, 3001)])
def test_no_more_comes_back_than_was_sold(before: int, now: int) -> None:
    with pytest.raises(CreditTooLarge):
        credit_part(999, 3000, before, now)


def test_no_more_is_credited_than_the_group_holds() -> None:
    with pytest.raises(CreditTooLarge):
        amount_credit("incl", 80, 20, 60, 41)


@pytest.mark.parametrize(
    ("total", "tenders"),
    [
        (100_00, [Tendered("card", 100_01)]),
        (100_00, [Tendered("cash", 50_50)]),
        (-99_50, [Tendered("cash", -101_00)]),
        (-50_00, [Tendered("card", -60_00)]),
    ],
)
def test_tenders_that_are_refused(total: int, tenders: list[Tendered]) -> None:
    with pytest.raises(TendersRefused):
        settle(total, 100, tenders)


def test_three_cash_returns_give_back_what_the_sale_brought_in() -> None:
    taken, back, payouts = CashSide(settled=150, paid=200), CashSide(0, 0), []
    for _return in range(3):
        payout, rounding = cash_refund(50, 100, taken, back)
        assert rounding == payout - 50
        payouts.append(payout)
        back = CashSide(back.settled + 50, back.paid + payout)
    assert payouts == [100, 100, 0]
    with pytest.raises(TendersRefused):
        cash_refund(1, 100, taken, back)


def test_the_last_cash_return_takes_the_difference() -> None:
    taken = CashSide(settled=147, paid=100)
    assert cash_refund(49, 100, taken, CashSide(0, 0)) == (0, -49)
    assert cash_refund(49, 100, taken, CashSide(98, 0)) == (100, 51)
