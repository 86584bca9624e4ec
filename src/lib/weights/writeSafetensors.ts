import { readTensor, isPacked, sliceTensor } from './readTensor';
import type { StoredTensor } from './Weights';

/**
 * A file of safetensors with these tensors, in this order. Where the numbers lie in row-major order their stretch of the old
 * file is taken as it is, of whatever width, so that nothing of it is in memory.
 * @throws DataError when other numbers than floating-point ones have to be put in order
 */
export async function writeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  file: string
): Promise<Blob> {
  const parts: { type: string; shape: readonly number[]; name: string; bytes: Blob }[] = [];
  for (const [name, tensor] of tensors) {
    const { type, shape } = tensor;
    if (isPacked(tensor)) parts.push({ name, type, shape, bytes: sliceTensor(tensor) });
    else parts.push({ name, type: 'F32', shape, bytes: new Blob([await readTensor(tensor, name, file)]) });
  }
  let offset = 0;
  const entries = parts.map(({ name, type, shape, bytes }) => {
    const start = offset;
    offset += bytes.size;
    return [name, { dtype: type, shape, data_offsets: [start, offset] }] as const;
  });
  const json = JSON.stringify(Object.fromEntries(entries));
  // Padded, so that the numbers begin at a multiple of eight bytes.
  const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(header.length), true);
  return new Blob([length, header, ...parts.map(({ bytes }) => bytes)]);
}
