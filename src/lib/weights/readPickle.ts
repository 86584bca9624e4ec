import type { ByteReader } from './ByteReader';
import { PickleMachine } from './PickleMachine';
import type { PickleStorage, PickleValue } from './pickleValues';

export interface Unpickled {
  readonly value: PickleValue;
  /** Those that it refers to, by key. */
  readonly storages: ReadonlyMap<string, PickleStorage>;
}

/**
 * One pickle that starts at the reader's place; the reader is left after its end.
 * @throws DataError when it is no pickle, is cut off, or asks for anything but the parts of a state dict
 */
export function readPickle(bytes: ByteReader): Unpickled {
  const machine = new PickleMachine(bytes);
  for (;;) {
    const value = machine.step();
    if (value !== undefined) return { value, storages: machine.storages };
  }
}
