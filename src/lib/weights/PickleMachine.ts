import type { DataError } from '../core/problem';
import type { ByteReader } from './ByteReader';
import {
  callGlobal,
  isAllowed,
  isCount,
  PickleGlobal,
  PickleStorage,
  storageTypes,
  type PickleValue
} from './pickleValues';

/** Where a group of values begins on the stack. */
const mark = Symbol('mark');

/** Far above any state dict's: one of 400 tensors has 50,000 instructions. */
const maxWork = 2_000_000;

type Step = (machine: PickleMachine, bytes: ByteReader) => void;

/**
 * Runs the instructions of a pickle (protocols 2 to 4) that state dicts consist of. Nothing can be called: the few names
 * that are allowed build plain descriptions, and everything else is refused by name.
 */
export class PickleMachine {
  readonly #bytes: ByteReader;
  readonly #stack: (PickleValue | typeof mark)[] = [];
  #work = 0;
  /** By key, as far as the pickle has referred to them. */
  readonly storages = new Map<string, PickleStorage>();
  readonly #memo = new Map<number, PickleValue>();

  constructor(bytes: ByteReader) {
    this.#bytes = bytes;
  }

  /** Runs one instruction; gives the result after the last. */
  step(): PickleValue | undefined {
    this.#charge(1);
    const code = this.#bytes.byte();
    if (code === 0x2e) return this.pop();
    const instruction = instructions.get(code);
    if (!instruction) throw this.refuse(`it uses ${nameRefused(code)}`);
    instruction(this, this.#bytes);
    return undefined;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pushMark(): void {
    this.#stack.push(mark);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined || value === mark) throw this.refuse('its stack is empty');
    return value;
  }

  /** Of the topmost `count` values, the first pushed first. */
  popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  popToMark(): PickleValue[] {
    const start = this.#stack.lastIndexOf(mark);
    if (start < 0) throw this.refuse('a group in it has no start');
    const [, ...values] = this.#stack.splice(start) as PickleValue[];
    return values;
  }

  remember(key: number): void {
    const value = this.pop();
    this.#memo.set(key, value);
    this.push(value);
  }

  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(key: number): void {
    const value = this.#memo.get(key);
    if (value === undefined) throw this.refuse('it refers to a value that it never gave');
    this.push(value);
  }

  pushGlobal(module: string, name: string): void {
    const fullName = `${module}.${name}`;
    if (!isAllowed(fullName)) throw this.refuse(`it tried to call ${fullName}`);
    this.push(new PickleGlobal(fullName));
  }

  /** `("storage", type, key, device, length)`, in older files with a view of None after it. */
  pushStorage(): void {
    const id = this.pop();
    const [kind, type, key, , length, view = null] = Array.isArray(id) ? id : [];
    const elementType = type instanceof PickleGlobal ? storageTypes[type.name] : undefined;
    if (kind !== 'storage' || typeof key !== 'string' || view !== null || !elementType || !isCount(length))
      throw this.refuse('it refers to something that is no storage of PyTorch');
    const known = this.storages.get(key);
    if (known && (known.type !== elementType || known.length !== length))
      throw this.refuse(`it gives the storage ${key} two types or lengths`);
    const storage = known ?? new PickleStorage(key, elementType, length);
    this.storages.set(key, storage);
    this.push(storage);
  }

  reduce(): void {
    const [callable, args] = this.popMany(2);
    const name = callable instanceof PickleGlobal ? callable.name : 'something that is no function';
    if (!Array.isArray(args)) throw this.refuse(`it calls ${name} without arguments`);
    for (const arg of args) this.#charge(Array.isArray(arg) ? arg.length : 1);
    const value = callGlobal(name, args);
    if (value === undefined) throw this.refuse(`it calls ${name} with arguments that PyTorch does not write`);
    this.push(value);
  }

  /** State dicts carry attributes (`_metadata`), which are of no use here. */
  dropState(): void {
    const [target] = this.popMany(2);
    if (!(target instanceof Map)) throw this.refuse('it sets the state of something that is no dict');
    this.push(target);
  }

  append(values: readonly PickleValue[]): void {
    const list = this.pop();
    if (!Array.isArray(list)) throw this.refuse('it appends to something that is no list');
    for (const value of values) list.push(value);
    this.push(list);
  }

  setItems(values: readonly PickleValue[]): void {
    const dict = this.pop();
    if (!(dict instanceof Map) || values.length % 2 !== 0)
      throw this.refuse('it sets items of something that is no dict');
    for (let i = 0; i < values.length; i += 2) dict.set(values[i]!, values[i + 1]!);
    this.push(dict);
  }

  #charge(work: number): void {
    this.#work += work;
    if (this.#work > maxWork) throw this.refuse(`it does not end: more than ${maxWork} instructions`);
  }

  refuse(got: string): DataError {
    return this.#bytes.refuse(
      'the file is not opened: only what a state dict consists of is allowed',
      got,
      'tensors by name, as torch.save(model.state_dict()) writes them'
    );
  }
}

/** https://github.com/python/cpython/blob/main/Lib/pickletools.py names them. */
const instructions: ReadonlyMap<number, Step> = new Map<number, Step>([
  [0x80, (machine, bytes) => requireProtocol(machine, bytes.byte())], // PROTO
  [0x95, (_, bytes) => void bytes.take(8)], // FRAME
  [0x28, (machine) => machine.pushMark()],
  [0x30, (machine) => void machine.pop()],
  [0x4e, (machine) => machine.push(null)],
  [0x88, (machine) => machine.push(true)],
  [0x89, (machine) => machine.push(false)],
  [0x4a, (machine, bytes) => machine.push(bytes.int32())], // BININT
  [0x4b, (machine, bytes) => machine.push(bytes.byte())],
  [0x4d, (machine, bytes) => machine.push(bytes.uint16())],
  [0x8a, (machine, bytes) => machine.push(readLong(bytes.take(bytes.byte())))], // LONG1
  [0x47, (machine, bytes) => machine.push(bytes.float64())],
  [0x55, (machine, bytes) => machine.push(bytes.text(bytes.byte()))], // SHORT_BINSTRING
  [0x54, (machine, bytes) => machine.push(bytes.text(bytes.uint32()))],
  [0x58, (machine, bytes) => machine.push(bytes.text(bytes.uint32()))], // BINUNICODE
  [0x8c, (machine, bytes) => machine.push(bytes.text(bytes.byte()))],
  [0x5d, (machine) => machine.push([])], // EMPTY_LIST
  [0x61, (machine) => machine.append([machine.pop()])],
  [0x65, (machine) => machine.append(machine.popToMark())],
  [0x29, (machine) => machine.push([])], // EMPTY_TUPLE
  [0x85, (machine) => machine.push(machine.popMany(1))],
  [0x86, (machine) => machine.push(machine.popMany(2))],
  [0x87, (machine) => machine.push(machine.popMany(3))],
  [0x74, (machine) => machine.push(machine.popToMark())],
  [0x7d, (machine) => machine.push(new Map())], // EMPTY_DICT
  [0x73, (machine) => machine.setItems(machine.popMany(2))],
  [0x75, (machine) => machine.setItems(machine.popToMark())],
  [0x71, (machine, bytes) => machine.remember(bytes.byte())], // BINPUT
  [0x72, (machine, bytes) => machine.remember(bytes.uint32())],
  [0x94, (machine) => machine.rememberNext()], // MEMOIZE
  [0x68, (machine, bytes) => machine.recall(bytes.byte())], // BINGET
  [0x6a, (machine, bytes) => machine.recall(bytes.uint32())],
  [0x63, (machine, bytes) => machine.pushGlobal(bytes.line(), bytes.line())], // GLOBAL
  [0x93, (machine) => pushStackGlobal(machine)], // STACK_GLOBAL
  [0x51, (machine) => machine.pushStorage()], // BINPERSID
  [0x52, (machine) => machine.reduce()],
  [0x62, (machine) => machine.dropState()] // BUILD
]);

const anyClass = 'which makes an object of any class';
const registry = 'a name from a registry';

/** Those that no state dict of PyTorch has. */
const refused: ReadonlyMap<number, string> = new Map([
  [0x69, `INST, ${anyClass}`],
  [0x6f, `OBJ, ${anyClass}`],
  [0x81, `NEWOBJ, ${anyClass}`],
  [0x92, `NEWOBJ_EX, ${anyClass}`],
  [0x82, `EXT1, ${registry}`],
  [0x83, `EXT2, ${registry}`],
  [0x84, `EXT4, ${registry}`],
  [0x50, 'PERSID, a reference by text'],
  [0x97, 'NEXT_BUFFER, bytes from elsewhere'],
  [0x98, 'READONLY_BUFFER, bytes from elsewhere'],
  [0x49, 'INT of protocol 0'],
  [0x4c, 'LONG of protocol 0'],
  [0x53, 'STRING of protocol 0'],
  [0x56, 'UNICODE of protocol 0'],
  [0x46, 'FLOAT of protocol 0'],
  [0x67, 'GET of protocol 0'],
  [0x70, 'PUT of protocol 0'],
  [0x31, 'POP_MARK'],
  [0x32, 'DUP'],
  [0x6c, 'LIST'],
  [0x64, 'DICT'],
  [0x8b, 'LONG4, a number of any length'],
  [0x42, 'BINBYTES'],
  [0x43, 'SHORT_BINBYTES'],
  [0x8d, 'BINUNICODE8'],
  [0x8e, 'BINBYTES8'],
  [0x96, 'BYTEARRAY8'],
  [0x8f, 'EMPTY_SET'],
  [0x90, 'ADDITEMS'],
  [0x91, 'FROZENSET']
]);

const nameRefused = (code: number): string =>
  refused.get(code) ?? `0x${code.toString(16).padStart(2, '0')}, which is no instruction`;

function requireProtocol(machine: PickleMachine, version: number): void {
  if (version > 4) throw machine.refuse(`it uses protocol ${version}`);
}

/** A list that holds itself many times over would take for ever to be written as a text. */
function pushStackGlobal(machine: PickleMachine): void {
  const [module, name] = machine.popMany(2);
  if (typeof module !== 'string' || typeof name !== 'string')
    throw machine.refuse('it tried to call something whose name is no text');
  machine.pushGlobal(module, name);
}

/** Little-endian two's complement of any length. */
function readLong(bytes: Uint8Array): number | bigint {
  let value = 0n;
  for (const [i, byte] of bytes.entries()) value |= BigInt(byte) << BigInt(8 * i);
  value = BigInt.asIntN(8 * bytes.length, value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
