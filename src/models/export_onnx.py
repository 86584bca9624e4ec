"""Exports the weights of the neural metrics to ONNX, for the page to score with.

    pip install -r src/models/requirements.txt
    python src/models/export_onnx.py lpips            # LPIPS 0.1 on AlexNet, about 10 MB
    python src/models/export_onnx.py bertscore        # PubMedBERT up to layer 12, about 440 MB
    python src/models/export_onnx.py image-encoder    # Rad-DINO, about 350 MB

Each writes a model, its description (`{name}.json`) and, for texts, a tokenizer into static/models/, and lists
the description in static/models/index.json. Build and host the site with them to offer them to every visitor, or
drop the files on the page to use them in one browser. README.md beside this file has the rest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from PIL import Image

FORMAT = "medgen-bench-viewer/model@1"
OPSET = 18
# Largest difference between PyTorch and ONNX Runtime that an export may have.
TOLERANCE = 1e-4
# What the description's `check` is the score of: the page scores the same pair before it trusts a model.
# src/lib/metrics/neural/modelCheck.ts has the same two pairs.
CHECK_IMAGES = ((97, 61, 3), (160, 120, 0))
CHECK_TEXTS = ("Small right pleural effusion, no fracture.", "There is a small pleural effusion on the right.")


@dataclass(frozen=True)
class Identity:
    """What the description says about the weights; `name` is also the name of the files."""

    name: str
    weights: str
    label: str
    source: str
    licence: str


@dataclass
class Export:
    """A module with what ONNX needs to know of its inputs and output."""

    module: torch.nn.Module
    inputs: dict[str, torch.Tensor]
    output: str
    dynamic: dict[str, dict[int, Any]] = field(default_factory=dict)


class LpipsDistance(torch.nn.Module):
    """Two images of 1×3×256×256 in [−1, 1] → their distance, one number."""

    def __init__(self, lpips_model: torch.nn.Module) -> None:
        super().__init__()
        self.lpips = lpips_model

    def forward(self, candidate: torch.Tensor, reference: torch.Tensor) -> torch.Tensor:
        return self.lpips(candidate, reference).reshape(-1)


class BertLayer(torch.nn.Module):
    """Token ids → hidden states after the last of the kept layers."""

    def __init__(self, bert: torch.nn.Module, layer: int) -> None:
        super().__init__()
        if not 1 <= layer <= len(bert.encoder.layer):
            raise SystemExit(f"layer {layer}: the model has layers 1 to {len(bert.encoder.layer)}")
        # Later layers do not change the output of this one.
        bert.encoder.layer = bert.encoder.layer[:layer]
        self.bert = bert

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        return self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state


class ImageEncoder(torch.nn.Module):
    """One normalised image → its embedding: the pooled output, or the first token where there is none."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        outputs = self.encoder(pixel_values=pixels)
        pooled = getattr(outputs, "pooler_output", None)
        return outputs.last_hidden_state[:, 0] if pooled is None else pooled


def make_image(width: int, height: int, kind: int) -> Image.Image:
    """A picture by formula, so that the page can draw it too: rings, a ramp and a texture, by `kind`."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    rings = ((x - width // 2) ** 2 + (y - height // 2) ** 2) // (13 + 5 * kind)
    channels = [rings + 3 * kind * x, (x * (7 + kind)) ^ (y * 3), (x * y) // (5 + kind) + 11 * kind]
    return Image.fromarray(np.stack([channel & 255 for channel in channels], axis=-1).astype(np.uint8))


def score_lpips(lpips_model: torch.nn.Module, candidate: Image.Image, reference: Image.Image) -> float:
    """As the official evaluator's batches: straight to 256×256, then [−1, 1]."""
    from torchvision import transforms

    preprocess = transforms.Compose([transforms.Resize((256, 256)), transforms.ToTensor()])
    images = [preprocess(image).unsqueeze(0) for image in (candidate, reference)]
    with torch.inference_mode():
        return lpips_model.eval()(*images, normalize=True).item()


def score_embeddings(
    encoder: torch.nn.Module, processor: Any, candidate: Image.Image, reference: Image.Image
) -> float:
    """The cosine of two embeddings, as the official evaluator takes it."""
    module = ImageEncoder(encoder).eval()
    embeddings = []
    for image in (candidate, reference):
        with torch.inference_mode():
            output = module(processor(images=image, return_tensors="pt")["pixel_values"])
        embeddings.append(torch.nn.functional.normalize(output.float(), dim=-1)[0])
    return torch.clamp(torch.dot(*embeddings), -1.0, 1.0).item()


