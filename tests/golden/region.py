"""Writes region.json: the region of change and the metrics in and around it, written anew with NumPy, SciPy and
scikit-image, for images that tests/metrics/region/drawn.ts draws by the same rule.

    pip install numpy==1.24.2 pillow==9.4.0 scipy==1.10.1 scikit-image==0.19.3
    python tests/golden/region.py > tests/golden/region.json
"""

import hashlib
import json

import numpy as np
import PIL
import scipy
import skimage
from PIL import Image
from scipy import ndimage
from skimage.metrics import structural_similarity


def case(name, width, height, *boxes, noise=3):
    """Boxes are added to the reference: x, y, width, height, and the steps of red, green and blue."""
    return {"name": name, "width": width, "height": height, "noise": noise, "boxes": boxes}


CASES = [
    case("a square", 64, 48, [20, 10, 12, 12, [40, 40, 40]]),
    case("two places and a speck of nine pixels", 97, 80, [0, 0, 15, 9, [60, 60, 60]], [60, 50, 9, 20, [90, 0, 0]],
         [30, 60, 3, 3, [90, 90, 90]]),
    case("a clear core with a faint rim, and a faint patch alone", 90, 64, [10, 10, 30, 30, [11, 11, 11]],
         [20, 20, 8, 8, [20, 20, 20]], [60, 20, 20, 20, [11, 11, 11]]),
    case("a diagonal of single pixels", 37, 29, *[[5 + i, 3 + i, 1, 1, [120, 120, 120]] for i in range(20)]),
    case("a strip along the left edge", 24, 40, [0, 5, 1, 30, [99, 99, 99]]),
    case("all but the right edge", 60, 40, [0, 0, 50, 40, [50, 50, 50]]),
    case("a colour alone, at half its weight", 70, 50, [10, 10, 20, 20, [0, 0, 24]], [45, 10, 20, 20, [0, 0, 40]]),
    case("a tall image", 40, 300, [5, 230, 25, 50, [40, 40, 40]]),
    case("noise alone", 50, 50),
    case("noise that is a change", 50, 50, noise=60),
]


def noise(length):
    return (np.arange(length, dtype=np.uint64) * 2654435761 % 2**32 // 2**24).astype(np.int64)


def disturb(pixels, levels):
    moved = pixels.ravel().astype(np.int64) + noise(pixels.size) * 2 * levels // 256 - levels
    return np.clip(moved, 0, 255).reshape(pixels.shape).astype(np.uint8)


def draw(width, height, boxes, levels):
    y, x, channel = np.mgrid[0:height, 0:width, 0:3]
    source = 60 + (x * y // 16 + x + 20 * channel) % 64
    target = disturb(source, levels).astype(np.int64)
    for left, top, w, h, steps in boxes:
        target[top:top + h, left:left + w] += steps
    target = np.clip(target, 0, 255).astype(np.uint8)
    return source.astype(np.uint8), target, disturb(target, 12)


def luma(pixels):
    return np.asarray(Image.fromarray(pixels).convert("L")).astype(np.int64)


def region_of(source, target):
    colour = np.abs(source.astype(int) - target.astype(int)).max(axis=2) // 2
    levels = np.maximum(colour, np.abs(luma(source) - luma(target)))
    labels, count = ndimage.label(levels >= 8, structure=np.ones((3, 3)))
    clear = ndimage.sum(levels >= 16, labels, index=np.arange(count + 1))
    kept = (clear >= 16) & (np.arange(count + 1) > 0)
    return ndimage.binary_dilation(kept[labels], structure=np.ones((7, 7)))


def psnr(output, target, mask):
    error = np.mean((output[mask].astype(float) - target[mask]) ** 2)
    return 100.0 if error == 0 else float(10 * np.log10(255**2 / error))


def ssim(output, target, mask):
    a, b = luma(output).astype(np.uint8), luma(target).astype(np.uint8)
    whole = structural_similarity(a, b, data_range=255, full=True)[1]
    covered = ndimage.minimum_filter(mask, size=7)
    chosen = whole[3:-3, 3:-3][covered[3:-3, 3:-3]]
    return float(chosen.mean()) if chosen.size else None


def score(spec):
    source, target, output = draw(spec["width"], spec["height"], spec["boxes"], spec["noise"])
    mask = region_of(source, target)
    share = mask.mean()
    if share == 0 or share > 0.95:
        return {**spec, "inside_pixels": None}
    return {
        **spec,
        "inside_pixels": int(mask.sum()),
        "sha256": hashlib.sha256(mask.astype(np.uint8).tobytes()).hexdigest(),
        "region-fidelity-psnr": psnr(output, target, mask),
        "region-fidelity-ssim": ssim(output, target, mask),
        "region-preservation-psnr": psnr(output, target, ~mask),
        "region-preservation-ssim": ssim(output, target, ~mask),
    }


versions = {"numpy": np.__version__, "pillow": PIL.__version__, "scipy": scipy.__version__,
            "scikit-image": skimage.__version__}
print(json.dumps({"versions": versions, "cases": [score(spec) for spec in CASES]}, indent=1))
