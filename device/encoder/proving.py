"""What a model that a person brings is asked before a vault relies on it."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Final

import numpy as np

from device.encoder.foreign import ForeignModel, unit
from device.errors import BadInput
from device.vault.rows import Vectors

_LARGEST_ID: Final = 2**31 - 1  # of an int32 input
_SAME: Final = 1 - 1e-6  # cosine from which two vectors are one
_ROUNDS: Final = 3  # in which the speed is measured

# In three scripts, short and long, and one that is hardly a text.
_PROBES: Final = (
    "My sister is allergic to peanuts.",
    "来週の土曜日に京都へ行きます。",
    "지난주에 새 자전거를 샀어요.",
    "The meeting was moved to Tuesday at ten, in the small room on the third floor.",
    "🎆",
)


def prove(model: ForeignModel) -> None:
    """Asks a model what it must be able to answer.

    Raises:
        BadInput: it cannot, with the reason.
    """
    if model.largest_token > _LARGEST_ID:  # it would come around as a negative one
        raise BadInput("encoder.mismatch", largest=model.largest_token)
    try:
        model.run([[model.largest_token]], [[0]])
    except BadInput as error:
        raise BadInput("encoder.mismatch", largest=model.largest_token) from error
    longest = model.config.max_tokens
    try:
        model.run([[0] * longest], [[0] * longest])
    except BadInput as error:
        raise BadInput("encoder.max_tokens", found=longest) from error
    raw = np.concatenate([_raw(model, text) for text in _PROBES])
    if not np.isfinite(raw).all():
        raise BadInput("encoder.not_finite")
    if not raw.any(axis=1).all():
        raise BadInput("encoder.zero")
    vectors = unit(raw)
    if (vectors @ vectors[0] > _SAME).all():
        raise BadInput("encoder.same")


def _raw(model: ForeignModel, text: str) -> Vectors:
    """Gives a text's vector before it is made fit, to see what it is. *Shape:* (1, dimensions)."""
    encoded = model.tokens(model.config.passage_prefix, text)
    if not encoded.ids:
        return np.zeros((1, model.dimensions), np.float32)
    return model.run([encoded.ids], [encoded.type_ids])


def speed_ms(model: ForeignModel, clock: Callable[[], float]) -> float:
    """Measures what a short sentence costs, in milliseconds.

    Args:
        clock: Gives seconds of CPU.
    """
    spent = []
    for text in _PROBES[:3] * _ROUNDS:
        begun = clock()
        model.passages([text])
        spent.append(clock() - begun)
    return 1_000 * median(spent)
