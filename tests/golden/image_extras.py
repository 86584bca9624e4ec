"""Writes image_extras.json: further image metrics of pairs that tests/metrics/imageExtras.test.ts draws by the same rule.

    pip install numpy==1.24.2 pillow==9.4.0 scikit-image==0.19.3 tensorflow-cpu==2.15.1
    python tests/golden/image_extras.py > tests/golden/image_extras.json
"""

import json

import numpy as np
import PIL
import skimage
import tensorflow as tf
from PIL import Image
from skimage.metrics import structural_similarity

SIZES = [(11, 11), (11, 40), (33, 12), (64, 48), (161, 170), (176, 176), (199, 163), (256, 192)]


def noise(length):
    return (np.arange(length, dtype=np.uint64) * 2654435761 % 2**32 // 2**24).astype(np.int64)


def reference(width, height):
    y, x, channel = np.mgrid[0:height, 0:width, 0:3]
    return (x * y // 16 + x + 40 * channel) % 256


def candidate(width, height, levels):
    pixels = reference(width, height)
    moved = pixels.ravel() + noise(pixels.size) * 2 * levels // 256 - levels
    return np.clip(moved, 0, 255).reshape(pixels.shape)


def luma(pixels):
    return np.asarray(Image.fromarray(pixels.astype(np.uint8)).convert("L"))


def ms_ssim(a, b):
    planes = [tf.constant(plane[..., np.newaxis], dtype=tf.float32) for plane in (a, b)]
    return float(tf.image.ssim_multiscale(*planes, max_val=255.0))


def score(width, height, levels):
    rgb_a, rgb_b = candidate(width, height, levels), reference(width, height)
    a, b = luma(rgb_a), luma(rgb_b)
    return {
        "width": width,
        "height": height,
        "levels": levels,
        "mae": float(np.abs(rgb_a - rgb_b).mean()),
        "rmse": float(np.sqrt(((rgb_a - rgb_b) ** 2).mean())),
        "ncc": float(np.corrcoef(a.ravel().astype(float), b.ravel().astype(float))[0, 1]),
        "ssim_gaussian": float(structural_similarity(
            a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255)),
        "ms_ssim": ms_ssim(a, b) if min(width, height) >= 161 else None,
    }


versions = {"numpy": np.__version__, "pillow": PIL.__version__, "scikit-image": skimage.__version__,
            "tensorflow-cpu": tf.__version__}
cases = [score(width, height, levels) for width, height in SIZES for levels in (0, 8, 96)]
print(json.dumps({"versions": versions, "cases": cases}, indent=1))