def score_texts(repository: str, layer: int, candidate: str, reference: str) -> float:
    from bert_score import BERTScorer

    scorer = BERTScorer(model_type=repository, num_layers=layer, lang="en", device="cpu")
    return scorer.score([candidate], [reference])[2].item()


def export_lpips(lpips_model: torch.nn.Module, folder: Path, identity: Identity) -> dict[str, Any]:
    """`lpips_model`: an `lpips.LPIPS(net="alex")`."""
    check = score_lpips(lpips_model, *(make_image(*picture) for picture in CHECK_IMAGES))
    images = {name: torch.rand(1, 3, 256, 256) * 2 - 1 for name in ("candidate", "reference")}
    write_onnx(Export(LpipsDistance(lpips_model), images, "distance"), folder / f"{identity.name}.onnx")
    return describe(folder, identity, "lpips", {"output": "distance", "check": check})


def export_bert(repository: str, layer: int, folder: Path, identity: Identity) -> dict[str, Any]:
    """`repository`: of Hugging Face, or a local folder."""
    from transformers import AutoModel, AutoTokenizer

    # Without SDPA the graph consists of plain operators, which every backend of ONNX Runtime has.
    bert = AutoModel.from_pretrained(repository, attn_implementation="eager")
    tokenizer = AutoTokenizer.from_pretrained(repository)
    ids = torch.randint(0, bert.config.vocab_size, (1, 17))
    inputs = {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "token_type_ids": torch.zeros_like(ids),
    }
    tokens = torch.export.Dim("tokens", min=2, max=bert.config.max_position_embeddings)
    dynamic = {name: {1: tokens} for name in inputs}
    export = Export(BertLayer(bert, layer), inputs, "hidden_states", dynamic)
    write_onnx(export, folder / f"{identity.name}.onnx")
    tokenizer_path = folder / f"{identity.name}.tokenizer.json"
    tokenizer.backend_tokenizer.save(str(tokenizer_path), pretty=False)
    return describe(
        folder,
        identity,
        "bertscore",
        {
            "tokenizer": describe_file(tokenizer_path),
            "output": "hidden_states",
            "layer": layer,
            "maxTokens": bert.config.max_position_embeddings,
            "check": score_texts(repository, layer, *CHECK_TEXTS),
        },
    )


def export_image_encoder(
    encoder: torch.nn.Module, processor: Any, folder: Path, identity: Identity
) -> dict[str, Any]:
    """`processor`: the image processor of transformers that belongs to the encoder."""
    description = describe_processor(processor)
    check = score_embeddings(encoder, processor, *(make_image(*picture) for picture in CHECK_IMAGES))
    size = description["crop"] or description["resize"]
    inputs = {"pixels": torch.randn(1, 3, size["height"], size["width"])}
    write_onnx(Export(ImageEncoder(encoder), inputs, "embedding"), folder / f"{identity.name}.onnx")
    details = {"output": "embedding", "input": description, "check": check}
    return describe(folder, identity, "image-embedding", details)


def describe_processor(processor: Any) -> dict[str, Any]:
    """What a processor does to an image, in the words of the description."""
    filters = {1: "lanczos", 2: "bilinear", 3: "bicubic"}
    if int(processor.resample) not in filters:
        raise SystemExit(f"resample {processor.resample}: only {', '.join(filters.values())} are supported")
    if processor.rescale_factor != 1 / 255:
        raise SystemExit(f"rescale_factor {processor.rescale_factor}: only 1/255 is supported")
    size, crop = dict(processor.size), dict(getattr(processor, "crop_size", None) or {})
    by_edge = "shortest_edge" in size
    if by_edge and not processor.do_center_crop:
        raise SystemExit("an image resized by its shortest edge has no fixed size without a crop")
    return {
        "resize": {"shortestEdge": size["shortest_edge"]} if by_edge else pick_size(size),
        "crop": pick_size(crop) if getattr(processor, "do_center_crop", False) else None,
        "filter": filters[int(processor.resample)],
        "mean": list(processor.image_mean),
        "std": list(processor.image_std),
    }


def pick_size(size: dict[str, int]) -> dict[str, int]:
    return {"width": size["width"], "height": size["height"]}


