"""From torch weights to what the reader runs: 8-bit weights in ONNX, and the small heads beside it.

Weights of the matrix products are kept in 8 bits, block by block of 32, and the word embeddings row by
row; activations stay as they are, so a sentence scores the same whatever its batch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from safetensors.numpy import save_file
from torch import Tensor, nn

from pipeline.model.reader import CARD_FILE, HEADS_FILE, MODEL_FILE, TOKENIZER_FILES
from pipeline.model.training.network import Reader

HEADS = ("risks", "aim_query", "aim_key", "aim_alone", "stance_in", "stance_out")
BLOCK = 32


class _Outputs(nn.Module):  # type: ignore[misc]  # torch is not installed where types are checked
    """The reader with its outputs as a tuple."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        found = self.reader(ids, mask, shapes)
        return found.vectors, found.names, found.cues, found.links


def export(model: Reader, folder: Path, *, bits: int = 8) -> None:
    """Write the model, in 8 bits or as it is (32), and its heads; the card is written last, by `write_card`."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = _to_onnx(model, folder / "whole.onnx")
    onnx.save(_in_8_bits(whole) if bits == 8 else whole, folder / MODEL_FILE)
    for left in folder.glob("whole.onnx*"):
        left.unlink()
    state = {name: tensor.detach().float().numpy() for name, tensor in model.state_dict().items()}
    save_file({name: value for name, value in state.items() if name.split(".")[0] in HEADS}, folder / HEADS_FILE)


def _in_8_bits(whole: onnx.ModelProto) -> onnx.ModelProto:
    quantizer = MatMulNBitsQuantizer(whole, bits=8, block_size=BLOCK, is_symmetric=True, accuracy_level=4)
    quantizer.process()
    small: onnx.ModelProto = quantizer.model.model
    _shrink_embeddings(small)
    return small


def _to_onnx(model: Reader, path: Path) -> onnx.ModelProto:
    model.eval()
    ids = torch.ones((2, 9), dtype=torch.long)
    axes = {0: torch.export.Dim("batch", max=4096), 1: torch.export.Dim("pieces", max=512)}
    program = torch.onnx.export(
        _Outputs(model),
        (ids, torch.ones_like(ids), torch.zeros_like(ids)),
        dynamo=True,
        input_names=["ids", "mask", "shapes"],
        output_names=["vectors", "names", "cues", "links"],
        dynamic_shapes=(axes, axes, axes),
        opset_version=18,
    )
    program.save(str(path))
    return onnx.load(path)


def _shrink_embeddings(model: onnx.ModelProto) -> None:
    """Keep the largest table that rows are gathered from as int8, each row with a scale of its own."""
    graph = model.graph
    tables = {table.name: table for table in graph.initializer}
    gathers = [node for node in graph.node if node.op_type == "Gather" and node.input[0] in tables]
    gather = max(gathers, key=lambda node: np.prod(tables[node.input[0]].dims))
    table = tables[gather.input[0]]
    values = numpy_helper.to_array(table)
    scale = np.maximum(np.abs(values).max(axis=1, keepdims=True), 1e-9).astype(np.float32) / 127
    rows = np.clip(np.rint(values / scale), -127, 127).astype(np.int8)
    graph.initializer.remove(table)
    graph.initializer.extend(
        [numpy_helper.from_array(rows, "words_int8"), numpy_helper.from_array(scale, "words_scale")]
    )
    ids, out = gather.input[1], gather.output[0]
    at = list(graph.node).index(gather)
    graph.node.remove(gather)
    for offset, node in enumerate(
        (
            helper.make_node("Gather", ["words_int8", ids], ["words_rows"]),
            helper.make_node("Cast", ["words_rows"], ["words_float"], to=TensorProto.FLOAT),
            helper.make_node("Gather", ["words_scale", ids], ["words_factor"]),
            helper.make_node("Mul", ["words_float", "words_factor"], [out]),
        )
    ):
        graph.node.insert(at + offset, node)


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    """Write the card: what the model is, its calibration, and the checksum of every file of it."""
    names = (MODEL_FILE, HEADS_FILE, *TOKENIZER_FILES)
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    revision = hashlib.sha256("".join(sums.values()).encode()).hexdigest()[:8]
    whole = {"revision": f"tocsin-reader@{revision}", **card, "sha256": sums}
    (folder / CARD_FILE).write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def sizes(folder: Path, names: Iterable[str]) -> dict[str, int]:
    """Return the bytes of files in a folder."""
    return {name: (folder / name).stat().st_size for name in names}
