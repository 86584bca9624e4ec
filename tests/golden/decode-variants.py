"""Draws small images of many kinds into decode-variants/ and writes what Pillow makes of them to decode-variants.json.

    python decode-variants.py        # drawn with Pillow 9.4.0 and NumPy; deterministic
    python decode-variants.py --read # Pillow 12.3.0's pixels of the files as they are

JPEG with restart markers and 4:1:1 were written by Pillow 13.0.0 (`--write-jpeg`), since 9.4.0 cannot write them.
"""
import hashlib
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

FOLDER = Path(__file__).with_name('decode-variants')
W, H = 61, 47
rng = np.random.default_rng(7)
y, x = np.mgrid[0:H, 0:W]
pixels = np.stack([x * 4 + y, (x * 2 + y * 3) % 256, (x * y) % 256], -1) + rng.integers(-9, 10, (H, W, 3))
rgb = Image.fromarray(np.clip(pixels, 0, 255).astype('u1'))
grey = rgb.convert('L')
rgba = rgb.copy()
rgba.putalpha(Image.fromarray(((x * 5 + y * 3) % 256).astype('u1')))
grey_alpha = grey.copy()
grey_alpha.putalpha(rgba.getchannel('A'))
palette = bytes(rng.integers(0, 256, 1024).astype('u1'))


def save(name, image, **options):
    image.save(FOLDER / name, **options)


def write_jpeg():
    """Files that only a newer Pillow writes."""
    save('jpg_restart1.jpg', rgb, quality=80, subsampling=2, restart_marker_blocks=1)
    save('jpg_restart4.jpg', rgb, quality=80, subsampling=0, restart_marker_blocks=4)
    save('jpg_restart_progressive.jpg', rgb, quality=80, progressive=True, restart_marker_rows=1)
    save('jpg_411.jpg', rgb, quality=80, subsampling='4:1:1')
    save('jpg_rgb.jpg', rgb, quality=80, keep_rgb=True)


def write_plain():
    cmyk = rgb.convert('CMYK')
    save('jpg_grey_progressive.jpg', grey, quality=80, progressive=True)
    save('jpg_cmyk_progressive.jpg', cmyk, quality=80, progressive=True)
    turned = Image.Exif()
    turned[274] = 6
    save('webp_exif6.webp', rgb, quality=70, exif=turned.tobytes())
    save('webp_alpha.webp', rgba, quality=70)
    save('webp_animated.webp', rgba, lossless=True, save_all=True, append_images=[rgba.rotate(180)])
    for name, image in {'rgb': rgb, 'grey': grey, 'rgba': rgba, 'palette': rgb.quantize(64), 'bilevel': rgb.convert('1')}.items():
        save(f'bmp_{name}.bmp', image)
    save('gif_interlaced.gif', rgb, interlace=1)
    save('gif_transparent.gif', rgb.quantize(64), transparency=5)
    save('gif_animated.gif', rgb.quantize(64), save_all=True, append_images=[rgb.quantize(13)], duration=100)
    for compression in ('tiff_lzw', 'tiff_adobe_deflate', 'packbits', 'jpeg'):
        save(f'tif_rgb_{compression}.tif', rgb, compression=compression)
    save('tif_rgba.tif', rgba)
    save('tif_grey_alpha.tif', grey_alpha)
    save('tif_cmyk.tif', cmyk)
    save('tif_group4.tif', rgb.convert('1'), compression='group4')
    save('tif_strips.tif', rgb, compression='tiff_lzw', tiffinfo={278: 8})
    save('tif_pages.tif', rgb, save_all=True, append_images=[rgb.rotate(180)])
    # Not decoded as Pillow does, so refused:
    save('tif_grey16.tif', Image.fromarray((np.asarray(grey).astype('u2') * 257 + 3)))
    save('tif_palette.tif', rgb.quantize(64))
    save('tif_turned.tif', rgb, tiffinfo={274: 6})
    save('png_animated.png', rgb, save_all=True, append_images=[rgb.rotate(180)], duration=100)


def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def png(depth, colour_type, interlaced, rows, *extra):
    header = struct.pack('>IIBBBBB', W, H, depth, colour_type, 0, 0, interlaced)
    return (
        b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + b''.join(extra)
        + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')
    )


