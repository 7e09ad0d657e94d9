"""Runs the demo from end to end.

It runs the very commands that a person would type, shows each with its output, and checks what came
back; a step that does not give what it promises ends the demo with an error.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Final

from coordinator.demo.app import show_app
from coordinator.demo.federation import show_federation
from coordinator.demo.memories import show_memories
from coordinator.demo.reports import show_reports
from coordinator.demo.stage import Stage, make_person, prepare
from policy.catalog import Language

_STORIES: Final = ("ja", "ko", "en")


def run_demo(out: Path, language: Language) -> None:
    """Runs the whole demo and writes what it makes below `out`.

    Raises:
        DemoError: `out` is somebody else's folder, or a step did not give what it should have.
    """
    stage = Stage(out, language)
    prepare(out)
    stage.tell("intro")
    with resources.as_file(resources.files("coordinator") / "samples") as samples:
        people = [make_person(out, samples, name) for name in _STORIES]
        show_memories(stage, people)
    if has_rounds := stage.has_extra("5_learn", "flwr", "torch"):
        show_federation(stage, people)
    if stage.has_extra("6_app", "kivy"):
        show_app(stage, people[_STORIES.index("ko")])
    show_reports(stage, people[_STORIES.index("ko")], has_rounds=has_rounds)
    stage.tell("where", folder=str(out.resolve()))
