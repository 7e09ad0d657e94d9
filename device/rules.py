"""How an owner's wish changes a memory's rule record."""

from __future__ import annotations

from collections.abc import Iterable

from policy.binding import RuleRecord, default_record
from policy.vocabulary import AuthLevel, Label, Purpose

_DAY_S = 86_400
_SHARED_PURPOSES = (Purpose.RESEARCH, Purpose.SHARE)


def changed_record(
    record: RuleRecord,
    *,
    labels: Iterable[str] = (),
    unlabels: Iterable[str] = (),
    retain_days: int | None = None,
    max_reads: int | None = None,
    train: bool | None = None,
    share: bool | None = None,
    guard: bool | None = None,
) -> RuleRecord:
    """Gives the record with these wishes in it; None leaves a point as it is.

    Changed labels start from their defaults again, so that a memory that becomes a matter of health
    gets health's protection; what the owner set besides (retention, reads) stays.

    Args:
        retain_days: 0 keeps the memory until it is forgotten.
        max_reads: 0 sets no limit.
    """
    wanted = (set(record.labels) | set(map(Label, labels))) - set(map(Label, unlabels))
    if wanted != set(record.labels):
        record = _relabelled(record, wanted)
    changes: dict[str, object] = {}
    if retain_days is not None:
        changes["retain_s"] = retain_days * _DAY_S or None
    if max_reads is not None:
        changes["max_reads"] = max_reads or None
    if train is not None:
        changes["may_train"] = train
    if share is not None:
        others = set(record.purposes) - set(_SHARED_PURPOSES)
        changes["may_leave"] = share
        changes["purposes"] = tuple(others | set(_SHARED_PURPOSES)) if share else tuple(others)
    if guard is not None:
        changes["min_auth"] = AuthLevel.BIOMETRIC if guard else AuthLevel.UNLOCKED
    return RuleRecord.model_validate({**record.model_dump(), **changes}) if changes else record


def _relabelled(record: RuleRecord, labels: set[Label]) -> RuleRecord:
    """Gives the defaults of these labels, with what the owner had set otherwise than the defaults.

    A label never widens: what was guarded stays guarded, what trained nothing trains nothing, and
    what was shared is shared no more where a label is added.
    """
    before = default_record(record.labels, record.jurisdiction)
    after = default_record(labels, record.jurisdiction)
    was_guarded = record.min_auth > before.min_auth
    stays_shared = record.may_leave and labels <= set(record.labels)
    kept = {
        "retain_s": record.retain_s,
        "max_reads": record.max_reads,
        "min_auth": max(record.min_auth, after.min_auth) if was_guarded else after.min_auth,
        "may_train": after.may_train and (record.may_train or not before.may_train),
        "may_leave": stays_shared,
        "purposes": record.purposes if stays_shared else after.purposes,
    }
    return RuleRecord.model_validate({**after.model_dump(), **kept})
