"""Makes twins of the published weights: their architectures and files, with random numbers, and the scores that the
reference libraries give on them.

    pip install -r tests/golden/neural/requirements.txt
    python tests/golden/weights/twins.py                  # tiny ones, a few kilobytes each, for the tests
    python tests/golden/weights/twins.py --full FOLDER    # the sizes of the official ones: 244 MB, 440 MB, 346 MB

The scores come from lpips.LPIPS, bert_score.BERTScorer and transformers, which read the very files. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import lpips
import torch
import torchvision
from safetensors.torch import save_file
from transformers import BertConfig, BertModel, BertTokenizerFast, BitImageProcessor, Dinov2Config, Dinov2Model

GOLDEN = Path(__file__).parents[1]
sys.path[:0] = [str(GOLDEN / "neural"), str(GOLDEN.parents[1] / "src/models")]

import export_onnx  # noqa: E402
import make as neural  # noqa: E402


@dataclass(frozen=True)
class Sizes:
    # Of AlexNet's five convolutions.
    widths: tuple[int, ...]
    bert: dict[str, Any]
    dinov2: dict[str, Any]


TINY = Sizes(
    widths=(2, 3, 4, 3, 2),
    bert={
        "hidden_size": 8,
        "num_hidden_layers": 3,
        "num_attention_heads": 2,
        "intermediate_size": 12,
        "initializer_range": 0.2,
    },
    dinov2={
        "hidden_size": 8,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "image_size": 28,
        "initializer_range": 0.3,
        "layerscale_value": 0.7,
    },
)
FULL_WORDS = 30522
FULL = Sizes(
    widths=(64, 192, 384, 256, 256),
    bert={"num_hidden_layers": 12},
    dinov2={"num_hidden_layers": 12, "image_size": 518, "initializer_range": 0.05, "layerscale_value": 0.7},
)


def make_alexnet(widths: tuple[int, ...]) -> torch.nn.Module:
    """torchvision's AlexNet; a narrow one keeps a stub of its classifier, so that the file has what LPIPS leaves out."""
    alexnet = torchvision.models.alexnet(weights=None)
    if widths == FULL.widths:
        return alexnet
    channels = 3
    for index, width in zip((0, 3, 6, 8, 10), widths):
        old = alexnet.features[index]
        alexnet.features[index] = torch.nn.Conv2d(
            channels, width, old.kernel_size, stride=old.stride, padding=old.padding
        )
        channels = width
    alexnet.classifier = torch.nn.ModuleDict({"1": torch.nn.Linear(channels, 2)})
    return alexnet


def open_lpips(alexnet: torch.nn.Module, widths: tuple[int, ...], heads: dict[str, torch.Tensor] | None) -> lpips.LPIPS:
    """LPIPS as the library builds it around a given AlexNet; `heads` None: the trained ones of the library."""
    original = torchvision.models.alexnet
    torchvision.models.alexnet = lambda **_: alexnet
    model = lpips.LPIPS(net="alex", pretrained=heads is None, pnet_rand=True, verbose=False)
    torchvision.models.alexnet = original
    if heads is not None:
        model.chns = list(widths)
        for index, width in enumerate(widths):
            setattr(model, f"lin{index}", lpips.NetLinLayer(width, use_dropout=True))
        model.lins = torch.nn.ModuleList(getattr(model, f"lin{index}") for index in range(len(widths)))
        model.load_state_dict(heads, strict=False)
    return model.eval()


def write_lpips(folder: Path, sizes: Sizes) -> None:
    state = make_alexnet(sizes.widths).state_dict()
    torch.save(state, folder / "alexnet-zip.pth")
    torch.save(state, folder / "alexnet-stream.pth", _use_new_zipfile_serialization=False)
    heads = None
    if sizes is TINY:
        heads = {f"lin{i}.model.1.weight": torch.rand(1, width, 1, 1) for i, width in enumerate(sizes.widths)}
        torch.save(heads, folder / "heads.pth", _use_new_zipfile_serialization=False)
        write_odd_forms(folder, state)
    alexnet = make_alexnet(sizes.widths)
    alexnet.load_state_dict(torch.load(folder / "alexnet-zip.pth", weights_only=True))
    model = open_lpips(alexnet, sizes.widths, heads)
    cases = neural.score_images(partial(export_onnx.score_lpips, model))
    write(folder / "lpips.json", cases, ["lpips", "torch", "torchvision", "pillow"])


