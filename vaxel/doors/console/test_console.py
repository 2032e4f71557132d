"""The console's commands: what they do, and in which words they refuse."""

import io
from argparse import Namespace
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password

from vaxel.business.locations import actors
from vaxel.business.locations.models import ApiToken, Company, Site, Staff
from vaxel.business.locations.tests.cast import AT, shop
from vaxel.business.locations.tokens import BadToken, forget
from vaxel.business.stock.models import StockLocation
from vaxel.doors.console import entry
from vaxel.doors.console.trouble import Trouble
from vaxel.kernel import checks, live
from vaxel.kernel.models import History


@pytest.fixture(autouse=True)
def _no_settling(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' database is settled already; what a command makes this process tell, it tells for that test alone."""
    monkeypatch.setattr(entry, "settle", lambda _options: None)
    monkeypatch.setattr(live, "_tell", [])
    forget()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and error of the command."""
    code = entry.main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Standard input holds these lines."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.mark.django_db
def test_a_company_is_set_up_and_can_be_set_up_again(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("company", "Mos Bil AB", "--site", "STH", "--site-name", "Verkstaden")
    for _ in range(2):
        code, out, err = said(capsys, *words)
        assert (code, err) == (0, "")
        assert out.startswith("Mos Bil AB is set up.")
    assert [site.name for site in Site.objects.all()] == ["Verkstaden"]
    assert StockLocation.objects.filter(kind="store").count() == 1
    assert {name: wrong for name, wrong in checks.run_all().items() if wrong} == {}


@pytest.mark.django_db
def test_a_second_company_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    shop()
    code, _out, err = said(capsys, "company", "Evas Bil AB")
    assert code == 1
    assert "Mos Bil AB" in err
    assert Company.objects.count() == 1


@pytest.mark.django_db
def test_someone_is_hired_and_later_gets_a_new_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = shop()
    typed(monkeypatch, "sommardäck 2026", "5005")
    code, out, err = said(
        capsys, "user", "Eva@vaxel.example", "--name", "Eva Ek", "--role", "manager", "--site", "STH", "--pin"
    )
    assert (code, out, err) == (0, "Eva Ek can log in as eva@vaxel.example.\n", "")
    eva = Staff.objects.get(email="eva@vaxel.example")
    assert check_password("sommardäck 2026", eva.password)
    assert actors.for_staff(eva).may("registers.add", cast.workshop.pk)
    assert not actors.for_staff(eva).may("registers.add", cast.tyres.pk)
    typed(monkeypatch, "vinterdäck 2027")
    assert said(capsys, "user", "eva@vaxel.example")[0] == 0
    eva.refresh_from_db()
    assert check_password("vinterdäck 2027", eva.password)
    assert History.objects.filter(actor_name__startswith="console: ", action="staff.set_password").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["new@vaxel.example"],
            "Nobody with the address new@vaxel.example works here. Say --name NAME to hire them.\n",
        ),
        (["x@vaxel.example", "--name", "X", "--site", "NO"], "There is no site NO. These exist: GBG, STH.\n"),
    ],
)
def test_a_wrong_user_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str], sentence: str
) -> None:
    shop()
    typed(monkeypatch, "sommardäck 2026")
    before = Staff.objects.count()
    assert said(capsys, "user", *words) == (1, "", sentence)
    assert Staff.objects.count() == before


@pytest.mark.django_db
def test_a_weak_password_or_an_unknown_role_changes_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop()
    before = Staff.objects.count()
    typed(monkeypatch, "short")
    assert said(capsys, "user", "x@vaxel.example", "--name", "X")[0] == 1
    typed(monkeypatch, "sommardäck 2026")
    assert said(capsys, "user", "x@vaxel.example", "--name", "X", "--role", "king")[0] == 1
    assert Staff.objects.count() == before


@pytest.mark.django_db
def test_a_token_is_made_listed_and_revoked(capsys: pytest.CaptureFixture[str]) -> None:
    shop()
    code, out, _err = said(capsys, "token", "webshop", "--site", "STH")
    assert code == 0
    text = out.strip()
    assert actors.for_token(text, AT).name == "webshop"
    assert text not in ApiToken.objects.get().token_hash
    assert said(capsys, "token", "--list")[1].split() == ["webshop", "api_full", "STH"]
    assert said(capsys, "token", "webshop", "--revoke") == (0, "webshop opens nothing any more.\n", "")
    with pytest.raises(BadToken):
        actors.for_token(text, AT)
    assert said(capsys, "token", "webshop", "--revoke")[:2] == (1, "")
    assert said(capsys, "token")[2] == "Say what the token is for, such as: vaxel token webshop\n"


@pytest.mark.django_db
def test_before_there_is_a_company_nobody_is_let_in(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("token", "webshop"), ("user", "eva@vaxel.example", "--name", "Eva")):
        code, out, err = said(capsys, *words)
        assert (code, out) == (1, "")
        assert err.strip()
    assert not Staff.objects.exists()


@pytest.mark.django_db
def test_check_exits_with_1_when_something_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _err = said(capsys, "check", "kernel")
    assert code == 0
    assert out.splitlines()[-1].endswith(" checks passed, 0 failed")
    monkeypatch.setitem(checks.REGISTRY, "kernel.odd", lambda: ["something is odd"])
    code, out, _err = said(capsys, "check", "kernel.odd")
    assert (code, out.splitlines()) == (
        1,
        [f"{'kernel.odd':<28} WRONG", "    something is odd", "0 checks passed, 1 failed"],
    )
    assert said(capsys, "check", "nonsense")[2].startswith("There is no such check. These exist: accounting.balance, ")


@pytest.mark.django_db
def test_the_demo_is_not_made_beside_a_company(capsys: pytest.CaptureFixture[str]) -> None:
    shop()
    before = History.objects.count()
    assert said(capsys, "demo")[0] == 1
    assert History.objects.count() == before


def test_each_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    for name in entry.names():
        with pytest.raises(SystemExit) as ended:
            entry.main([name, "--help"])
        assert ended.value.code == 0
        assert len(capsys.readouterr().out.splitlines()) > 5


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch = pytest.MonkeyPatch()
    with monkeypatch.context():
        with pytest.raises(Trouble, match="cannot be made: Not a directory"):
            _settle(Namespace(data=str(blocked / "data"), database=""))
        with pytest.raises(Trouble, match="unknown kind of database 'mysql'"):
            _settle(Namespace(data=str(tmp_path), database="mysql://x"))


_settle = entry.settle
