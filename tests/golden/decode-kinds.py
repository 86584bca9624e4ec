"""Draws small images of rarer kinds into decode-kinds/ and writes what Pillow makes of them to decode-kinds.json.

    python decode-kinds.py           # Pillow 12.3.0, NumPy, libjpeg-turbo's cjpeg and jpegtran (2.1.5); deterministic
"""
import hashlib
import json
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

FOLDER = Path(__file__).with_name('decode-kinds')
W, H = 61, 47
rng = np.random.default_rng(11)
y, x = np.mgrid[0:H, 0:W]
pixels = np.stack([x * 4 + y, (x * 2 + y * 3) % 256, (x * y) % 256], -1) + rng.integers(-9, 10, (H, W, 3))
rgb = Image.fromarray(np.clip(pixels, 0, 255).astype('u1'))

SAMPLINGS = ['1x2', '1x4', '4x1', '2x4', '3x2', '2x2,1x2,1x2', '2x2,2x1,2x1', '2x2,2x1,1x2', '2x2,1x1,2x1', '1x1,2x2,1x1']


def cjpeg(name, *options):
    with tempfile.NamedTemporaryFile(suffix='.ppm') as file:
        rgb.save(file.name)
        subprocess.run(['cjpeg', '-quality', '85', *options, '-outfile', FOLDER / name, file.name], check=True)


def without_last_scans(name, source, scans):
    """The first scans of a progressive file, and an end."""
    data = (FOLDER / source).read_bytes()
    starts = [at for at in range(len(data) - 1) if data[at : at + 2] == b'\xff\xda']
    (FOLDER / name).write_bytes(data[: starts[scans]] + b'\xff\xd9')


def write_jpeg():
    for sampling in SAMPLINGS:
        cjpeg(f'jpg_s{sampling.replace(",", "_")}.jpg', '-sample', sampling)
    cjpeg('jpg_s1x2_progressive.jpg', '-sample', '1x2', '-progressive')
    cjpeg('jpg_s1x2_restart.jpg', '-sample', '1x2', '-restart', '1B')
    cjpeg('jpg_arithmetic.jpg', '-arithmetic')
    cjpeg('jpg_arithmetic_progressive.jpg', '-arithmetic', '-progressive')
    cjpeg('jpg_progressive.jpg', '-progressive')
    for scans in (1, 3, 6):
        without_last_scans(f'jpg_scans{scans}.jpg', 'jpg_progressive.jpg', scans)
    cjpeg('jpg_422.jpg', '-sample', '2x1')
    subprocess.run(['jpegtran', '-rotate', '90', '-outfile', FOLDER / 'jpg_422_turned.jpg', FOLDER / 'jpg_422.jpg'], check=True)


# Small, since most of these are not compressed.
TW, TH = 19, 13
small = rgb.resize((TW, TH))


def tiff(name, order, photometric, values, bits, *, extra=(), sample_format=1, planar=1, fill=1, big=False, compression=1, rows=TH, colours=()):
    """One page; `values` has the shape (height, width, samples)."""
    planes = [values[..., i : i + 1] for i in range(values.shape[2])] if planar == 2 else [values]
    strips = []
    for plane in planes:
        lines = [pack(line.reshape(-1), bits, order) for line in plane]
        strips += [b''.join(lines[at : at + rows]) for at in range(0, TH, rows)]
    if fill == 2:
        strips = [bytes(int(f'{byte:08b}'[::-1], 2) for byte in strip) for strip in strips]
    if compression == 8:
        strips = [zlib.compress(strip) for strip in strips]
    start = 16 if big else 8
    offsets = [start + sum(map(len, strips[:i])) for i in range(len(strips))]
    body = b''.join(strips)
    body += b'\0' * (len(body) % 2)
    samples = values.shape[2]
    tags = {256: [TW], 257: [TH], 258: [bits] * samples, 259: [compression], 262: [photometric], 266: [fill], 273: offsets, 277: [samples],
            278: [rows], 279: list(map(len, strips)), 284: [planar], 320: colours, 338: extra, 339: [sample_format] * samples}
    tags = {tag: numbers for tag, numbers in tags.items() if len(numbers)}
    directory = start + len(body)
    behind = directory + (16 + 20 * len(tags) if big else 6 + 12 * len(tags))
    entries, outside = b'', b''
    for tag, numbers in tags.items():
        kind = 4 if tag in (273, 279) else 3
        data = struct.pack(order + 'HIHI'[kind - 3 : kind - 2] * len(numbers), *numbers)
        room = 8 if big else 4
        entries += struct.pack(order + ('HHQ' if big else 'HHI'), tag, kind, len(numbers))
        if len(data) > room:
            entries += struct.pack(order + ('Q' if big else 'I'), behind + len(outside))
            outside += data
        else:
            entries += data.ljust(room, b'\0')
    mark = b'II' if order == '<' else b'MM'
    if big:
        head, count, end = struct.pack(order + 'HHHQ', 43, 8, 0, directory), struct.pack(order + 'Q', len(tags)), bytes(8)
    else:
        head, count, end = struct.pack(order + 'HI', 42, directory), struct.pack(order + 'H', len(tags)), bytes(4)
    (FOLDER / f'tif_{name}.tif').write_bytes(mark + head + body + count + entries + end + outside)


