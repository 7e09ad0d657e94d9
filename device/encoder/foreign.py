"""An encoder that a person brings: a folder with model.onnx, tokenizer.json and encoder.json.

Invariants:
1. The graph is fed what it declares and what a tokenizer gives, and nothing else; a graph that asks
   for more is refused by the name of what it asks for.
2. No file outside the folder is read for it, whatever the model or a link in it says.
3. What leaves here is finite: a text that the model cannot place is given zeros, which no search
   finds, and a model that places nothing is refused before it is used.
4. Nothing is padded: texts of as many tokens go together, and what stands beside a text changes its
   vector by rounding alone.
5. A tokenizer or a model that fails on one text fails on that text only.

Not protected: a model is a program of sums. It opens no file and no connection, but one that was
made to waste memory or time does, and one that was made to mislead finds the wrong memories. The
files are read at one moment and run at the next: whoever can write to the folder in between can do
anything else as its owner, too.

Source: ONNX Runtime, `InferenceSession`; Hugging Face `tokenizers`, `Tokenizer`.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device.encoder.external_data import external_files
from device.encoder.runtime import onnxruntime
from device.errors import BadInput, Unavailable
from device.vault.rows import Vectors

_T = TypeVar("_T")

MODEL: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"
CONFIG: Final = "encoder.json"

LEAST_DIMENSIONS, MOST_DIMENSIONS = 16, 4_096
_CONFIG_BYTES: Final = 64 << 10
_TOKENIZER_BYTES: Final = 64 << 20
_MODEL_BYTES: Final = 2 << 30  # with what lies beside it; protobuf itself ends here
_AT_ONCE: Final = 16  # texts of one length
_CHARACTERS_PER_TOKEN: Final = 32  # no text is read further, for no tokenizer makes longer ones

_FED: Final = ("input_ids", "attention_mask", "token_type_ids")
_INTEGERS: Final[dict[str, type[np.generic]]] = {
    "tensor(int64)": np.int64,
    "tensor(int32)": np.int32,
}
_FLOATS: Final = ("tensor(float)", "tensor(float16)", "tensor(double)")
_SENTENCE: Final = "sentence_embedding"
_TOKENS: Final = "last_hidden_state"
_SILENT: Final = 4  # only what ends the process


class EncoderConfig(BaseModel):
    """What encoder.json says.

    Attributes:
        pooling: How the vectors of tokens become one: their mean, or the first token's. Not looked
            at where the graph gives `sentence_embedding`.
        normalize: Brings vectors to length one before they are projected.
        max_tokens: What follows of a text is not read.
        query_prefix, passage_prefix: Put before questions, and before what is stored.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    pooling: Literal["mean", "cls"]
    normalize: bool = True
    max_tokens: int = Field(ge=8, le=2_048)
    query_prefix: str = Field(default="", max_length=200)
    passage_prefix: str = Field(default="", max_length=200)


@dataclass(frozen=True, slots=True)
class _Output:
    """The output that is read, and whether it is one vector a text or one a token."""

    name: str
    is_pooled: bool


