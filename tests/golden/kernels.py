"""Writes kernels.json: what the reference libraries give for inputs that tests/kernels/patterns.ts draws by the same rule.

    pip install numpy==1.24.2 pillow==9.4.0 scikit-image==0.19.3
    python tests/golden/kernels.py > tests/golden/kernels.json
"""

import hashlib
import json

import numpy as np
import PIL
import skimage
from PIL import Image
from skimage.metrics import structural_similarity


def noise(length):
    return (np.arange(length, dtype=np.uint64) * 2654435761 % 2**32 // 2**24).astype(np.int64)


def pattern(width, height):
    y, x = np.mgrid[0:height, 0:width]
    return (x * y // 16 + x) % 256


def disturbed(width, height):
    moved = pattern(width, height) + noise(width * height).reshape(height, width) // 4 - 32
    return np.clip(moved, 0, 255)


def sha256(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


def luma():
    colours = np.stack([noise(3 * 4099)[channel::3] for channel in range(3)], axis=1).astype(np.uint8)
    image = Image.fromarray(colours[np.newaxis])
    return {"pixels": 4099, "sha256": sha256(image.convert("L"))}


def ssim():
    sizes = [(7, 7), (7, 50), (50, 7), (8, 8), (9, 11), (13, 10), (64, 48), (513, 257)]
    for width, height in sizes:
        a, b = pattern(width, height).astype(np.uint8), disturbed(width, height).astype(np.uint8)
        yield {"width": width, "height": height, "ssim": structural_similarity(a, b, data_range=255)}


def ssim_map():
    """Every `step`-th value of the map, row by row."""
    for width, height, step in [(7, 7, 1), (9, 11, 1), (10, 8, 1), (64, 48, 97)]:
        a, b = pattern(width, height).astype(np.uint8), disturbed(width, height).astype(np.uint8)
        whole = structural_similarity(a, b, data_range=255, full=True)[1][3:-3, 3:-3]
        yield {"width": width, "height": height, "step": step, "values": whole.ravel()[::step].tolist()}


def resize():
    cases = [
        ((1, 1), (5, 3)), ((1, 40), (30, 40)), ((40, 1), (40, 17)), ((2, 3), (200, 100)), ((600, 5), (3, 5)),
        ((5, 900), (5, 2)), ((500, 300), (7, 7)), ((257, 129), (256, 256)), ((256, 256), (256, 256)),
        ((256, 250), (192, 320)), ((31, 17), (31, 18)), ((17, 31), (16, 31)),
    ]
    filters = {name: Image.Resampling[name.upper()] for name in ("lanczos", "bilinear", "bicubic")}
    for (width, height), to in cases:
        for channels in (1, 3):
            values = noise(width * height * channels).astype(np.uint8)
            shape = (height, width) if channels == 1 else (height, width, 3)
            image = Image.fromarray(values.reshape(shape))
            for name, resample in filters.items():
                resized = image.resize(to, resample)
                yield {
                    "from": [width, height], "to": to, "channels": channels, "filter": name,
                    "sha256": sha256(resized),
                }


def bootstrap():
    for n, seed in [
        (1, 42), (2, 42), (7, 0), (8, 1), (9, 2**32 + 5), (127, 42), (128, 2**53 - 1), (129, 42), (1000, 7),
        (8191, 42), (8192, 42), (8193, 42), (20001, 42), (100003, 3),
    ]:
        values = np.arange(n) * 0.61803398875 % 1
        rng = np.random.default_rng(seed)
        means = [rng.choice(values, size=n, replace=True).mean() for _ in range(5)]
        yield {"n": n, "seed": seed, "means": means}


print(json.dumps({
    "versions": {"numpy": np.__version__, "pillow": PIL.__version__, "skimage": skimage.__version__},
    "luma": luma(), "ssim": list(ssim()), "ssim_map": list(ssim_map()),
    "resize": list(resize()), "bootstrap": list(bootstrap()),
}, indent=1))
