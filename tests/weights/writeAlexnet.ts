import { countElements, packStrides } from '../../src/lib/weights/Weights';
import { torchMagic } from '../../src/lib/weights/openTorchStream';
import { pickle, tensor, text } from './pickleParts';

const layers = [
  { name: 'features.0', sides: [64, 3, 11, 11] },
  { name: 'features.3', sides: [192, 64, 5, 5] },
  { name: 'features.6', sides: [384, 192, 3, 3] },
  { name: 'features.8', sides: [256, 384, 3, 3] },
  { name: 'features.10', sides: [256, 256, 3, 3] }
] as const;

const weightsOf = () =>
  layers.flatMap(({ name, sides }) => [
    { name: `${name}.weight`, sides: [...sides], range: 2 / Math.sqrt(countElements(sides.slice(1))) },
    { name: `${name}.bias`, sides: [sides[0]], range: 0.1 }
  ]);

const writeHead = (items: readonly number[], keys: readonly number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    ...torchMagic,
    ...pickle([0x4d, 0xe9, 3]),
    ...pickle([0x7d]),
    ...pickle([0x7d, ...items]),
    ...pickle([0x5d, ...keys])
  ]);

const listKey = (key: number): number[] => [...text(String(key)), 0x61];

/** A lie: all its tensors are the same numbers, so that it claims four times its size. */
export function writeSharedAlexnet(): Blob {
  const length = Math.max(...weightsOf().map(({ sides }) => countElements(sides)));
  const items = weightsOf().flatMap(({ name, sides }) => [
    ...text(name),
    ...tensor(length, 0, sides, packStrides(sides)),
    0x73
  ]);
  const numbers = [new BigUint64Array([BigInt(length)]), new Float32Array(length)];
  return new Blob([writeHead(items, listKey(0)), ...numbers]);
}

/**
 * A file as torchvision's AlexNet is published, in the older form, with numbers by rule and without the classifier: 10 MB, too
 * many to commit.
 */
export function writeAlexnet(): Blob {
  const weights = weightsOf();
  const items = weights.flatMap(({ name, sides }, key) => {
    const length = countElements(sides);
    return [...text(name), ...tensor(length, 0, sides, packStrides(sides), String(key)), 0x73];
  });
  const keys = weights.flatMap((_, key) => listKey(key));
  const numbers = weights.flatMap(({ sides, range }, key) => {
    const length = countElements(sides);
    return [new BigUint64Array([BigInt(length)]), drawNumbers(length, range, key)];
  });
  return new Blob([writeHead(items, keys), ...numbers]);
}

/** Between −range and range, by a linear congruence. */
function drawNumbers(length: number, range: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed + 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return range * (state / 2 ** 31 - 1);
  });
}
