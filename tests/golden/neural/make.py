"""Makes the tiny models with random weights and the scores that the reference libraries give on them.

    pip install -r tests/golden/neural/requirements.txt
    python tests/golden/neural/make.py                  # the tiny models of the tests
    python tests/golden/neural/make.py --full FOLDER    # the official sizes, still with random weights: 450 MB

The models have the official architectures, the tiny ones with fewer channels and layers, and are exported by the very functions that
export the official weights (src/models/export_onnx.py). The scores come from the classes that the official evaluator
calls: lpips.LPIPS, bert_score.BERTScorer, transformers' tokenizers and image processors. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import lpips
import torch
import torchvision
from bert_score import BERTScorer
from transformers import (
    BertConfig,
    BertModel,
    BertTokenizerFast,
    BitImageProcessor,
    Dinov2Config,
    Dinov2Model,
)

sys.path.insert(0, str(Path(__file__).parents[3] / "src/models"))

import export_onnx  # noqa: E402
from texts import PAIRS, WORDS  # noqa: E402


@dataclass(frozen=True)
class Sizes:
    prefix: str
    # Of AlexNet's five convolutions.
    widths: tuple[int, ...]
    bert: dict[str, Any]
    # The layer that is compared; there is one more.
    layer: int


TINY = Sizes(
    prefix="tiny",
    widths=(8, 24, 48, 32, 32),
    bert={"hidden_size": 48, "num_attention_heads": 4, "intermediate_size": 96, "initializer_range": 0.3},
    layer=2,
)
FULL = Sizes(prefix="full", widths=(64, 192, 384, 256, 256), bert={"vocab_size": 30522}, layer=12)


def identity(name: str) -> export_onnx.Identity:
    return export_onnx.Identity(
        name=name,
        weights=f"random-{name}",
        label=f"{name} with random weights",
        source="tests/golden/neural/make.py",
        licence="MIT",
    )


# [candidate, reference], each width, height, kind.
IMAGE_PAIRS = [
    ((256, 256, 0), (256, 256, 0)),
    ((256, 256, 1), (256, 256, 0)),
    ((300, 200, 2), (300, 200, 1)),
    ((97, 61, 3), (512, 384, 0)),
    ((1024, 1024, 1), (200, 333, 4)),
    ((64, 64, 5), (64, 64, 2)),
]


def describe_image(spec: tuple[int, int, int]) -> dict[str, Any]:
    width, height, kind = spec
    pixels = export_onnx.make_image(*spec).tobytes()
    return {"width": width, "height": height, "kind": kind, "sha256": hashlib.sha256(pixels).hexdigest()}


def make_lpips(widths: tuple[int, ...]) -> lpips.LPIPS:
    """LPIPS as the library builds it, its trunk's constructor and its linear heads of other widths."""

    original = torchvision.models.alexnet

    def narrow_alexnet(pretrained: bool = False) -> torch.nn.Module:
        full = original(weights=None)
        channels = 3
        for index, width in zip((0, 3, 6, 8, 10), widths):
            old = full.features[index]
            full.features[index] = torch.nn.Conv2d(
                channels, width, old.kernel_size, stride=old.stride, padding=old.padding
            )
            channels = width
        return full

    torchvision.models.alexnet = narrow_alexnet
    model = lpips.LPIPS(net="alex", pretrained=False, pnet_rand=True, verbose=False)
    torchvision.models.alexnet = original
    model.chns = list(widths)
    heads = [lpips.NetLinLayer(width, use_dropout=True) for width in widths]
    for index, head in enumerate(heads):
        # Trained heads are never negative.
        head.model[1].weight.data.abs_()
        setattr(model, f"lin{index}", head)
    model.lins = torch.nn.ModuleList(heads)
    return model.eval()


def score_images(score: Callable[..., float]) -> list[dict[str, Any]]:
    """`score` takes the candidate and the reference."""
    cases = []
    for specs in IMAGE_PAIRS:
        value = score(*(export_onnx.make_image(*spec) for spec in specs))
        candidate, reference = (describe_image(spec) for spec in specs)
        cases.append({"candidate": candidate, "reference": reference, "value": value})
    return cases


def make_vocabulary(folder: Path) -> Path:
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    pieces = [*letters, *"0123456789", "ing", "tion", "al", "ed", "s", "ary"]
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *"0123456789", *".,:;!?'\"()[]-/%+=<>#"]
    tokens += ["é", "肺", "°", "µ", *[f"##{piece}" for piece in pieces], *WORDS]
    path = folder / "vocab.txt"
    path.write_text("\n".join(dict.fromkeys(tokens)) + "\n", "utf-8")
    return path


