/** What a shared address brings along in its hash. */
export type SharedAddress =
  | { readonly kind: 'run' | 'comparison'; readonly fragment: string }
  | { readonly kind: 'results'; readonly url: string }
  /** Something else than our links hold: cut, changed, or no link of ours. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' };

/** Reads a hash with or without its "#". */
export function parseSharedAddress(hash: string): SharedAddress {
  const [, key, value = ''] = /^#?(r|c|src)(?:=|%3D)(.*)$/is.exec(hash) ?? [];
  if (key === 'r') return { kind: 'run', fragment: value };
  if (key === 'c') return { kind: 'comparison', fragment: value };
  if (key === 'src') return { kind: 'results', url: decode(value) };
  return { kind: /^#?$/.test(hash) ? 'none' : 'unknown' };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
