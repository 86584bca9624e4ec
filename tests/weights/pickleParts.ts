/** Instructions of pickles, as bytes. */
export const bytesOf = (value: string): number[] => [...new TextEncoder().encode(value)];
export const text = (value: string): number[] => [0x58, value.length, 0, 0, 0, ...bytesOf(value)];
export const global = (module: string, name: string): number[] => [0x63, ...bytesOf(`${module}\n${name}\n`)];
export const int = (value: number): number[] => [0x4a, ...new Uint8Array(Int32Array.of(value).buffer)];
export const tuple = (...items: number[][]): number[] => [0x28, ...items.flat(), 0x74];
export const pickle = (...parts: number[][]): number[] => [0x80, 2, ...parts.flat(), 0x2e];

const storage = (length: number, key: string): number[] => [
  ...tuple(text('storage'), global('torch', 'FloatStorage'), text(key), text('cpu'), int(length)),
  0x51
];

/** A tensor of 32-bit numbers in a storage of `length`. */
export const tensor = (
  length: number,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
  key = '0'
): number[] => [
  ...global('torch._utils', '_rebuild_tensor_v2'),
  ...tuple(
    storage(length, key),
    int(offset),
    tuple(...shape.map(int)),
    tuple(...strides.map(int)),
    [0x89],
    [0x7d]
  ),
  0x52
];
