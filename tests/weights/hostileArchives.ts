import { dict } from './hostileFiles';
import { bytesOf, pickle, tensor } from './pickleParts';

interface ZipFile {
  readonly name: string;
  readonly bytes: ArrayLike<number>;
  /** 8: deflated. */
  readonly method?: number;
  /** What the list at the end says of its length, and where its header is, if not the truth. */
  readonly length?: number;
  readonly at?: number;
}

/** A header of a ZIP archive: each field as its width in bytes and its value. */
function pack(fields: readonly (readonly [width: number, value: number])[]): number[] {
  return fields.flatMap(([width, value]) =>
    Array.from({ length: width }, (_, i) => (value >>> (8 * i)) & 255)
  );
}

/** An archive of stored files, with the lies that are asked for. */
function zip(...files: readonly ZipFile[]): Blob {
  const locals: number[] = [];
  const list: number[] = [];
  for (const { name, bytes, method = 0, length = bytes.length, at = locals.length } of files) {
    const sizes = [
      [4, 0],
      [4, length],
      [4, length],
      [2, name.length],
      [2, 0]
    ] as const;
    const start = [
      [2, 20],
      [2, 0],
      [2, method],
      [4, 0]
    ] as const;
    list.push(
      ...pack([[4, 0x02014b50], [2, 20], ...start, ...sizes, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]])
    );
    list.push(...bytesOf(name));
    locals.push(...pack([[4, 0x04034b50], ...start, ...sizes]), ...bytesOf(name), ...Array.from(bytes));
  }
  const count = files.length;
  const end = pack([
    [4, 0x06054b50],
    [4, 0],
    [2, count],
    [2, count],
    [4, list.length],
    [4, locals.length],
    [2, 0]
  ]);
  return new Blob([Uint8Array.from([...locals, ...list, ...end])]);
}

const numbers = new Uint8Array(32);
const content = pickle(dict('w', tensor(8, 0, [8], [1])));
const state: ZipFile = { name: 'a/data.pkl', bytes: content };
const storage: ZipFile = { name: 'a/data/0', bytes: numbers };

export const honestArchive = zip(state, storage);

/** Archives that lie, with the words in which they are refused. */
export const hostileArchives: readonly (readonly [what: string, file: Blob, told: RegExp])[] = [
  [
    'files that are deflated',
    zip({ ...state, method: 8 }, storage),
    /a\/data\.pkl in it is compressed; got method 8/
  ],
  ['numbers that are deflated', zip(state, { ...storage, method: 8 }), /a\/data\/0 in it is compressed/],
  ['two files of one name', zip(state, storage, storage), /two files in it have one name; got a\/data\/0/],
  [
    'files that share their bytes',
    zip(state, storage, { ...storage, name: 'a/data/1', at: 40 + content.length }),
    /two files in it share their bytes/
  ],
  [
    'a file that is longer than the archive',
    zip(state, { ...storage, length: 2 ** 31 }),
    /a\/data\/0 in it is cut off/
  ],
  [
    'a file that is somewhere else',
    zip(state, { ...storage, at: 7 }),
    /a\/data\/0 is not where the archive says/
  ],
  [
    'a storage that is shorter than it says',
    zip(state, { ...storage, bytes: numbers.subarray(4) }),
    /a storage of 8 F32 in 28 bytes/
  ],
  ['a storage that is not there', zip(state), /the tensor w does not fit its bytes; got no storage 0/],
  [
    'a storage outside its folder',
    zip({ ...state, bytes: pickle(dict('w', tensor(8, 0, [8], [1], '../../x'))) }, storage),
    /no storage \.\.\/\.\.\/x in the file/
  ],
  [
    'another order of bytes',
    zip(state, storage, { name: 'a/byteorder', bytes: bytesOf('big') }),
    /another order of bytes; got big/
  ],
  [
    'an order of bytes that is a book',
    zip(state, storage, { name: 'a/byteorder', bytes: bytesOf('b'.repeat(9999)) }),
    /got b{16}, expected little/
  ],
  ['no state dict', zip(storage), /a ZIP archive without weights; got a\/data\/0/]
];

/** A file of safetensors with this header, and `size` bytes of numbers; `length` may lie about the header. */
export function makeSafetensors(header: object | string, size = 32, length?: number): Blob {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  return new Blob([new BigUint64Array([BigInt(length ?? json.length)]), json, new Uint8Array(size)]);
}

