"""What `serve` and `status` tell the operator, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from compliance.contents import RoundLine, StatisticsTable
from coordinator.assignment import Step
from coordinator.serve import AGAIN
from coordinator.status import Status
from policy.catalog import Language
from policy.load import load_catalog

_NOTHING: Final = "-"


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts what happens into sentences of one language."""

    language: Language

    def say(self, key: str, **values: str | int) -> str:
        """Gives a sentence of the coordinator's catalog."""
        return load_catalog("coordinator").say(self.language, key, **values)

    def step(self, step: Step) -> str | None:
        """Gives the sentence for a step of a run; None for one that is only for `serve`."""
        fields, told = step.fields, None
        match step.kind:
            case "Waiting":
                told = self.say("serve.waiting", **fields)
            case "Opened":
                told = self.say("serve.round_opened", **fields)
            case "RoundLine":
                told = self._round(RoundLine(**fields))
            case "Evaluation":
                reward = _signed(fields["reward"])
                told = self.say("serve.evaluated", accepted=fields["accepted"], reward=reward)
            case "StatisticsTable":
                told = self._table(StatisticsTable(**fields))
            case "OverBudget":
                values = {
                    name.removesuffix("_milli"): f"{number / 1_000:g}"
                    for name, number in fields.items()
                }
                told = self.say("serve.over_budget", **values)
            case _ if step.kind == AGAIN:
                why = fields["fault"].tell(self.language)
                told = self.say("serve.again", why=why, seconds=fields["pause_s"])
        return told

    def status(self, status: Status) -> str:
        """Gives how far a coordinator is, a line for each figure."""
        lines = [
            self.say("serve.status_serving" if status.serving else "serve.status_idle"),
            self.say("serve.status_rounds", done=status.rounds_done, rounds=status.rounds),
            self.say("serve.status_given_up", count=status.given_up),
            self.say("serve.status_cohort", cohort=status.cohort, minimum=status.minimum_cohort),
            self.say(
                "serve.status_refused", refused=_counts(status.refused), missing=status.missing
            ),
            self.say("serve.status_model", digest=status.model, reward=_signed(status.reward)),
            self.say(
                "serve.status_epsilon",
                epsilon=f"{status.epsilon_spent:.3f}",
                releases=status.releases,
            ),
            self.say("serve.status_log", events=status.log_events, vkey=status.log_key),
        ]
        if status.simulated:
            lines.append(self.say("serve.status_simulated"))
        return "\n".join([*lines, self.say("serve.sees_updates")])

    def _round(self, line: RoundLine) -> str:
        key = "serve.round_closed" if line.aggregated else "serve.round_given_up"
        return self.say(
            key,
            round=line.round,
            asked=line.asked,
            accepted=line.accepted,
            refused=_counts(line.refused),
            missing=line.missing,
            reward=_signed(line.reward),
            bytes=line.received_bytes,
        )

    def _table(self, table: StatisticsTable) -> str:
        shown = sum(count is not None for count in table.counts.values())
        return self.say(
            f"serve.released_{table.view}",
            asked=table.asked,
            shown=shown,
            suppressed=len(table.counts) - shown,
            epsilon=f"{table.epsilon:g}",
        )


def _signed(number: float | None) -> str:
    return _NOTHING if number is None else f"{number:+.3f}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items())) or _NOTHING