def make_bert(folder: Path, sizes: Sizes) -> BertTokenizerFast:
    """Saves a model in the folder, one layer more than is used."""
    tokenizer = BertTokenizerFast(str(make_vocabulary(folder)), model_max_length=512)
    options = {"vocab_size": len(tokenizer), "attn_implementation": "eager", **sizes.bert}
    config = BertConfig(num_hidden_layers=sizes.layer + 1, **options)
    BertModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return tokenizer


def truncate(tokenizer: BertTokenizerFast, text: str) -> str:
    """What the evaluator does to each text before it scores it."""
    encoded = tokenizer(text, add_special_tokens=True, truncation=True, max_length=512)
    return tokenizer.decode(encoded["input_ids"], skip_special_tokens=True, clean_up_tokenization_spaces=True)


def score_texts(folder: Path, tokenizer: BertTokenizerFast, layer: int) -> list[dict[str, Any]]:
    scorer = BERTScorer(
        model_type=str(folder), num_layers=layer, lang="en", rescale_with_baseline=False, device="cpu"
    )
    pairs = [(truncate(tokenizer, response), truncate(tokenizer, answer)) for response, answer in PAIRS]
    together = scorer.score([pair[0] for pair in pairs], [pair[1] for pair in pairs])[2].tolist()
    cases = []
    for (response, answer), pair, batched in zip(PAIRS, pairs, together):
        precision, recall, f1 = (score.item() for score in scorer.score([pair[0]], [pair[1]]))
        # A batch is padded, which must not change what a pair gets.
        assert abs(f1 - batched) < 1e-5, (response, f1, batched)
        # The library tokenises with the Python tokenizer, the evaluator truncates with the Rust one.
        ids = [scorer._tokenizer.encode(text.strip(), max_length=512, truncation=True) for text in pair]
        case = {"response": response, "answer": answer, "responseIds": ids[0], "answerIds": ids[1]}
        cases.append({**case, "precision": precision, "recall": recall, "f1": f1})
    return cases


def make_encoder() -> tuple[Dinov2Model, BitImageProcessor]:
    """Rad-DINO's architecture and processor, small."""
    config = Dinov2Config(
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=56,
        patch_size=14,
        initializer_range=0.2,
        attn_implementation="eager",
    )
    processor = BitImageProcessor(
        size={"shortest_edge": 56},
        crop_size={"height": 56, "width": 56},
        image_mean=[0.5307, 0.5307, 0.5307],
        image_std=[0.2583, 0.2583, 0.2583],
    )
    return Dinov2Model(config).eval(), processor


def write(path: Path, cases: list[dict[str, Any]], libraries: list[str]) -> None:
    content = {
        "source": "random weights; expected values by the reference libraries",
        "command": "python tests/golden/neural/make.py",
        "versions": {library: version(library) for library in libraries},
        "cases": cases,
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def write_lpips(folder: Path, sizes: Sizes) -> None:
    model = make_lpips(sizes.widths)
    export_onnx.export_lpips(model, folder, identity(f"{sizes.prefix}-lpips"))
    cases = score_images(partial(export_onnx.score_lpips, model))
    write(folder / "lpips.json", cases, ["lpips", "torch", "torchvision", "pillow"])


def write_bertscore(folder: Path, sizes: Sizes) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        tokenizer = make_bert(Path(temporary), sizes)
        export_onnx.export_bert(temporary, sizes.layer, folder, identity(f"{sizes.prefix}-bert"))
        cases = score_texts(Path(temporary), tokenizer, sizes.layer)
    write(folder / "bertscore.json", cases, ["bert-score", "torch", "transformers", "tokenizers"])


def write_encoder(folder: Path) -> None:
    encoder, processor = make_encoder()
    export_onnx.export_image_encoder(encoder, processor, folder, identity("tiny-encoder"))
    cases = score_images(partial(export_onnx.score_embeddings, encoder, processor))
    write(folder / "imageEmbedding.json", cases, ["torch", "transformers", "pillow"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", type=Path, metavar="FOLDER", help="LPIPS and BERT in the official sizes")
    full = parser.parse_args().full
    torch.manual_seed(20250101)
    if full:
        full.mkdir(parents=True, exist_ok=True)
        write_lpips(full, FULL)
        write_bertscore(full, FULL)
    else:
        folder = Path(__file__).parent
        write_lpips(folder, TINY)
        write_bertscore(folder, TINY)
        write_encoder(folder)


if __name__ == "__main__":
    main()
