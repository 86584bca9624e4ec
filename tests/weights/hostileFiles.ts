import { torchMagic } from '../../src/lib/weights/openTorchStream';
import { bytesOf, global, int, pickle, tensor, text, tuple } from './pickleParts';

export const dict = (name: string, value: readonly number[]): number[] => [
  0x7d,
  ...text(name),
  ...value,
  0x73
];

const listZero = pickle([0x5d, ...text('0'), 0x61]);
const listNothing = pickle([0x5d]);

/** A file of the older form around the pickle of a state dict; the one storage that is listed has eight floats. */
export function wrapStream(content: readonly number[], keys = listZero): Blob {
  const head = [...torchMagic, ...pickle([0x4d, 0xe9, 3]), ...pickle([0x7d]), ...content, ...keys];
  const numbers = keys === listNothing ? [] : [new BigUint64Array([8n]), new Float32Array(8)];
  return new Blob([Uint8Array.from(head), ...numbers]);
}

const hold = (...instructions: (readonly number[])[]): Blob => wrapStream(pickle(instructions.flat()));
const remember = (key: number): number[] => [0x71, key];
const recall = (key: number): number[] => [0x68, key];
const call = (module: string, name: string, ...args: number[][]): number[] => [
  ...global(module, name),
  ...tuple(...args),
  0x52
];
const storageId = (...items: number[][]): number[] => [...tuple(...items), 0x51];

/** Each list holds the one before it many times: written out, the last would be longer than any text can be. */
function nestLists(): number[] {
  const first = [...text('ha'), ...remember(0)];
  const levels = Array.from({ length: 60 }, (_, level) => {
    const double = [...recall(level), ...recall(level)];
    return [0x5d, 0x28, ...double, 0x65, ...remember(level + 1)];
  });
  return [...first, ...levels.flat()];
}

/** A tensor whose sides the pickle changes after it was made: `change` gets the list of sides. */
function growSides(change: readonly number[]): Blob {
  const sides = [0x5d, ...int(8), 0x61, ...remember(7)];
  const storage = storageId(text('storage'), global('torch', 'FloatStorage'), text('0'), text('cpu'), int(8));
  const made = call('torch._utils', '_rebuild_tensor_v2', storage, int(0), sides, tuple(int(1)), [0x89]);
  return hold([0x7d, ...text('w'), ...made, 0x73, ...recall(7), ...change, 0x30]);
}

