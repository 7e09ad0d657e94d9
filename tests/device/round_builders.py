"""What the tests of learning and of the federation share: rows that can be learned from, messages
as a coordinator makes them, and the sample conversations as a device's rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from flwr.app import Array, ArrayRecord, ConfigRecord, Message, RecordDict
from flwr.app.message.message import make_message
from flwr.app.metadata import Metadata

import coordinator
from device.encoder.domains import tag_domains
from device.encoder.encode import Encoder
from device.encoder.language import tag_language
from device.encoder.tags import DOMAINS, LANGUAGES, mask_of
from device.federation.protocol import MODEL_RECORD, PLAN_RECORD, RoundPlan
from device.importers.export import SourceKind
from device.importers.read import read_export
from device.learning.features import BLOCK, SURFACE, gate_features
from device.learning.models import FEATURES, Parameters, initial_gate, model_digest
from device.learning.rewards import Rows, value
from device.memory.gate import judge
from device.vault.rows import quantise

SAMPLES: Final = Path(coordinator.__file__).parent / "samples"
TASTE: Final = BLOCK + SURFACE.index("taste")
CHATTER: Final = BLOCK + SURFACE.index("chatter")


def synthetic_rows(seed: int, count: int = 150, rated: int = 10) -> Rows:
    """Gives rows of which a few are rated: tastes were of use, chatter was not."""
    rng = np.random.default_rng(seed)
    features = rng.normal(0, 0.06, (count, FEATURES)).astype(np.float32)
    features[:, BLOCK:] = rng.random((count, len(SURFACE))) < 0.2
    features[:, CHATTER] = features[:, TASTE] = 0
    values = np.full(count, value(0, 0), np.float32)
    for at in range(rated):
        is_used = at % 2 == 0
        features[at, TASTE if is_used else CHATTER] = 1
        values[at] = value(1, 0) if is_used else value(0, 1)
    return Rows(features, values)


def sample_rows(language: str) -> Rows:
    """Gives a sample conversation as its owner's device would have it, rated as its story says."""
    story = json.loads((SAMPLES / f"{language}.story.json").read_text("utf-8"))
    export = read_export(
        SAMPLES / Path(story["export"]).parts[0], zone=ZoneInfo("UTC"), me=story["owner"]
    )
    kept = []
    for conversation in export.conversations:
        for turn in conversation.turns:
            by_assistant = conversation.kind is SourceKind.CHATGPT and turn.is_owner is False
            verdict = judge(turn.text, by_assistant=by_assistant)
            if verdict.store:
                kept.append((turn.text, turn.is_owner, verdict.strength))
    texts = [text for text, _, _ in kept]
    codes, scales = quantise(Encoder.default().encode(texts))
    features = [
        gate_features(
            text,
            vector=codes[at],
            scale=float(scales[at]),
            languages=mask_of(tag_language(text, language), LANGUAGES),
            domains=mask_of(tag_domains(text), DOMAINS),
            strength=strength,
            by_owner=by_owner,
        )
        for at, (text, by_owner, strength) in enumerate(kept)
    ]
    rated = story["rated"]
    values = [
        value(
            used=sum(words in text for words in rated["used"]),
            dismissed=sum(words in text for words in rated["dismissed"]),
        )
        for text in texts
    ]
    return Rows(np.array(features, np.float32), np.array(values, np.float32))


def gate(seed: int = 0) -> dict[str, Any]:
    return initial_gate(np.random.default_rng(seed))


def plan_for(model: Parameters, **fields: Any) -> RoundPlan:
    return RoundPlan.model_validate(
        {"round": 1, "rounds": 3, "model": model_digest(model), **fields}
    )


def content(model: Parameters, plan: RoundPlan, /, **plan_fields: Any) -> RecordDict:
    """Gives what a coordinator sends; `plan_fields` are put over the plan unchecked."""
    arrays = {name: Array(np.ascontiguousarray(tensor)) for name, tensor in model.items()}
    return RecordDict(
        {
            PLAN_RECORD: ConfigRecord({**plan.model_dump(), **plan_fields}),
            MODEL_RECORD: ArrayRecord(arrays),
        }
    )


def message(kind: str, records: RecordDict | Mapping[str, Any], *, run_id: int = 7) -> Message:
    """Gives a message as it comes in from a coordinator."""
    metadata = Metadata(
        run_id=run_id,
        message_id="asked",
        src_node_id=1,
        dst_node_id=2,
        reply_to_message_id="",
        group_id="",
        created_at=1_700_000_000.0,
        ttl=1e9,
        message_type=kind,
    )
    metadata.delivered_at = ""
    given = records if isinstance(records, RecordDict) else RecordDict(dict(records))
    return make_message(metadata, given)
