"""Writes encode.json: the JPEG files that Pillow writes of inputs that tests/kernels/encodeJpeg.test.ts draws by the same rules.

    pip install numpy pillow==12.3.0
    python tests/golden/encode.py > tests/golden/encode.json
"""

import hashlib
import io
import json

import numpy as np
import PIL
from PIL import Image

SIZES = [(1, 1), (2, 3), (7, 9), (8, 8), (9, 8), (16, 16), (17, 15), (24, 33), (31, 96), (95, 41), (96, 72), (96, 96)]


def noise(length):
    return np.arange(length, dtype=np.uint64) * 2654435761 % 2**32 // 2**24


def slopes(length):
    index = np.arange(length)
    return index // 7 * (index % 3 + 1) % 256


def edges(length):
    return np.arange(length) // 23 % 2 * 255


def encode(values, size):
    image = Image.frombytes("RGB", size, values.astype(np.uint8).tobytes())
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()


def files():
    for width, height in SIZES:
        for rule in (noise, slopes, edges):
            file = encode(rule(3 * width * height), (width, height))
            yield {
                "width": width, "height": height, "rule": rule.__name__, "bytes": len(file),
                "sha256": hashlib.sha256(file).hexdigest(),
            }


print(json.dumps({"pillow": PIL.__version__, "files": list(files())}, indent=1))
