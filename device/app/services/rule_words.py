"""A memory's rule record in words."""

from __future__ import annotations

from typing import Final

from device.app.viewmodels.wording import class_word, say
from policy.binding import RuleRecord
from policy.catalog import Language
from policy.load import load_catalog
from policy.vocabulary import Audience, AuthLevel

_DAY_S: Final = 86_400


def badge_name(record: RuleRecord, *, has_step_up: bool) -> str:
    """Gives the name of the badge that says most about a rule.

    Args:
        has_step_up: Whether a step-up secret is enrolled. Without one, a badge that promises a
            second lock would lie.
    """
    if record.may_leave:
        return "shared"
    if record.min_auth >= AuthLevel.STRONG and has_step_up:
        return "step_up"
    return "owner" if record.may_train else "private"


def rule_lines(record: RuleRecord, reads: int, language: Language) -> tuple[str, ...]:
    """Gives a rule in full, a line for each point."""
    lines = [say(language, "rule_class", name=class_word(language, record.class_name))]
    comma = load_catalog("device").say(language, "cli.list_comma")
    if record.labels:
        labels = comma.join(say(language, f"label_{label}") for label in record.labels)
        lines.append(say(language, "rule_labels", labels=labels))
    policy = load_catalog("policy")
    purposes = (policy.say(language, f"explain.purpose_{one}") for one in record.purposes)
    lines.append(say(language, "rule_purposes", purposes=comma.join(purposes)))
    if record.retain_s is None:
        lines.append(say(language, "rule_keep_forever"))
    else:
        lines.append(say(language, "rule_keep_days", days=record.retain_s // _DAY_S))
    if record.max_reads is None:
        lines.append(say(language, "rule_reads", count=reads))
    else:
        lines.append(say(language, "rule_reads_limit", count=reads, limit=record.max_reads))
    lines.append(say(language, "rule_train_yes" if record.may_train else "rule_train_no"))
    lines.append(say(language, "rule_leave_yes" if record.may_leave else "rule_leave_no"))
    if Audience.ON_DEVICE in record.reaches:
        lines.append(say(language, "rule_programs"))
    if record.home:
        lines.append(say(language, "rule_home"))
    if record.tags:
        lines.append(say(language, "rule_tags", tags=comma.join(record.tags)))
    if record.held:
        lines.append(say(language, "rule_held"))
    return tuple(lines)