def write_onnx(export: Export, path: Path) -> None:
    """Writes the module and compares what ONNX Runtime and PyTorch make of the same inputs."""
    export.module.eval()
    torch.onnx.export(
        export.module,
        tuple(export.inputs.values()),
        str(path),
        input_names=list(export.inputs),
        output_names=[export.output],
        dynamic_shapes=tuple(export.dynamic.get(name, {}) for name in export.inputs),
        opset_version=OPSET,
        dynamo=True,
        # The optimiser takes LPIPS's "+ 1e-10" for "+ 0" and drops it, which makes NaN of every dead pixel.
        optimize=False,
        external_data=False,
    )
    strip_traces(path)
    session = onnxruntime.InferenceSession(str(path))
    actual = session.run(None, {name: value.numpy() for name, value in export.inputs.items()})[0]
    with torch.inference_mode():
        expected = export.module(**export.inputs).numpy()
    difference = float(np.abs(actual - expected).max())
    print(f"{path.name}: {path.stat().st_size:,} bytes; ONNX Runtime and PyTorch differ by {difference:.1e}")
    if not difference <= TOLERANCE:
        raise SystemExit(f"{path.name}: the export differs from PyTorch by more than {TOLERANCE}")


def strip_traces(path: Path) -> None:
    """Removes the stack traces that the exporter leaves in the graph: they name folders of this machine."""
    model = onnx.load(str(path))
    for graph in [model.graph, *model.functions]:
        for part in [*graph.node, *getattr(graph, "input", []), *getattr(graph, "value_info", [])]:
            if not isinstance(part, str):
                part.ClearField("metadata_props")
                part.ClearField("doc_string")
        graph.ClearField("metadata_props")
    for part in [*model.graph.initializer, *model.graph.output]:
        part.ClearField("metadata_props")
    model.ClearField("metadata_props")
    onnx.save(model, str(path))


def describe(folder: Path, identity: Identity, metric: str, details: dict[str, Any]) -> dict[str, Any]:
    """Writes `{name}.json` and lists it in index.json."""
    description = {
        "format": FORMAT,
        "metric": metric,
        "weights": identity.weights,
        "label": identity.label,
        "source": identity.source,
        "licence": identity.licence,
        "model": describe_file(folder / f"{identity.name}.onnx"),
        **details,
        "madeWith": {name: version(name) for name in ("torch", "onnx")},
    }
    file_name = f"{identity.name}.json"
    (folder / file_name).write_text(json.dumps(description, indent=2, ensure_ascii=False) + "\n", "utf-8")
    index = folder / "index.json"
    listed = json.loads(index.read_text("utf-8")) if index.exists() else []
    index.write_text(json.dumps(sorted({*listed, file_name}), indent=2) + "\n", "utf-8")
    return description


def describe_file(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"file": path.name, "byteLength": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def run_lpips(folder: Path, _: argparse.Namespace) -> None:
    import lpips

    identity = Identity(
        name="lpips-alex",
        weights="lpips-0.1-alex",
        label="LPIPS 0.1, AlexNet",
        source="lpips 0.1.4 (richzhang/PerceptualSimilarity) on torchvision's AlexNet IMAGENET1K_V1",
        licence="BSD-2-Clause (lpips), BSD-3-Clause (torchvision)",
    )
    export_lpips(lpips.LPIPS(net="alex"), folder, identity)


def run_bertscore(folder: Path, arguments: argparse.Namespace) -> None:
    repository = arguments.model or "microsoft/BiomedNLP-PubMedBERT-base-uncased-abstract"
    export_bert(repository, arguments.layer, folder, identify(repository, arguments.licence or "MIT"))


def run_image_encoder(folder: Path, arguments: argparse.Namespace) -> None:
    from transformers import AutoImageProcessor, AutoModel

    repository = arguments.model or "microsoft/rad-dino"
    encoder = AutoModel.from_pretrained(repository, attn_implementation="eager")
    processor = AutoImageProcessor.from_pretrained(repository, use_fast=False)
    identity = identify(repository, arguments.licence or "see its source")
    export_image_encoder(encoder, processor, folder, identity)


def identify(repository: str, licence: str) -> Identity:
    """`repository`: of Hugging Face, or a local folder."""
    name = Path(repository).name
    is_local = Path(repository).is_dir()
    return Identity(
        name=name.lower(),
        weights=name,
        label=name if is_local else repository,
        source="a local folder" if is_local else f"https://huggingface.co/{repository}",
        licence=licence,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    runs = {"lpips": run_lpips, "bertscore": run_bertscore, "image-encoder": run_image_encoder}
    parser.add_argument("metric", choices=runs)
    parser.add_argument("--model", help="another repository of Hugging Face, or a local folder")
    parser.add_argument("--layer", type=int, default=12, help="bertscore: the layer to compare (12)")
    parser.add_argument("--licence", help="the licence of another model")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[2] / "static/models")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    runs[arguments.metric](arguments.out, arguments)


if __name__ == "__main__":
    main()
