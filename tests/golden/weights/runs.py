"""LPIPS and BERTScore of whole runs by lpips and bert-score, on weights that give the official metrics their names:
AlexNet of the official widths with numbers by rule (tests/weights/writeAlexnet.ts writes the same), and the twin of PubMedBERT in
official-bert/, narrow but of twelve layers, which is made anew.

    pip install -r tests/golden/neural/requirements.txt
    npm run demo
    python tests/golden/weights/runs.py static/demo/demo.zip demo.json
    python tests/golden/weights/runs.py ../shared/realrun realrun.json      # real medical images, where they are at hand

Closed-form answers are left out: what the evaluator makes of them has golden vectors of its own.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
import torchvision
from bert_score import BERTScorer
from PIL import Image
from transformers import BertConfig, BertModel, BertTokenizerFast

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "neural"), str(HERE.parents[2] / "src/models")]

import export_onnx  # noqa: E402
import make as neural  # noqa: E402
import twins  # noqa: E402

LAYERS = 12
CLOSED_FORM = ("multiple-choice", "blank-filling")


def draw_numbers(shape: torch.Size, limit: float, seed: int) -> torch.Tensor:
    """Between -limit and limit, by a linear congruence."""
    state = seed + 1
    numbers = []
    for _ in range(shape.numel()):
        state = (state * 1_664_525 + 1_013_904_223) % 2**32
        numbers.append(limit * (state / 2**31 - 1))
    return torch.tensor(numbers, dtype=torch.float64).float().reshape(shape)


def make_alexnet() -> torch.nn.Module:
    alexnet = torchvision.models.alexnet(weights=None)
    state = alexnet.state_dict()
    for key, name in enumerate(name for name in state if name.startswith("features.")):
        shape = state[name].shape
        limit = 0.1 if name.endswith("bias") else 2 / shape[1:].numel() ** 0.5
        state[name] = draw_numbers(shape, limit, key)
    alexnet.load_state_dict(state)
    return alexnet


def write_bert(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    tokenizer = BertTokenizerFast(str(neural.make_vocabulary(folder)), model_max_length=512)
    sizes = {**twins.TINY.bert, "num_hidden_layers": LAYERS, "vocab_size": len(tokenizer)}
    config = BertConfig(attn_implementation="eager", **sizes)
    twins.liven_norms(BertModel(config)).save_pretrained(folder)


def read_records(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """With the system of each, which is the name of its file up to the last part."""
    for path in sorted((folder / "predictions").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield path.stem.rsplit("_", 1)[0], json.loads(line)


def score_images(folder: Path, record: dict[str, Any], model: torch.nn.Module) -> float | None:
    if not record.get("output_image") or not record.get("ground_truth_image"):
        return None
    candidate = folder / "predictions" / record["output_image"]
    reference = folder / "MedGEN_data" / record["ground_truth_image"]
    if not candidate.is_file():
        return None
    return export_onnx.score_lpips(model, Image.open(candidate).convert("RGB"), Image.open(reference).convert("RGB"))


def score_texts(record: dict[str, Any], scorer: BERTScorer, tokenizer: BertTokenizerFast) -> float | None:
    answer, response = record.get("answer"), record.get("response")
    if record["paper_task"] in CLOSED_FORM or not isinstance(answer, str) or not isinstance(response, str):
        return None
    pair = [neural.truncate(tokenizer, " ".join(text.split())) for text in (response, answer)]
    return scorer.score(pair[:1], pair[1:])[2].item()


def score_run(folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    model = twins.open_lpips(make_alexnet(), twins.FULL.widths, None)
    bert = HERE / "official-bert"
    scorer = BERTScorer(model_type=str(bert), num_layers=LAYERS, lang="en", device="cpu")
    tokenizer = BertTokenizerFast.from_pretrained(bert, model_max_length=512)
    scores: dict[str, dict[str, dict[str, float]]] = {}
    for system, record in read_records(folder):
        found = {"LPIPS": score_images(folder, record, model), "BERT_Score": score_texts(record, scorer, tokenizer)}
        values = {name: value for name, value in found.items() if value is not None}
        if values:
            scores.setdefault(system, {})[record["sample_id"]] = values
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="a folder or ZIP with MedGEN_data and predictions")
    parser.add_argument("name", help="of the file that is written beside this script")
    arguments = parser.parse_args()
    torch.manual_seed(20261128)
    write_bert(HERE / "official-bert")
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.run
        if folder.is_file():
            folder = Path(temporary)
            zipfile.ZipFile(arguments.run).extractall(folder)
        scores = score_run(folder)
    content = {
        "source": "weights by rule and a random twin; expected values by the reference libraries",
        "command": f"python tests/golden/weights/runs.py {arguments.run} {arguments.name}",
        "versions": {name: version(name) for name in ("lpips", "bert-score", "torch", "transformers", "pillow")},
        "systems": scores,
    }
    (HERE / arguments.name).write_text(json.dumps(content, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