export const claim = (
  start: number,
  end: number,
  shape: readonly number[] = [(end - start) / 4],
  dtype = 'F32'
) => ({
  dtype,
  shape,
  data_offsets: [start, end]
});

export const honestSafetensors = makeSafetensors({
  __metadata__: { format: 'pt' },
  v: claim(0, 8),
  w: claim(8, 32)
});

/** Files of safetensors that lie, with the words in which they are refused. */
export const hostileSafetensors: readonly (readonly [what: string, file: Blob, told: RegExp])[] = [
  [
    'a header longer than the file',
    makeSafetensors({ w: claim(0, 32) }, 32, 2 ** 31),
    /its header is longer than the file/
  ],
  [
    'a header shorter than its JSON',
    makeSafetensors({ w: claim(0, 32) }, 32, 9),
    /its header is not the JSON of tensors/
  ],
  [
    'a header with a part of the numbers',
    makeSafetensors({ w: claim(0, 32) }, 32, 60),
    /its header is not the JSON of tensors/
  ],
  [
    'a name twice',
    makeSafetensors(`{"w": ${JSON.stringify(claim(0, 32))}, "w": ${JSON.stringify(claim(0, 32))}}`),
    /gives a name twice/
  ],
  [
    'a shape twice',
    makeSafetensors('{"w": {"dtype": "F32", "shape": [1], "shape": [8], "data_offsets": [0, 32]}}'),
    /a name twice/
  ],
  [
    'tensors over one another',
    makeSafetensors({ v: claim(0, 20), w: claim(16, 32) }),
    /the tensor w lies over another/
  ],
  [
    'tensors of the same bytes',
    makeSafetensors({ v: claim(0, 32), w: claim(0, 32) }),
    /the tensor w lies over another/
  ],
  ['a hole', makeSafetensors({ v: claim(0, 8), w: claim(16, 32) }), /bytes before the tensor w are of none/],
  ['bytes after the last', makeSafetensors({ w: claim(0, 16) }), /goes on after its last tensor/],
  ['an end outside the file', makeSafetensors({ w: claim(0, 36) }), /bytes 0 to 36 of 32/],
  [
    'an end before the start',
    makeSafetensors({ w: { ...claim(0, 32), data_offsets: [32, 0] } }),
    /bytes 32 to 0/
  ],
  [
    'a negative start',
    makeSafetensors({ w: { ...claim(0, 32), data_offsets: [-4, 28] } }),
    /the tensor w does not fit/
  ],
  [
    'half a byte',
    makeSafetensors({ w: { ...claim(0, 32), data_offsets: [0.5, 32] } }),
    /the tensor w does not fit/
  ],
  [
    'three offsets',
    makeSafetensors({ w: { ...claim(0, 32), data_offsets: [0, 16, 32] } }),
    /the tensor w does not fit/
  ],
  ['more numbers than bytes', makeSafetensors({ w: claim(0, 32, [9]) }), /9 F32 in 32 bytes/],
  [
    'more numbers than can be counted',
    makeSafetensors({ w: claim(0, 32, new Array<number>(8).fill(2 ** 53 - 1)) }),
    /F32 in 32 bytes/
  ],
  [
    'a million sides',
    makeSafetensors({ w: claim(0, 32, new Array<number>(1_000_000).fill(1)) }),
    /1000000 sides/
  ],
  ['sides of text', makeSafetensors({ w: { ...claim(0, 32), shape: ['8'] } }), /the tensor w does not fit/],
  [
    'a type that is a number',
    makeSafetensors({ w: { ...claim(0, 32), dtype: 1 } }),
    /the tensor w does not fit/
  ],
  [
    'a tensor that is a text',
    makeSafetensors({ w: 'x'.repeat(9999) }),
    /does not fit its bytes; got "x+…, expected/
  ],
  ['a name of a megabyte', makeSafetensors({ ['n'.repeat(1_000_000)]: 1 }), /the tensor n+…; got 1/],
  ['a list', makeSafetensors('{ ', 32, 2), /not the JSON of tensors/],
  ['no tensors', makeSafetensors({ __metadata__: {} }, 0), /the file has no tensors/],
  ['types that nothing has', makeSafetensors({ w: claim(0, 32, [32], 'F8_E4M3') }), /the file has no tensors/]
];