/** Pickles that try something, with the words in which they are refused. */
export const hostilePickles: readonly (readonly [what: string, file: Blob, told: RegExp])[] = [
  ['the shell', hold(call('os', 'system', text('id'))), /it tried to call os\.system/],
  ['the shell, under its other name', hold(call('posix', 'system', text('id'))), /call posix\.system/],
  ['eval', hold(call('builtins', 'eval', text('1'))), /call builtins\.eval/],
  ['eval in Python 2', hold(call('__builtin__', 'eval', text('1'))), /call __builtin__\.eval/],
  ['a process', hold(call('subprocess', 'Popen', text('id'))), /call subprocess\.Popen/],
  [
    'the import of a module',
    hold(call('importlib', 'import_module', text('os'))),
    /importlib\.import_module/
  ],
  ['getattr', hold(call('builtins', 'getattr', text('os'), text('system'))), /builtins\.getattr/],
  [
    'a path through an allowed module',
    hold(call('torch', 'os.system', text('id'))),
    /call torch\.os\.system/
  ],
  ['torch.load within', hold(call('torch', 'load', text('x'))), /call torch\.load/],
  ['the older way to rebuild', hold(call('torch._utils', '_rebuild_tensor')), /_utils\._rebuild_tensor/],
  ['code of its own', hold(call('torch.jit', 'script', text('x'))), /call torch\.jit\.script/],
  ['NumPy objects', hold(call('numpy.core.multiarray', '_reconstruct')), /multiarray\._reconstruct/],
  ['eval by two texts', hold([...text('builtins'), ...text('eval'), 0x93]), /call builtins\.eval/],
  [
    'eval by two texts out of the memo',
    hold([...text('builtins'), ...remember(0), ...text('eval'), 0x93]),
    /eval/
  ],
  ['a name that is a list without end', hold([...nestLists(), ...recall(60), 0x93]), /whose name is no text/],
  ['a name that is a storage', hold([...global('torch', 'FloatStorage'), ...text('x'), 0x93]), /is no text/],
  ['the prototype', hold(call('constructor', 'constructor')), /call constructor\.constructor/],
  ['__proto__', hold(call('__proto__', '__proto__')), /call __proto__\.__proto__/],
  ['a name of two megabytes', hold(call('a'.repeat(2_000_000), 'b')), /call a{150,200}…, expected/],
  ['a name that breaks the line', hold(call('os\r\u0000', 'system')), /call os\uFFFD\uFFFD\.system/],
  ['an object of any class', hold([0x28, 0x69, ...bytesOf('os\nsystem\n')]), /it uses INST, which makes/],
  ['an object by OBJ', hold([0x28, ...global('torch', 'FloatStorage'), 0x6f]), /it uses OBJ/],
  ['an object by NEWOBJ', hold([...global('torch', 'FloatStorage'), 0x29, 0x81]), /it uses NEWOBJ/],
  ['an object by NEWOBJ_EX', hold([...global('torch', 'FloatStorage'), 0x29, 0x7d, 0x92]), /NEWOBJ_EX/],
  ['a name of the registry', hold([0x82, 1]), /it uses EXT1, a name from a registry/],
  ['one of two bytes', hold([0x83, 1, 1]), /it uses EXT2/],
  ['one of four bytes', hold([0x84, 1, 1, 1, 1]), /it uses EXT4/],
  ['a reference by text', hold([0x50, ...bytesOf('0\n')]), /it uses PERSID/],
  ['a buffer from elsewhere', hold([0x97]), /it uses NEXT_BUFFER/],
  ['a number of gigabytes', hold([0x8b, 255, 255, 255, 127]), /it uses LONG4/],
  ['bytes of any length', hold([0x8e, ...new Array<number>(8).fill(255)]), /it uses BINBYTES8/],
  ['a set', hold([0x8f]), /it uses EMPTY_SET/],
  ['protocol 0', hold([0x49, ...bytesOf('1\n')]), /it uses INT of protocol 0/],
  ['protocol 5', hold([0x80, 5]), /it uses protocol 5/],
  ['an instruction that is none', hold([0xff]), /it uses 0xff, which is no instruction/],
  [
    'the state of a storage',
    hold([...global('torch', 'FloatStorage'), 0x7d, 0x62]),
    /sets the state of something/
  ],
  ['the state of a tensor', hold([...tensor(8, 0, [8], [1]), 0x7d, 0x62]), /sets the state of something/],
  ['items of a list', hold([0x5d, ...text('a'), ...text('b'), 0x73]), /sets items of something/],
  ['half an item', hold([0x7d, 0x28, ...text('a'), 0x75]), /sets items of something/],
  ['an append to a dict', hold([0x7d, ...text('a'), 0x61]), /appends to something that is no list/],
  ['a call of a storage', hold(call('torch', 'FloatStorage')), /it calls torch\.FloatStorage with arguments/],
  ['a call of a text', hold([...text('os.system'), 0x29, 0x52]), /it calls something that is no function/],
  [
    'a call without arguments',
    hold([...global('torch._utils', '_rebuild_tensor_v2'), 0x4e, 0x52]),
    /without arguments/
  ],
  [
    'a dict of lists',
    hold(call('collections', 'OrderedDict', text('ab'))),
    /it calls collections\.OrderedDict with/
  ],
  [
    'a parameter of nothing',
    hold(call('torch._utils', '_rebuild_parameter', text('x'))),
    /_rebuild_parameter with/
  ],
  [
    'a storage of another kind',
    hold(storageId(text('module'), global('torch', 'FloatStorage'), text('0'), text('cpu'), int(8))),
    /no storage of PyTorch/
  ],
  [
    'a storage of a type that is a function',
    hold(storageId(text('storage'), global('collections', 'OrderedDict'), text('0'), text('cpu'), int(8))),
    /no storage of PyTorch/
  ],
  ['a storage of negative length', hold(tensor(-1, 0, [1], [1])), /no storage of PyTorch/],
  [
    'a storage of two types',
    hold([
      ...tensor(8, 0, [8], [1]),
      ...storageId(text('storage'), global('torch', 'DoubleStorage'), text('0'), text('cpu'), int(8))
    ]),
    /two types or lengths/
  ],
  [
    'a storage of two lengths',
    hold([...tensor(8, 0, [8], [1]), ...tensor(4, 0, [4], [1])]),
    /two types or lengths/
  ],
  ['a reference that is no tuple', hold([...text('0'), 0x51]), /no storage of PyTorch/],
  [
    'sides of text',
    hold(call('torch._utils', '_rebuild_tensor_v2', text('0'), int(0), tuple(), tuple())),
    /_rebuild_tensor_v2 with/
  ],
  ['negative sides', hold(tensor(8, 0, [-2], [1])), /_rebuild_tensor_v2 with/],
  ['negative strides', hold(tensor(8, 7, [8], [-1])), /_rebuild_tensor_v2 with/],
  ['a negative offset', hold(tensor(8, -1, [2], [1])), /_rebuild_tensor_v2 with/],
  [
    'more numbers than there are',
    hold(dict('w', tensor(8, 0, [3, 3], [3, 1]))),
    /the tensor w does not fit its bytes.*3×3/
  ],
  ['numbers after the end', hold(dict('w', tensor(8, 7, [2], [1]))), /does not fit its bytes/],
  ['a huge stride', hold(dict('w', tensor(8, 0, [2], [2 ** 31 - 1]))), /does not fit its bytes/],
  [
    'more numbers than can be counted',
    hold(dict('w', tensor(8, 0, new Array<number>(8).fill(2 ** 30), new Array<number>(8).fill(0)))),
    /does not fit its bytes/
  ],
  [
    'a huge tensor of one number',
    hold(dict('w', tensor(8, 0, [2 ** 30, 2 ** 30], [0, 0]))),
    /does not fit its bytes/
  ],
  [
    'too many sides',
    hold(dict('w', tensor(8, 0, new Array<number>(9).fill(1), new Array<number>(9).fill(1)))),
    /9 sides with 9 strides/
  ],
  ['other strides than sides', hold(dict('w', tensor(8, 0, [2, 2], [2]))), /2 sides with 1 strides/],
  [
    'a storage longer than its bytes',
    hold(dict('w', tensor(9, 0, [9], [1]))),
    /a storage of 9 F32 in 32 bytes/
  ],
  [
    'a storage that is not there',
    hold(dict('w', tensor(8, 0, [8], [1], '../0'))),
    /a storage is of no tensor/
  ],
  ['a text longer than the file', hold([0x58, 255, 255, 255, 127]), /lies about a length/],
  ['a text that is not UTF-8', hold([0x58, 2, 0, 0, 0, 0xc3, 0x28]), /not UTF-8/],
  ['a step on an empty stack', hold([0x73]), /its stack is empty/],
  ['a group without a start', hold([0x74]), /has no start/],
  ['a value that was never given', hold(recall(9)), /never gave/],
  ['nothing but work', wrapStream(new Array<number>(2_100_000).fill(0x28)), /does not end/],
  [
    'work by lists that hold lists',
    wrapStream(pickle(nestLists(), recall(60)), listNothing),
    /holds no tensors by name; got a list of 2/
  ],
  ['one tensor without a name', hold(tensor(8, 0, [8], [1])), /got one tensor without a name/],
  ['no tensors', wrapStream(pickle([0x7d]), listNothing), /the file has no tensors/],
  [
    'another version',
    new Blob([Uint8Array.from([...torchMagic, ...pickle(nestLists())])]),
    /an unknown version.*got a list of 2/
  ],
  [
    'storages that are no list',
    wrapStream(pickle(dict('w', tensor(8, 0, [8], [1]))), pickle([0x7d])),
    /the storages are not listed/
  ],
  [
    'a storage of no tensor',
    wrapStream(pickle(dict('w', tensor(8, 0, [8], [1]))), pickle([0x5d, ...text('1'), 0x61])),
    /a storage is of no tensor.*got 1/
  ],
  [
    'a storage by an endless name',
    wrapStream(
      pickle(dict('w', tensor(8, 0, [8], [1]))),
      pickle([0x5d, ...nestLists(), ...recall(60), 0x61])
    ),
    /a storage is of no tensor.*got a list/
  ],
  [
    'a storage twice',
    wrapStream(
      pickle(dict('w', tensor(8, 0, [8], [1]))),
      pickle([0x5d, ...text('0'), 0x61, ...text('0'), 0x61])
    ),
    /a storage is listed twice/
  ],
  [
    'more than its storages',
    new Blob([wrapStream(pickle(dict('w', tensor(8, 0, [8], [1])))), 'x']),
    /goes on after/
  ]
];

/** Lies that are of no effect: what they change is not what was checked. */
export const harmlessPickles: readonly (readonly [what: string, file: Blob])[] = [
  ['appends sides to a tensor that was checked', growSides([...int(-5), 0x61])],
  ['appends a text to its sides', growSides([...text('x'), 0x61])],
  ['appends its sides to themselves', growSides([...recall(7), 0x61])]
];
