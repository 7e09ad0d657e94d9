"""One page of HTML for a report: nothing is loaded, nothing is sent, and no text becomes markup.

Invariants:

1. Everything that comes from a bundle is text: Jinja escapes it, and the templates never unescape.
2. The page's own policy (Content-Security-Policy) names the hash of its one style and its one
   script, and forbids every other source. Markup that slipped in would neither run nor load.
3. Without the script the whole page is there; the script only hides what a search does not match.
4. Characters that would reorder or hide the text around them are shown as a replacement character;
   what remains is kept apart by `bdi` and `dir="auto"`.

What this does NOT protect: what a memory says is shown as it was said, lies and all.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from compliance.noise import LEAST_K
from compliance.reader import Reader
from compliance.render.chart import draw_line
from compliance.views.consumer import ConsumerReport
from compliance.views.developer import DeveloperReport
from compliance.views.figures import Training
from compliance.views.regulator import RegulatorReport

Report: TypeAlias = ConsumerReport | RegulatorReport | DeveloperReport

MOST_RANGES: Final = 8

# Controls that HTML forbids, and those that turn the reading direction of what follows.
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Ranges:
    """Numbers as ranges, the first few, and how many numbers are left out."""

    spans: tuple[tuple[int, int], ...]
    more: int


def render_page(report: Report, reader: Reader) -> bytes:
    """Gives the page, in UTF-8."""
    style, script = _style(report, reader), _asset("search.js")
    environment = _environment()
    template = environment.get_template(f"{report.head.view}.html.j2")
    page = template.render(
        report=report,
        head=report.head,
        say=reader.say,
        word=reader.word,
        number=reader.number,
        when=reader.time,
        least_k=LEAST_K,
        style=Markup(style),  # noqa: S704  # ours: a file of this package and a catalog's word, quoted
        script=Markup(script),  # noqa: S704  # ours: a file of this package
        policy=_policy(style, script, with_script=isinstance(report, ConsumerReport)),
        chart=None if isinstance(report, ConsumerReport) else _reward_chart(report.training),
    )
    return page.encode("utf-8")


def as_ranges(spans: Iterable[tuple[int, int]]) -> Ranges:
    """Gives the first few ranges, and how many numbers the others hold."""
    every = tuple(spans)
    left_out = every[MOST_RANGES:]
    return Ranges(every[:MOST_RANGES], sum(last - first + 1 for first, last in left_out))


def join_numbers(numbers: Iterable[int]) -> Ranges:
    """Gives sorted numbers as ranges."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return as_ranges(spans)


def clean(text: str) -> str:
    """Gives a text without the characters that would disturb what stands around it."""
    return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text)


def _fixed(value: float | None, places: int = 4) -> str:
    return "\N{EM DASH}" if value is None else f"{value:.{places}f}"


def _reward_chart(training: Training) -> Any:
    values = [
        (str(row.round), row.reward_before)
        for row in training.rounds
        if row.reward_before is not None
    ]
    if training.rounds and training.final_reward is not None:
        values.append((str(training.rounds[-1].round + 1), training.final_reward))
    return draw_line(values)


def _policy(style: str, script: str, *, with_script: bool) -> str:
    allowed = f"script-src '{_hash_source(script)}'; " if with_script else ""
    return (
        f"default-src 'none'; style-src '{_hash_source(style)}'; {allowed}"
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash_source(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _style(report: Report, reader: Reader) -> str:
    style = _asset("style.css")
    if not report.head.simulated:
        return style
    return style + _asset("simulated.css").replace(
        "WATERMARK", quote(_watermark(reader.say("report.simulated")), safe="")
    )


def _watermark(word: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="190">'
        '<text x="150" y="105" text-anchor="middle" transform="rotate(-24 150 95)" '
        'font-family="sans-serif" font-size="26" font-weight="700" letter-spacing="3" '
        f'fill="#b4540a" fill-opacity="0.15">{word}</text></svg>'
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clean"] = clean
    environment.filters["fixed"] = _fixed
    environment.filters["as_ranges"] = as_ranges
    environment.filters["join_numbers"] = join_numbers
    return environment


@cache
def _asset(name: str) -> str:
    return (resources.files("compliance") / "templates" / name).read_text(encoding="utf-8")