def write_odd_forms(folder: Path, state: dict[str, torch.Tensor]) -> None:
    """The same tensors halved in width, tied, strided, as parameters, and inside a checkpoint; with what they are."""
    sample = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 7
    odd = {
        "packed": sample,
        "transposed": sample.transpose(0, 2),
        "column": sample[:, 1, ::2],
        "half": sample.half(),
        "brain": sample.bfloat16(),
        "double": sample.double(),
        "specials": torch.tensor([0.0, -0.0, 6e-8, 65504.0, float("inf"), float("nan")]).half(),
        "scalar": torch.tensor(2.5),
        "whole": torch.tensor([1, 2, 3]),
        "parameter": torch.nn.Parameter(sample[0]),
    }
    odd["tied"] = odd["packed"]
    checkpoint = {"epoch": 3, "state_dict": odd}
    torch.save(checkpoint, folder / "odd-zip.pth")
    torch.save(checkpoint, folder / "odd-stream.pth", _use_new_zipfile_serialization=False)
    save_file({name: tensor.detach().contiguous().clone() for name, tensor in odd.items()}, folder / "odd.safetensors")
    values = {
        name: {"shape": list(tensor.shape), "values": [str(v) for v in tensor.detach().float().flatten().tolist()]}
        for name, tensor in odd.items()
    }
    (folder / "odd.json").write_text(json.dumps(values, indent=1) + "\n", "utf-8")


def write_bert(folder: Path, sizes: Sizes) -> None:
    """As the hub has a BERT: weights in two forms, config and vocabulary."""
    target = folder / "bert"
    target.mkdir(exist_ok=True)
    vocabulary = neural.make_vocabulary(target)
    if sizes is FULL:
        fill_vocabulary(vocabulary, FULL_WORDS)
    tokenizer = BertTokenizerFast(str(vocabulary), model_max_length=512)
    config = BertConfig(**{"vocab_size": len(tokenizer), "attn_implementation": "eager", **sizes.bert})
    model = liven_norms(BertModel(config))
    if sizes is FULL:
        model.save_pretrained(target)
    else:
        config.save_pretrained(target)
    # The hub's older files come from a model with a head, under a prefix, with the norms' older names.
    state = {rename(f"bert.{name}"): tensor for name, tensor in model.state_dict().items()}
    torch.save(state, target / "pytorch_model.bin")
    layer = config.num_hidden_layers - (sizes is TINY)
    tokenizer.save_pretrained(target)
    (target / "special_tokens_map.json").unlink(missing_ok=True)
    cases = neural.score_texts(target, tokenizer, layer)
    write(folder / "bertscore.json", cases, ["bert-score", "torch", "transformers", "tokenizers"])


def fill_vocabulary(path: Path, count: int) -> None:
    """Unused words behind those of the tests, so that there are as many as the embedding has rows."""
    words = path.read_text("utf-8").splitlines()
    words += [f"[unused{number}]" for number in range(count - len(words))]
    path.write_text("\n".join(words) + "\n", "utf-8")


def liven_norms(model: BertModel) -> BertModel:
    """Trained norms share a direction, so that cosines are positive: bert-score's padding counts as a cosine of 0."""
    for module in model.modules():
        if isinstance(module, torch.nn.LayerNorm):
            torch.nn.init.normal_(module.weight, 0.6, 0.1)
            torch.nn.init.normal_(module.bias, 0.2, 0.2)
    return model


def rename(name: str) -> str:
    return name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")


def write_dinov2(folder: Path, sizes: Sizes) -> None:
    target = folder / "dinov2"
    target.mkdir(exist_ok=True)
    config = Dinov2Config(attn_implementation="eager", patch_size=14, **sizes.dinov2)
    Dinov2Model(config).save_pretrained(target)
    side = config.image_size
    processor = BitImageProcessor(
        size={"shortest_edge": side},
        crop_size={"height": side, "width": side},
        image_mean=[0.5307, 0.5307, 0.5307],
        image_std=[0.2583, 0.2583, 0.2583],
    )
    processor.save_pretrained(target)
    encoder = Dinov2Model.from_pretrained(target, attn_implementation="eager").eval()
    cases = neural.score_images(partial(export_onnx.score_embeddings, encoder, processor))
    write(folder / "imageEmbedding.json", cases, ["torch", "transformers", "pillow"])


def write(path: Path, cases: list[dict[str, Any]], libraries: list[str]) -> None:
    neural.write(path, cases, libraries)
    content = json.loads(path.read_text("utf-8")) | {"command": "python tests/golden/weights/twins.py"}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


WRITERS: dict[str, Callable[[Path, Sizes], None]] = {
    "lpips": write_lpips,
    "bertscore": write_bert,
    "image-embedding": write_dinov2,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("metrics", nargs="*", choices=[[], *WRITERS], help="all by default")
    parser.add_argument("--full", type=Path, metavar="FOLDER", help="where to write twins of the official sizes")
    arguments = parser.parse_args()
    folder = arguments.full or Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    for metric in arguments.metrics or WRITERS:
        torch.manual_seed(20261128)
        WRITERS[metric](folder, FULL if arguments.full else TINY)


if __name__ == "__main__":
    main()