def pack(row, depth):
    values = row.reshape(-1)
    if depth >= 8:
        return values.astype(f'>u{depth // 8}').tobytes()
    bits = ((values[:, None] >> np.arange(depth - 1, -1, -1)) & 1).reshape(-1)
    return np.packbits(bits.astype('u1')).tobytes()


def filtered(samples, depth, interlaced):
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    parts = [samples[top::dy, left::dx] for left, top, dx, dy in passes] if interlaced else [samples]
    return b''.join(b'\0' + pack(row, depth) for part in parts if part.size for row in part)


def write_png():
    """Every colour type and depth; palettes of 200 colours with indices beyond them."""
    for colour_type, channels, depths in ((0, 1, (1, 2, 4, 8, 16)), (2, 3, (8, 16)), (3, 1, (1, 2, 4, 8)), (4, 2, (8, 16)), (6, 4, (8, 16))):
        for depth in depths:
            interlaced = (colour_type + depth) // 2 % 2
            samples = rng.integers(0, 2**depth, (H, W, channels))
            extra = [chunk(b'PLTE', palette[: 3 * min(2**depth, 200)])] if colour_type == 3 else []
            rows = filtered(samples, depth, interlaced)
            (FOLDER / f'png_type{colour_type}_depth{depth}.png').write_bytes(png(depth, colour_type, interlaced, rows, *extra))
    samples = rng.integers(0, 2**16, (H, W, 1))
    transparent = chunk(b'tRNS', struct.pack('>H', int(samples[0, 0, 0])))
    (FOLDER / 'png_grey16_transparent.png').write_bytes(png(16, 0, 1, filtered(samples, 16, 1), transparent))


def bmp(bits, rows, compression=0, masks=b'', colours=b'', header_size=40, top_down=False):
    offset = 14 + header_size + len(masks) + len(colours)
    if header_size == 12:
        header = struct.pack('<IHHHH', 12, W, H, 1, bits)
    else:
        header = struct.pack('<IiiHHIIiiII', header_size, W, -H if top_down else H, 1, bits, compression, len(rows), 0, 0, len(colours) // 4, 0)
        header += b'\0' * (header_size - 40)
    return b'BM' + struct.pack('<IHHI', offset + len(rows), 0, 0, offset) + header + masks + colours + rows


def padded(samples):
    return b''.join(row.tobytes() + b'\0' * (-row.nbytes % 4) for row in samples)


def write_bmp():
    bgr = padded(np.asarray(rgb)[::-1, :, ::-1].copy())
    indices = rng.integers(0, 256, (H, W)).astype('u1')
    words = rng.integers(0, 2**32, (H, W), dtype='u8').astype('<u4')
    shorts = rng.integers(0, 2**16, (H, W)).astype('<u2')
    files = {
        'os2': bmp(24, bgr, header_size=12),
        'v5': bmp(24, bgr, header_size=124),
        'top_down': bmp(24, bgr, top_down=True),
        'palette256': bmp(8, padded(indices), colours=palette),
        'palette16': bmp(4, padded(indices[:, : (W + 1) // 2]), colours=palette[:64]),
        'rgbx': bmp(32, padded(words)),
        'masks': bmp(32, padded(words), 3, struct.pack('<III', 0xFF0000, 0xFF00, 0xFF)),
        # Not decoded as Pillow does, so refused:
        'rgb16': bmp(16, padded(shorts)),
        'rgb565': bmp(16, padded(shorts), 3, struct.pack('<III', 0xF800, 0x7E0, 0x1F)),
    }
    for name, data in files.items():
        (FOLDER / f'bmp_{name}.bmp').write_bytes(data)


def describe(path):
    with Image.open(path) as image:
        decoded = image.convert('RGB')
        return {'mode': image.mode, 'size': decoded.size, 'rgb_sha256': hashlib.sha256(decoded.tobytes()).hexdigest()}


if '--write-jpeg' in sys.argv:
    write_jpeg()
else:
    if '--read' not in sys.argv:
        write_plain()
        write_png()
        write_bmp()
    files = {path.name: describe(path) for path in sorted(FOLDER.iterdir())}
    source = {'pillow': PIL.__version__, 'command': 'python decode-variants.py --read'}
    Path(__file__).with_suffix('.json').write_text(json.dumps({'source': source, 'files': files}, indent=1) + '\n')
