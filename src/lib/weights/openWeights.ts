import { ByteReader } from './ByteReader';
import { openSafetensors } from './openSafetensors';
import { openTorchStream, torchMagic } from './openTorchStream';
import { openTorchZip } from './openTorchZip';
import { readPickle } from './readPickle';
import { refuseWeights } from './refuseWeights';
import type { Weights } from './Weights';

const forms = [
  { isForm: isZip, open: openTorchZip },
  { isForm: isTorchStream, open: openTorchStream },
  { isForm: isSafetensors, open: openSafetensors }
] as const;

/** What else people drop, by how it begins. */
const others: readonly (readonly [start: RegExp, what: string])[] = [
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS, not the file itself'],
  [/^\s*<(!doctype|html)/i, 'a web page, not the file itself'],
  [/^\s*[{[]/, 'a JSON file'],
  [/^\u0089HDF/, 'an HDF5 file of TensorFlow or Keras'],
  [/^GGUF/, 'a GGUF file'],
  [/^\u0093NUMPY/, 'a NumPy array'],
  [/^\u0008[\u0003-\u000d]\u0012/, 'an ONNX graph'],
  [/^\u001f\u008b/, 'a file that gzip compressed'],
  [/^\u0080[\u0002-\u0005]/, 'a pickle that torch.save did not write']
];

/** What such a pickle tries is worth a name. */
const largestBarePickle = 2 ** 20;

/** Enough of a file to know its form. */
const headBytes = 64;

/** Whether a file's first bytes are those of weights in one of the forms that are read. Names are not asked: blobs of caches have none. */
export async function looksLikeWeights(blob: Blob): Promise<boolean> {
  const head = await readHead(blob);
  return forms.some(({ isForm }) => isForm(head));
}

/**
 * The weights of a file of PyTorch (either form) or safetensors. Only its lists are read; the numbers stay in the file.
 * @param file its name, for messages
 * @throws DataError that says what the file is instead, or what it tried
 */
export async function openWeights(blob: Blob, file: string): Promise<Weights> {
  const head = await readHead(blob);
  const form = forms.find(({ isForm }) => isForm(head));
  if (form) return form.open(blob, file);
  if (head[0] === 0x80) {
    const bytes = await blob.slice(0, largestBarePickle).arrayBuffer();
    readPickle(new ByteReader(new Uint8Array(bytes), file));
  }
  const start = String.fromCharCode(...head);
  const got =
    others.find(([pattern]) => pattern.test(start))?.[1] ?? (blob.size === 0 ? 'nothing' : 'unknown bytes');
  throw refuseWeights(file, 'not a file of weights', got, 'weights of PyTorch (.pth, .bin) or safetensors');
}

async function readHead(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.slice(0, headBytes).arrayBuffer());
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

function isTorchStream(head: Uint8Array): boolean {
  return torchMagic.every((byte, i) => head[i] === byte);
}

/** A length that no JSON header exceeds, and the JSON. */
function isSafetensors(head: Uint8Array): boolean {
  return head[4] === 0 && head[5] === 0 && head[6] === 0 && head[7] === 0 && head[8] === 0x7b;
}
