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

/**
 * A file as torchvision's AlexNet is published, in the older form, with numbers by rule and without the classifier: 10 MB, too
 * many to commit.
 */
export function writeAlexnet(): Blob {
  const weights = layers.flatMap(({ name, sides }) => [
    { name: `${name}.weight`, sides: [...sides], range: 2 / Math.sqrt(countElements(sides.slice(1))) },
    { name: `${name}.bias`, sides: [sides[0]], range: 0.1 }
  ]);
  const items = weights.flatMap(({ name, sides }, key) => {
    const length = countElements(sides);
    return [...text(name), ...tensor(length, 0, sides, packStrides(sides), String(key)), 0x73];
  });
  const keys = weights.flatMap((_, key) => [...text(String(key)), 0x61]);
  const head = [
    ...torchMagic,
    ...pickle([0x4d, 0xe9, 3]),
    ...pickle([0x7d]),
    ...pickle([0x7d, ...items]),
    ...pickle([0x5d, ...keys])
  ];
  const numbers = weights.flatMap(({ sides, range }, key) => {
    const length = countElements(sides);
    return [new BigUint64Array([BigInt(length)]), drawNumbers(length, range, key)];
  });
  return new Blob([Uint8Array.from(head), ...numbers]);
}

/** Between −range and range, by a linear congruence. */
function drawNumbers(length: number, range: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed + 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return range * (state / 2 ** 31 - 1);
  });
}
