import { countElements, type StoredTensor } from '../weights/Weights';
import { convertTensor, sliceTensor } from '../weights/readTensor';

/** Reads a file at once; workers of browsers have it, Node has not. */
type ReadNow = (blob: Blob) => ArrayBuffer;

interface SyncReader {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** Null outside a worker of a browser. */
export function findReadNow(): ReadNow | null {
  const { FileReaderSync } = globalThis as { FileReaderSync?: new () => SyncReader };
  return FileReaderSync ? (blob) => new FileReaderSync().readAsArrayBuffer(blob) : null;
}

/**
 * A tensor as ONNX Runtime takes it, whose numbers come out of the file when the runtime copies them: else all weights would lie
 * in memory twice while a model is opened. Of the array it asks `byteLength` and `subarray` alone.
 */
export function makeLazyTensor(tensor: StoredTensor, readNow: ReadNow): Uint8Array {
  const read = (start: number, end: number): Uint8Array => {
    const { buffer } = convertTensor(tensor, readNow(sliceTensor(tensor)));
    return new Uint8Array(buffer).subarray(start, end);
  };
  return Object.defineProperties(new Uint8Array(0), {
    byteLength: { value: 4 * countElements(tensor.shape) },
    subarray: { value: read }
  });
}