def pack(values, bits, order):
    if bits >= 8 and bits != 12:
        return values.astype(f'{order}u{bits // 8}').tobytes()
    lines = ((values[:, None] >> np.arange(bits - 1, -1, -1)) & 1).reshape(-1)
    return np.packbits(lines.astype('u1')).tobytes()


def write_tiff():
    def drawn(bits, samples=1):
        return rng.integers(0, 2**bits, (TH, TW, samples))

    floats = rng.normal(128, 100, (TH, TW, 1)).astype('f4').view('u4')
    signed = rng.integers(-300, 600, (TH, TW, 1)).astype('i4').view('u4')
    small16 = rng.integers(0, 400, (TH, TW, 1))
    for order, end in (('<', 'le'), ('>', 'be')):
        tiff(f'grey16_{end}', order, 1, small16, 16)
        tiff(f'grey16_signed_{end}', order, 1, (small16 - 100) % 65536, 16, sample_format=2)
        tiff(f'int32_{end}', order, 1, signed, 32, sample_format=2)
        tiff(f'float32_{end}', order, 1, floats, 32, sample_format=3)
        tiff(f'float32_deflate_{end}', order, 1, floats, 32, sample_format=3, compression=8)
        tiff(f'rgb16_{end}', order, 2, drawn(16, 3), 16)
    tiff('grey12', '<', 1, drawn(12), 12)
    for bits in (1, 2, 4):
        tiff(f'white0_{bits}', '<', 0, drawn(bits), bits)
        tiff(f'grey{bits}_reversed', '>', 1, drawn(bits), bits, fill=2)
    for bits in (1, 2, 4, 8):
        tiff(f'palette{bits}', '<', 3, drawn(bits), bits, colours=list(map(int, rng.integers(0, 65536, 3 * 2**bits))))
    tiff('palette_short', '<', 3, drawn(8), 8, colours=list(map(int, rng.integers(0, 65536, 300))))
    for kind in (0, 1, 2):
        tiff(f'rgb_extra{kind}', '<', 2, drawn(8, 4), 8, extra=[kind])
    tiff('rgb_planes', '<', 2, drawn(8, 3), 8, planar=2, rows=5)
    tiff('rgb16_planes', '>', 2, drawn(16, 3), 16, planar=2, compression=8)
    tiff('cmyk16', '<', 5, drawn(16, 4), 16)
    tiff('big', '<', 2, drawn(8, 3), 8, big=True, rows=7)
    for turn in range(2, 9):
        small.save(FOLDER / f'tif_turned{turn}.tif', tiffinfo={274: turn}, compression='tiff_lzw')
    for turn in (2, 5, 7, 8):
        small.convert('1').save(FOLDER / f'tif_fax_turned{turn}.tif', tiffinfo={274: turn}, compression='group4')
        small.save(FOLDER / f'tif_jpeg_turned{turn}.tif', tiffinfo={274: turn}, compression='jpeg')
    small.convert('YCbCr').save(FOLDER / 'tif_ycbcr_jpeg.tif', compression='jpeg')
    small.save(FOLDER / 'tif_predictor.tif', tiffinfo={317: 2}, compression='tiff_lzw')


