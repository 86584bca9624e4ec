import type { ElementType } from './Weights';

/** A name that a pickle may refer to; every other is refused by its name. */
export class PickleGlobal {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A storage that a pickle refers to; its bytes lie elsewhere in the file. */
export class PickleStorage {
  readonly key: string;
  readonly type: ElementType;
  /** Elements, as the pickle claims. */
  readonly length: number;

  constructor(key: string, type: ElementType, length: number) {
    this.key = key;
    this.type = type;
    this.length = length;
  }
}

/** A tensor as the pickle describes it; nothing of it is checked against the storage yet. */
export class PickleTensor {
  readonly storage: PickleStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: PickleStorage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

/** A dict, ordered or not. */
export type PickleDict = Map<PickleValue, PickleValue>;

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleGlobal
  | PickleStorage
  | PickleTensor
  | PickleDict
  | PickleValue[];

export const storageTypes: Readonly<Record<string, ElementType>> = {
  'torch.DoubleStorage': 'F64',
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL'
};

/** What a state dict needs: nothing in it runs anything. The weights-only reader of PyTorch allows more. */
const callables: Readonly<Record<string, (args: readonly PickleValue[]) => PickleValue | undefined>> = {
  'collections.OrderedDict': (args) => makeDict(args),
  // Copies: the pickle may still hold the lists, and append to them.
  'torch._utils._rebuild_tensor_v2': ([storage, offset, shape, strides]) =>
    storage instanceof PickleStorage && isCount(offset) && areCounts(shape) && areCounts(strides)
      ? new PickleTensor(storage, offset, [...shape], [...strides])
      : undefined,
  'torch._utils._rebuild_parameter': ([tensor]) => (tensor instanceof PickleTensor ? tensor : undefined)
};

export const isAllowed = (name: string): boolean =>
  Object.hasOwn(callables, name) || Object.hasOwn(storageTypes, name);

/** What an allowed callable gives; undefined where the arguments are not those that PyTorch writes. */
export function callGlobal(name: string, args: readonly PickleValue[]): PickleValue | undefined {
  return Object.hasOwn(callables, name) ? callables[name]!(args) : undefined;
}

/** PyTorch writes ordered dicts empty and fills them; Python 2 wrote a list of pairs. */
function makeDict([pairs, ...rest]: readonly PickleValue[]): PickleDict | undefined {
  if (rest.length > 0) return undefined;
  if (pairs === undefined) return new Map();
  if (!Array.isArray(pairs)) return undefined;
  const dict: PickleDict = new Map();
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    dict.set(pair[0]!, pair[1]!);
  }
  return dict;
}

export const isCount = (value: PickleValue | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const areCounts = (value: PickleValue | undefined): value is number[] =>
  Array.isArray(value) && value.every(isCount);

/** For messages; never of what is inside, which may be endless. */
export function describePickle(value: PickleValue): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof PickleTensor) return 'one tensor without a name';
  if (value instanceof PickleGlobal) return value.name;
  if (value instanceof Map) return `a dict of ${value.size}`;
  return value instanceof PickleStorage ? `the storage ${value.key}` : String(value);
}
