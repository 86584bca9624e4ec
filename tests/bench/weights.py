"""Seconds a pair that lpips and bert-score take, in one thread, on the twins of a folder: `python weights.py FOLDER`.

Prints JSON, `{"lpips": seconds, "bertscore": seconds}`, for tests/bench/weights.bench.ts, which scores the same pairs.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parents[1] / "golden"
sys.path[:0] = [str(GOLDEN / "weights"), str(GOLDEN / "neural"), str(GOLDEN.parents[1] / "src/models")]

import export_onnx  # noqa: E402
import torch  # noqa: E402
import twins  # noqa: E402
from bert_score import BERTScorer  # noqa: E402


def measure(score: Callable[[dict[str, Any]], object], cases: list[dict[str, Any]]) -> float:
    """The first pair warms up."""
    score(cases[0])
    start = time.process_time()
    for case in cases:
        score(case)
    return (time.process_time() - start) / len(cases)


def measure_lpips(folder: Path, cases: list[dict[str, Any]]) -> float:
    sizes = twins.TINY if (folder / "heads.pth").exists() else twins.FULL
    alexnet = twins.make_alexnet(sizes.widths)
    alexnet.load_state_dict(torch.load(folder / "alexnet-zip.pth", weights_only=True))
    heads = torch.load(folder / "heads.pth", weights_only=True) if sizes is twins.TINY else None
    model = twins.open_lpips(alexnet, sizes.widths, heads)

    def draw(side: dict[str, Any]) -> Any:
        return export_onnx.make_image(side["width"], side["height"], side["kind"])

    pairs = [{"candidate": draw(case["candidate"]), "reference": draw(case["reference"])} for case in cases]
    return measure(lambda pair: export_onnx.score_lpips(model, pair["candidate"], pair["reference"]), pairs)


def measure_bertscore(folder: Path, cases: list[dict[str, Any]]) -> float:
    config = json.loads((folder / "bert/config.json").read_text("utf-8"))
    layers = config["num_hidden_layers"]
    scorer = BERTScorer(model_type=str(folder / "bert"), num_layers=layers, lang="en", device="cpu")
    return measure(lambda case: scorer.score([case["response"]], [case["answer"]]), cases)


def main() -> None:
    folder = Path(sys.argv[1])
    torch.set_num_threads(1)

    def read(name: str) -> list[dict[str, Any]]:
        return json.loads((folder / name).read_text("utf-8"))["cases"]

    seconds = {
        "lpips": measure_lpips(folder, read("lpips.json")),
        "bertscore": measure_bertscore(folder, read("bertscore.json")),
    }
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
