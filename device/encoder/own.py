"""The owner's own encoder as a vault uses it: loaded when it is first asked, and only as chosen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from device.encoder.encode import Encoder
from device.encoder.foreign import ForeignModel
from device.encoder.projection import Basis, everyday_sentences, fitted
from device.errors import BadInput, DeviceError, Unavailable
from device.settings import OwnEncoder
from device.vault.rows import DIMENSIONS, Vectors

_SENTENCES_AT_ONCE: Final = 64


class ForeignEncoder(Encoder):
    """Gives what the model in a folder gives, as 256 numbers.

    While the folder is gone, or holds other files than were chosen, every call says so.
    """

    def __init__(
        self,
        folder: Path,
        *,
        identity: str,
        dimensions: int,
        sha256: str,
        basis: Callable[[], Basis | None],
    ) -> None:
        """Notes what to load, and loads nothing.

        Args:
            sha256: What the folder's files hashed to when it was chosen.
            basis: Gives the directions that were worked out then; None where none are needed.
        """
        self.folder = folder
        self.identity, self.dimensions, self.sha256 = identity, dimensions, sha256
        self._read_basis = basis
        self._loaded: tuple[ForeignModel, Basis | None] | None = None
        self._failure: DeviceError | None = None

    @classmethod
    def chosen(cls, folder: Path, model: ForeignModel, basis: Basis | None) -> ForeignEncoder:
        """Gives the encoder of a model that was just loaded and found good."""
        # The directions belong to it: with others, its vectors would be others.
        name = f"onnx-{model.dimensions}/{model.sha256[:12]}"
        if basis is not None:
            name += f"-{basis_hash(basis)[:8]}"
        made = cls(
            folder,
            identity=name,
            dimensions=model.dimensions,
            sha256=model.sha256,
            basis=lambda: basis,
        )
        made._loaded = model, basis
        return made

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encodes texts that are stored; see `Encoder.encode`.

        Raises:
            Unavailable: the folder is gone or changed, or the model fails.
        """
        return self._fitted(ForeignModel.passages, texts)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Encodes questions; raises as `encode`."""
        return self._fitted(ForeignModel.queries, texts)

    def _fitted(
        self, encode: Callable[[ForeignModel, Sequence[str]], Vectors], texts: Sequence[str]
    ) -> Vectors:
        model, basis = self._ready()
        try:
            return fitted(encode(model, texts), basis)
        except BadInput as error:
            raise Unavailable(error.key, **error.values) from error

    def _ready(self) -> tuple[ForeignModel, Basis | None]:
        if self._failure is not None:  # until the next unlocking; to look costs a whole reading
            raise self._failure
        if self._loaded is None:
            try:
                model = ForeignModel.load(self.folder, expected=self.sha256)
                self._loaded = model, self._read_basis()
            except DeviceError as error:
                self._failure = Unavailable(error.key, **error.values)
                raise self._failure from error
        return self._loaded


def kept_encoder(own: OwnEncoder, read_basis: Callable[[], bytes]) -> ForeignEncoder:
    """Gives the encoder that a vault's settings name; nothing is loaded yet.

    Args:
        read_basis: Gives what the vault keeps of its directions.
    """
    record = own.encoder
    return ForeignEncoder(
        Path(own.folder),
        identity=record.id,
        dimensions=record.dimensions,
        sha256=record.sha256,
        basis=lambda: kept_basis(own, read_basis),
    )


def kept_basis(own: OwnEncoder, read_basis: Callable[[], bytes]) -> Basis | None:
    """Gives the directions that a vault keeps for its encoder; None where none are needed.

    Raises:
        IntegrityError: they were changed.
    """
    if not own.basis_sha256:
        return None
    return Basis.from_bytes(read_basis(), own.encoder.dimensions, own.basis_sha256)


def basis_hash(basis: Basis | None) -> str:
    """Gives the hash by which settings vouch for a basis; empty for none."""
    return "" if basis is None else hashlib.sha256(basis.to_bytes()).hexdigest()


def work_out_basis(
    model: ForeignModel, progress: Callable[[int, int], None] | None = None
) -> Basis | None:
    """Gives the directions in which a model spreads everyday sentences; None where all fit.

    Raises:
        BadInput: the model fails.
    """
    if model.dimensions <= DIMENSIONS:
        return None
    sentences = everyday_sentences()
    found = []
    for start in range(0, len(sentences), _SENTENCES_AT_ONCE):
        found.append(model.passages(sentences[start : start + _SENTENCES_AT_ONCE]))
        if progress is not None:
            progress(min(start + _SENTENCES_AT_ONCE, len(sentences)), len(sentences))
    return Basis.of(np.concatenate(found))
