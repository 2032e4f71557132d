"""A monitor needs no log-in to ask whether the shop is open."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

import vaxel


@pytest.mark.django_db
def test_health_tells_database_and_version() -> None:
    answer = Client().get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "database": connection.vendor, "version": vaxel.__version__}


def test_health_is_503_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = Client().get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "database": "does not answer", "version": vaxel.__version__}