def bmp(name, bits, rows, *, header_size=40, compression=0, masks=b'', colours=b'', size_field=None):
    header = struct.pack('<IiiHHIIiiII', header_size, TW, TH, 1, bits, compression, len(rows) if size_field is None else size_field, 0, 0, len(colours) // 4, 0)
    header += masks if header_size > 40 else b''
    header += bytes(max(0, header_size - len(header)))
    outside = b'' if header_size > 40 else masks
    offset = 14 + len(header) + len(outside) + len(colours)
    (FOLDER / f'bmp_{name}.bmp').write_bytes(b'BM' + struct.pack('<IHHI', offset + len(rows), 0, 0, offset) + header + outside + colours + rows)


def write_bmp():
    shorts = b''.join(line.tobytes() + bytes(-line.nbytes % 4) for line in rng.integers(0, 2**16, (TH, TW)).astype('<u2'))
    words = rng.integers(0, 2**32, (TH, TW), dtype='u8').astype('<u4').tobytes()
    colours = bytes(rng.integers(0, 256, 400).astype('u1'))
    bmp('555', 16, shorts)
    bmp('565', 16, shorts, compression=3, masks=struct.pack('<III', 0xF800, 0x7E0, 0x1F))
    bmp('header52', 16, shorts, header_size=52, compression=3, masks=struct.pack('<III', 0x7C00, 0x3E0, 0x1F))
    bmp('header56', 32, words, header_size=56, compression=3, masks=struct.pack('<IIII', 0xFF000000, 0xFF00, 0xFF, 0xFF0000))
    bmp('size_field', 16, shorts, size_field=7)
    indices = bytes(rng.integers(0, 120, TH * 20).astype('u1'))
    bmp('palette_short', 8, indices, colours=colours)
    # Runs, runs past the row's end, literals of odd length, an end of line that comes early.
    line8 = bytes([4, 3, 30, 7, 0, 5, 1, 2, 3, 4, 5, 0, 4, 9, 0, 0])
    line4 = bytes([5, 0x37, 30, 0x12, 0, 7, 0x12, 0x34, 0x56, 0x70, 0, 4, 0x91, 0, 0])
    bmp('rle8', 8, line8 * TH, compression=1, colours=colours)
    bmp('rle4', 4, line4 * TH, compression=2, colours=colours[:64])
    # Jumps to the right, down, past the row's end and behind a literal that crosses it.
    jumps = bytes([0, 2, 5, 0, 4, 0x31, 0, 2, 2, 1, 30, 0x17, 0, 2, 20, 0, 0, 4, 0x21, 0x43, *([0x65, 0x17] * 2), 0, 2, 0, 0, 9, 0x26, 0, 0])
    bmp('rle8_jumps', 8, jumps * TH, compression=1, colours=colours)
    bmp('rle4_jumps', 4, jumps * TH, compression=2, colours=colours[:64])


def write_gif():
    """The first frame of these does not fill the screen."""
    small.quantize(32).save(FOLDER / 'gif_whole.gif')
    data = bytearray((FOLDER / 'gif_whole.gif').read_bytes())
    for name, transparent in (('gif_part.gif', None), ('gif_part_transparent.gif', 9)):
        part = bytearray(data)
        part[6:10] = struct.pack('<HH', TW + 9, TH + 7)
        frame = 13 + (3 << ((part[10] & 7) + 1)) if part[10] & 0x80 else 13
        control = b'' if transparent is None else bytes([0x21, 0xF9, 4, 1, 0, 0, transparent, 0])
        at = part.index(b'\x2c\0\0\0\0', frame)
        part[at + 1 : at + 5] = struct.pack('<HH', 4, 3)
        (FOLDER / name).write_bytes(part[:at] + control + part[at:])


def write_jpeg2000():
    """Boxes around a code stream (JP2), and code streams alone."""
    small.save(FOLDER / 'jp2_rgb.jp2')
    small.save(FOLDER / 'jp2_lossy.jp2', irreversible=True, quality_layers=[9])
    small.save(FOLDER / 'jp2_tiles.j2k', tile_size=(8, 8), progression='RPCL')
    small.convert('L').save(FOLDER / 'jp2_grey.jp2')
    small.convert('L').save(FOLDER / 'jp2_grey.j2k', irreversible=True, quality_layers=[6, 2])
    rgba = small.copy()
    rgba.putalpha(small.convert('L'))
    rgba.save(FOLDER / 'jp2_rgba.jp2', num_resolutions=2)


def describe(path):
    with Image.open(path) as image:
        mode, decoded = image.mode, image.convert('RGB')
        return {'mode': mode, 'size': decoded.size, 'rgb_sha256': hashlib.sha256(decoded.tobytes()).hexdigest()}


FOLDER.mkdir(exist_ok=True)
write_jpeg()
write_tiff()
write_bmp()
write_gif()
write_jpeg2000()
files = {path.name: describe(path) for path in sorted(FOLDER.iterdir())}
source = {'pillow': PIL.__version__, 'command': 'python decode-kinds.py'}
Path(__file__).with_suffix('.json').write_text(json.dumps({'source': source, 'files': files}, indent=1) + '\n')
