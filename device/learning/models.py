"""The write gate's network: its tensors, and its forward pass in numpy.

A two-layer perceptron looks at a memory's features and says how likely it is worth keeping. It is
all that a coordinator knows of a device's learning: names, shapes, and how to run them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

FEATURES: Final = 88  # device.learning.features says what they are
LENGTH: Final = 64  # of the features: how long a message is, told against the device's own
HIDDEN: Final = 32

Array: TypeAlias = npt.NDArray[np.float32]
Parameters: TypeAlias = Mapping[str, Array]

GATE_SHAPES: Final[Mapping[str, tuple[int, ...]]] = {
    "gate.hidden.weight": (HIDDEN, FEATURES),
    "gate.hidden.bias": (HIDDEN,),
    "gate.action.weight": (2, HIDDEN),  # discard, store
    "gate.action.bias": (2,),
}


def initial_gate(rng: np.random.Generator) -> dict[str, Array]:
    """Gives a gate that has learned nothing: it keeps every second memory, whatever it is."""
    width = 1 / np.sqrt(FEATURES)
    hidden = rng.uniform(-width, width, GATE_SHAPES["gate.hidden.weight"]).astype(np.float32)
    zeros = {name: np.zeros(shape, np.float32) for name, shape in GATE_SHAPES.items()}
    return {**zeros, "gate.hidden.weight": hidden}


def store_probability(gate: Parameters, features: Array) -> Array:
    """Gives how likely the gate keeps each memory.

    *Shape:* features (n, FEATURES), result (n,).
    """
    hidden = np.tanh(features @ gate["gate.hidden.weight"].T + gate["gate.hidden.bias"])
    discard, store = (hidden @ gate["gate.action.weight"].T + gate["gate.action.bias"]).T
    probability: Array = 1 / (1 + np.exp(np.clip(discard - store, -60, 60)))
    return probability


def model_digest(parameters: Parameters) -> str:
    """Gives the SHA-256 that names these parameters, in hexadecimal.

    It is taken over names, shapes and little-endian float32 bytes, names in order.
    """
    hashed = hashlib.sha256()
    for name in sorted(parameters):
        array = parameters[name]
        hashed.update(f"{name} {'x'.join(map(str, array.shape))}\n".encode())
        hashed.update(np.ascontiguousarray(array, "<f4").tobytes())
    return hashed.hexdigest()
