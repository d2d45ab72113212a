"""`train`: make the reader anew from labelled data and a pretrained encoder."""

from __future__ import annotations

import argparse
import importlib.util
import logging
from pathlib import Path

from pipeline.assembly import Assembly
from pipeline.errors import AssetError

PHASES = ("spans", "tags", "refine", "mend")
_NEEDS = "pip install -r requirements-train.txt (for torch, a CPU build is enough)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may stand behind `train`."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder of labelled data")
    parser.add_argument(
        "--encoder", type=Path, help="folder of a pretrained BERT and its tokenizer (default: packaged)"
    )
    parser.add_argument("--out", type=Path, default=Path("build/reader"), help="where checkpoints and the model go")
    parser.add_argument("--phases", nargs="+", choices=PHASES, default=list(PHASES), help="default: all")
    parser.add_argument("--start", type=Path, help="weights of an earlier run (reader.pt) to go on from")


def run(arguments: argparse.Namespace, assembly: Assembly) -> int:
    """Train, or go on from the checkpoints in the output folder; say how good the result is.

    Raises:
        AssetError: the data, the encoder or what training needs is missing.
    """
    if not (arguments.data / "quotes").is_dir():
        raise AssetError(str(arguments.data), f"no labelled data in {arguments.data}; name its folder with --data")
    if importlib.util.find_spec("torch") is None:
        raise AssetError("torch", f"training needs torch, which is not installed; {_NEEDS}")
    from pipeline.model.training import course, encoders  # noqa: PLC0415 -- torch, for this command alone

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    encoder = arguments.encoder or encoders.packaged(arguments.out / "encoder")
    given = course.Course(arguments.data, encoder, arguments.out, tuple(arguments.phases), arguments.start)
    figures = course.run(given, assembly.settings)
    model = arguments.out / "model"
    print(f"held out: stance macro-F1 {figures['stance']['macro_f1']}, risk macro-F1 {figures['risk']['macro_f1']}")
    print(f"the model is in {model}; to use it, copy it over {assembly.settings.model} and run evaluate")
    return 0