class ForeignModel:
    """A model and its tokenizer, loaded. Gives vectors as the model makes them.

    Attributes:
        dimensions: How many numbers a vector has.
        sha256: Of the folder's files.
    """

    def __init__(
        self, config: EncoderConfig, tokenizer: Any, session: Any, sha256: str, largest: int
    ) -> None:
        self.config = config
        self.sha256 = sha256
        self.largest_token = largest
        self._tokenizer = tokenizer
        self._session = session
        self._inputs = _inputs(session)
        self._output = _output(session)
        self.dimensions = 0
        self.dimensions = self.run([[0]], [[0]]).shape[1]
        if not LEAST_DIMENSIONS <= self.dimensions <= MOST_DIMENSIONS:
            raise BadInput(
                "encoder.dimensions",
                found=self.dimensions,
                least=LEAST_DIMENSIONS,
                most=MOST_DIMENSIONS,
            )

    @classmethod
    def load(cls, folder: Path, *, expected: str | None = None) -> ForeignModel:
        """Loads what is in a folder.

        Args:
            expected: What its files hashed to when they were checked; None: they were not yet.

        Raises:
            BadInput: a file is missing, too large, or cannot be used.
            Unavailable: `tokenizers` is not installed, the folder is gone, or not as expected.
        """
        if find_spec("tokenizers") is None:
            raise Unavailable("encoder.no_tokenizers", command="pip install 'bojagi[encoders]'")
        if expected is not None and not folder.is_dir():
            raise Unavailable("encoder.gone", folder=str(folder))
        try:
            config = _config(_read(folder / CONFIG, _CONFIG_BYTES))
            tokens = _read(folder / TOKENIZER, _TOKENIZER_BYTES)
            sha256 = _hashed(folder, _model_files(folder))
        except BadInput as error:
            if expected is None:
                raise
            raise Unavailable("encoder.changed", folder=str(folder)) from error
        except OSError as error:
            raise Unavailable("encoder.unreadable", folder=str(folder)) from error
        if expected is not None and sha256 != expected:
            raise Unavailable("encoder.changed", folder=str(folder))
        tokenizer, largest = _tokenizer(tokens, config.max_tokens)
        return cls(config, tokenizer, _session(folder / MODEL), sha256, largest)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Gives vectors of texts that are stored. *Shape:* (n, dimensions).

        Raises:
            BadInput: the model fails, or gives something else than vectors.
        """
        return self._vectors(texts, self.config.passage_prefix)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Gives vectors of questions. *Shape:* (n, dimensions). Raises as `passages`."""
        return self._vectors(texts, self.config.query_prefix)

    def run(self, ids: Sequence[Sequence[int]], types: Sequence[Sequence[int]]) -> Vectors:
        """Gives vectors of texts that have equally many tokens. *Shape:* (n, dimensions).

        Raises:
            BadInput: the model fails, or gives something else than vectors.
        """
        fed = {
            "input_ids": np.array(ids),
            "attention_mask": np.ones((len(ids), len(ids[0])), np.int64),
            "token_type_ids": np.array(types),
        }
        feeds = {name: fed[name].astype(kind) for name, kind in self._inputs.items()}
        try:
            (given,) = self._session.run([self._output.name], feeds)
        except Exception as error:  # the runtime's errors have no base of their own
            raise BadInput("encoder.fails", fault=type(error).__name__) from error
        is_pooled, found = self._output.is_pooled, np.asarray(given)
        expected = (len(ids),) if is_pooled else (len(ids), len(ids[0]))
        if found.ndim != len(expected) + 1 or found.shape[:-1] != expected:
            raise BadInput("encoder.shape", name=self._output.name, found=str(found.shape))
        if found.dtype.kind != "f":
            raise BadInput("encoder.number_type", name=self._output.name, found=str(found.dtype))
        with np.errstate(over="ignore"):  # what is too large becomes infinite, and then zeros
            vectors = found.astype(np.float32)
        if not is_pooled:
            vectors = vectors.mean(axis=1) if self.config.pooling == "mean" else vectors[:, 0]
        if self.dimensions and vectors.shape[1] != self.dimensions:
            raise BadInput("encoder.shape", name=self._output.name, found=str(found.shape))
        return vectors

    def _vectors(self, texts: Sequence[str], prefix: str) -> Vectors:
        encoded = [self._tokens_of(prefix, text) for text in texts]
        by_length: dict[int, list[int]] = {}
        for at, one in enumerate(encoded):
            if one is not None and one.ids:
                by_length.setdefault(len(one.ids), []).append(at)
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for places in by_length.values():
            for start in range(0, len(places), _AT_ONCE):
                some = places[start : start + _AT_ONCE]
                vectors[some] = self._run_all([encoded[at] for at in some])
        if self.config.normalize:
            return unit(vectors)
        return np.where(np.isfinite(vectors).all(axis=1, keepdims=True), vectors, np.float32(0))

    def _run_all(self, encoded: Sequence[Any]) -> Vectors:
        """Gives vectors of texts of one length; zeros for one that alone makes the model fail."""
        try:
            return self.run([one.ids for one in encoded], [one.type_ids for one in encoded])
        except BadInput:
            self.run([[0]], [[0]])  # fails where it is not the text's fault
            if len(encoded) == 1:
                return np.zeros((1, self.dimensions), np.float32)
        return np.concatenate([self._run_all([one]) for one in encoded])

    def _tokens_of(self, prefix: str, text: str) -> Any:
        """Gives the tokens of a text, or None where the tokenizer has no way to write it."""
        try:
            return self.tokens(prefix, text)
        except BadInput:
            return None

    def tokens(self, prefix: str, text: str) -> Any:
        """Gives the tokens of a text: `ids` and `type_ids`, equally many.

        Raises:
            BadInput: the tokenizer fails.
        """
        text = prefix + text[: self.config.max_tokens * _CHARACTERS_PER_TOKEN]
        return _guarded(lambda: self._tokenizer.encode(text.encode("utf-8", "replace").decode()))


def unit(vectors: Vectors) -> Vectors:
    """Brings rows to length one; what has none, or is no number, becomes zeros."""
    # In float64, in which no float32 squared is too large.
    lengths = np.sqrt(np.square(vectors, dtype=np.float64).sum(axis=1, keepdims=True))
    usable = np.isfinite(lengths) & (lengths > 0)
    with np.errstate(invalid="ignore"):
        scaled: Vectors = (vectors / np.where(usable, lengths, 1)).astype(np.float32)
    return np.where(usable, scaled, np.float32(0))


