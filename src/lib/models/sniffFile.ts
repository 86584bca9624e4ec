/** What a file may be, by its name and first bytes alone. */
export type FileGuess = 'weights' | 'companion' | 'other';

const weightNames = /\.(pth|pt|ckpt|safetensors|h5|gguf|msgpack)$/i;
/** Also names of blobs in the hub's cache, which are hashes. */
const openNames = /(^|\/)[^./]+$|\.bin$/i;
const companionNames =
  /(^|\/)(vocab\.txt|tokenizer\.json|config\.json|tokenizer_config\.json|preprocessor_config\.json)$/i;

const headBytes = 200;
const largestCompanionBytes = 2 ** 24;
const smallestWeightsBytes = 256;

/** Reads the first bytes only where the name does not tell. */
export async function sniffFile(path: string, file: Blob): Promise<FileGuess> {
  if (weightNames.test(path)) return 'weights';
  if (companionNames.test(path)) return 'companion';
  if (!openNames.test(path)) return 'other';
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  if (file.size >= smallestWeightsBytes && isWeights(head)) return 'weights';
  return isCompanion(head) && file.size <= largestCompanionBytes ? 'companion' : 'other';
}

/** torch.save writes its pickle first in the archive; the older form is a pickle; safetensors is a length and JSON. */
function isWeights(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head);
  if (text.startsWith('PK\u0003\u0004')) return text.includes('/data.pkl');
  return /^\u0080[\u0002-\u0004]/.test(text) || (text.slice(4, 8) === '\0\0\0\0' && text[8] === '{');
}

/** JSON, or a vocabulary, which begins with its special tokens. */
function isCompanion(head: Uint8Array): boolean {
  return /^\s*\{|^\[PAD\]/.test(String.fromCharCode(...head));
}
