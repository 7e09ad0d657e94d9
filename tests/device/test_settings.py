"""A vault's settings: their bytes, markets, time zones, and what the owner's clock showed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from device.errors import BadInput, IntegrityError
from device.settings import Settings, market_of, zone_named
from policy.vocabulary import Market


def at(text: str) -> int:
    """Gives the Unix time of a time in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


# --- Their bytes ---


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(owner="花子", language="ja", market=Market.JP, zone="Asia/Tokyo"),
        Settings(owner="지민", language="ko", market=Market.KR, encoders=("a/1", "b/2")),
    ],
)
def test_settings_come_back_from_their_bytes(settings):
    assert Settings.parse(settings.model_dump_json().encode()) == settings


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"v": "x"}',
        b'{"language": "fr"}',
        b'{"market": "US"}',
        b'{"unknown": 1}',
        b'{"encoders": "a"}',
        b"\xff\xfe",
    ],
)
def test_bytes_that_are_no_settings_are_damage(data):
    with pytest.raises(IntegrityError):
        Settings.parse(data)


@pytest.mark.parametrize("data", [b'{"v": 2}', b'{"v": 0}', b'{"v": -1}'])
def test_settings_of_another_version_are_refused(data):
    with pytest.raises(IntegrityError):
        Settings.parse(data)


@pytest.mark.parametrize("data", [b'{"zone": "Mars/Olympus"}', b'{"zone": ""}'])
def test_settings_with_a_bad_zone_are_refused(data):
    with pytest.raises(IntegrityError):
        Settings.parse(data)


@given(st.binary(max_size=60))
def test_any_bytes_are_settings_or_damage(data):
    try:
        settings = Settings.parse(data)
    except IntegrityError:
        return
    assert Settings.parse(settings.model_dump_json().encode()) == settings


def test_settings_do_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        Settings().zone = "Asia/Tokyo"


# --- Markets ---


@pytest.mark.parametrize(
    ("language", "market"), [("ja", Market.JP), ("ko", Market.KR), ("en", Market.OTHER)]
)
def test_language_suggests_a_market(language, market):
    assert market_of(language) is market


@pytest.mark.parametrize(("market", "zone"), [(Market.JP, "Asia/Tokyo"), (Market.KR, "Asia/Seoul")])
def test_market_with_one_zone_gives_it(market, zone, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert zone_named(None, market) == zone
    assert zone_named("", market) == zone


@pytest.mark.parametrize("market", [Market.EU, Market.OTHER])
@pytest.mark.parametrize("named", ["Europe/Berlin", ":Europe/Berlin"])
def test_market_with_many_zones_takes_the_machines(market, named, monkeypatch):
    monkeypatch.setenv("TZ", named)
    assert zone_named(None, market) == "Europe/Berlin"


@pytest.mark.parametrize("named", ["JST-9", "Mars/Olympus", "/etc/localtime", "../../etc/passwd"])
def test_machine_zone_that_nobody_knows_is_utc(named, monkeypatch):
    monkeypatch.setenv("TZ", named)
    assert zone_named(None, Market.OTHER) == "UTC"


@pytest.mark.parametrize("named", ["", ":"])
def test_machine_without_a_named_zone_gives_one_that_exists(named, monkeypatch):
    monkeypatch.setenv("TZ", named)
    zone = zone_named(None, Market.EU)
    assert zone_named(zone, Market.EU) == zone


# --- Zones ---


@pytest.mark.parametrize("market", Market)
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "UTC", "Etc/GMT+9"])
def test_named_zone_wins_over_the_market(zone, market):
    assert zone_named(zone, market) == zone


@pytest.mark.parametrize(
    "name",
    [
        "Mars/Olympus",
        "Asia/Tokyo ",
        "JST-9",
        "+09:00",
        "Asia",
        ".",
        "../../../etc/passwd",
        "/etc/passwd",
        "/usr/share/zoneinfo/Asia/Tokyo",
        "Asia/../Asia/Tokyo",
        "Asia/Tokyo\0",
        "\ud800",
        "東京",
        "x" * 5_000,
        " ",
    ],
)
def test_zone_that_does_not_exist_is_bad_input(name):
    with pytest.raises(BadInput) as refused:
        zone_named(name, Market.JP)
    assert refused.value.exit_code == 2
    assert len(str(refused.value)) < 400
    assert len(str(refused.value.values["found"])) <= 40


@given(st.text(st.characters(), min_size=1, max_size=30))
def test_any_name_is_a_zone_or_bad_input(name):
    try:
        zone = zone_named(name, Market.JP)
    except BadInput:
        return
    assert zone == name


def test_bad_zone_is_told_in_each_language():
    with pytest.raises(BadInput) as refused:
        zone_named("Mars/Olympus", Market.JP)
    told = {refused.value.tell(language) for language in ("en", "ja", "ko")}
    assert len(told) == 3
    assert all("Mars/Olympus" in sentence for sentence in told)


# --- What the owner's clock showed ---


@pytest.mark.parametrize(
    ("zone", "utc", "shown"),
    [
        ("UTC", "2026-05-12T21:30:59", "2026-05-12T21:30+00:00"),
        ("Asia/Tokyo", "2026-12-31T15:00:00", "2027-01-01T00:00+09:00"),
        ("Asia/Seoul", "2026-05-12T00:05:00", "2026-05-12T09:05+09:00"),
        ("Asia/Kolkata", "2026-05-12T00:00:00", "2026-05-12T05:30+05:30"),
        # Summer time begins: two o'clock is skipped.
        ("Europe/Berlin", "2026-03-29T00:59:00", "2026-03-29T01:59+01:00"),
        ("Europe/Berlin", "2026-03-29T01:00:00", "2026-03-29T03:00+02:00"),
        ("America/New_York", "2026-03-08T06:59:00", "2026-03-08T01:59-05:00"),
        ("America/New_York", "2026-03-08T07:00:00", "2026-03-08T03:00-04:00"),
        # It ends: the hour comes twice, and the offset tells which.
        ("Europe/Berlin", "2026-10-25T00:30:00", "2026-10-25T02:30+02:00"),
        ("Europe/Berlin", "2026-10-25T01:30:00", "2026-10-25T02:30+01:00"),
        ("America/New_York", "2026-11-01T05:30:00", "2026-11-01T01:30-04:00"),
        ("America/New_York", "2026-11-01T06:30:00", "2026-11-01T01:30-05:00"),
        # Korea had summer time in 1988, Japan until 1951.
        ("Asia/Seoul", "1988-07-01T00:00:00", "1988-07-01T10:00+10:00"),
        ("Asia/Tokyo", "1950-07-01T00:00:00", "1950-07-01T10:00+10:00"),
        ("UTC", "1970-01-01T00:00:00", "1970-01-01T00:00+00:00"),
        ("America/New_York", "1969-12-31T23:59:00", "1969-12-31T18:59-05:00"),
    ],
)
def test_time_is_shown_as_the_owners_clock_showed_it(zone, utc, shown):
    assert Settings(zone=zone).iso(at(utc)) == shown


@given(
    st.sampled_from(["UTC", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"]),
    st.integers(at("1972-01-01T00:00:00"), at("2100-01-01T00:00:00")),
)
def test_shown_time_is_the_same_minute(zone, seconds):
    shown = datetime.fromisoformat(Settings(zone=zone).iso(seconds))
    assert int(shown.timestamp()) == seconds - seconds % 60


def test_timezone_is_that_of_the_zone():
    tokyo = Settings(zone="Asia/Tokyo").timezone
    assert datetime(2026, 5, 12, tzinfo=tokyo).utcoffset().total_seconds() == 9 * 3_600