def _read(file: Path, limit: int) -> bytes:
    _require_file(file)
    with file.open("rb") as stream:
        raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise BadInput("encoder.too_large", name=file.name, limit=limit >> 10)
    return raw


def _require_file(file: Path) -> None:
    # A pipe or a device would be read without end.
    if not file.is_file():
        raise BadInput("encoder.missing_file", name=file.name)


def _config(raw: bytes) -> EncoderConfig:
    try:
        return EncoderConfig.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = ".".join(map(str, first["loc"])) or CONFIG
        raise BadInput("encoder.config", name=name[:40]) from error


def _model_files(folder: Path) -> list[Path]:
    """Gives the files that the model is made of, the largest bound checked before any is read."""
    model = folder / MODEL
    _require_file(model)
    if not 0 < model.stat().st_size <= _MODEL_BYTES:
        raise BadInput("encoder.too_large", name=MODEL, limit=_MODEL_BYTES >> 10)
    with model.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        view = memoryview(raw)
        try:
            files = [model, *external_files(view, folder)]
        finally:
            view.release()
    if sum(file.stat().st_size for file in files) > _MODEL_BYTES:
        raise BadInput("encoder.too_large", name=MODEL, limit=_MODEL_BYTES >> 10)
    return files


def _hashed(folder: Path, model_files: Sequence[Path]) -> str:
    """Gives one hash of all that decides a vector, with the name of each file."""
    whole = hashlib.sha256()
    for file in (folder / CONFIG, folder / TOKENIZER, *model_files):
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        whole.update(f"{digest} {file.relative_to(folder)}\n".encode())
    return whole.hexdigest()


def _tokenizer(raw: bytes, max_tokens: int) -> tuple[Any, int]:
    """Gives a tokenizer and the largest id that it has."""
    # Not at the top: it is an extra, and this module also says what to do without it.
    tokenizers = import_module("tokenizers")

    def load() -> tuple[Any, list[int]]:
        tokenizer = tokenizers.Tokenizer.from_str(raw.decode())
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_tokens)
        # What it puts around a text need not be in its vocabulary.
        ids = tokenizer.encode("a").ids
        return tokenizer, [*ids, *tokenizer.get_vocab(with_added_tokens=True).values()]

    with _silenced():
        tokenizer, ids = _guarded(load)
    if not ids:
        raise BadInput("encoder.tokenizer")
    return tokenizer, max(ids)


def _guarded(act: Callable[[], _T]) -> _T:
    """Does what a tokenizer does, and gives its failures a name.

    Raises:
        BadInput: it fails.
    """
    try:
        return act()
    except BaseException as error:
        # It raises plain `Exception`, and for what its authors forgot, a panic that is none.
        if isinstance(error, Exception) or type(error).__module__ == "pyo3_runtime":
            raise BadInput("encoder.tokenizer") from error
        raise


@contextmanager
def _silenced() -> Iterator[None]:
    """Keeps from the terminal what Rust writes to it where a tokenizer's file makes it panic."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _session(model: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _SILENT
    onnxruntime.set_default_logger_severity(_SILENT)
    onnxruntime.disable_telemetry_events()
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's errors have no base of their own
        raise BadInput("encoder.bad_model", fault=type(error).__name__) from error


def _inputs(session: Any) -> dict[str, type[np.generic]]:
    """Gives the inputs to feed, each with the type that it wants."""
    found: dict[str, type[np.generic]] = {}
    for one in session.get_inputs():
        if one.name not in _FED:
            raise BadInput("encoder.unknown_input", name=one.name[:80], known=", ".join(_FED))
        if one.type not in _INTEGERS:
            raise BadInput("encoder.number_type", name=one.name, found=one.type)
        # A length that is a number was fixed when the model was exported.
        if one.shape is not None and (
            len(one.shape) != 2 or any(isinstance(size, int) for size in one.shape)
        ):
            raise BadInput("encoder.fixed", name=one.name, found=str(one.shape))
        found[one.name] = _INTEGERS[one.type]
    if "input_ids" not in found:
        raise BadInput("encoder.no_input")
    return found


def _output(session: Any) -> _Output:
    """Chooses the output to read."""
    outputs = {one.name: one for one in session.get_outputs()}
    for name in (_SENTENCE, _TOKENS, *outputs):
        one = outputs.get(name)
        if one is None or (name not in {_SENTENCE, _TOKENS} and len(one.shape or ()) != 3):
            continue
        if one.type not in _FLOATS:
            raise BadInput("encoder.number_type", name=name, found=one.type)
        return _Output(name, is_pooled=name == _SENTENCE)
    raise BadInput("encoder.no_output", found=", ".join(outputs)[:120])
