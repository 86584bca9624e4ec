import { encodeBase64url } from '../../../src/lib/report/permalink/base64url';

/** Small, fast and the same everywhere: a failure can be found again by its seed. */
export function makeRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const characters = 'ABCxyz0129-_.=%#&+/ <>"\u0000é\u{1F600}';

/** A fragment that is wrong in one of the ways in which links go wrong, or are made to. */
export function mutateFragment(links: readonly string[], random: (below: number) => number): string {
  const link = links[random(links.length)]!;
  const at = random(link.length);
  const other = links[random(links.length)]!;
  const character = characters[random(characters.length)] ?? '';
  switch (random(8)) {
    case 0:
      return link.slice(0, at);
    case 1:
      return link.slice(0, at) + character + link.slice(at + 1);
    case 2:
      return link.slice(0, at) + character + link.slice(at);
    case 3:
      return link.slice(0, at) + link.slice(at + 1 + random(20));
    case 4:
      return link.slice(0, at) + other.slice(random(other.length));
    case 5:
      return `${random(3)}.${random(70_000)}.${link.slice(at)}`;
    case 6:
      return wrap(Uint8Array.from({ length: random(60) }, () => random(256)));
    default:
      return Array.from({ length: random(40) }, () => characters[random(characters.length)]).join('');
  }
}

/** Bytes as the body of a fragment whose length is right. */
function wrap(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes);
  return `1.${text.length}.${text}`;
}

/** Content of the right kind with wrong parts: what a mutated text hardly ever gets past the checksum as. */
export function mutateContent(content: unknown, random: (below: number) => number): unknown {
  const odd = [null, -1, 1e300, 0.5, '', 'x'.repeat(300), [], {}, true, 2 ** 53, [[]], '__proto__'];
  if (random(6) === 0) return odd[random(odd.length)];
  if (Array.isArray(content)) {
    const items: unknown[] = [...content];
    const at = random(items.length + 1);
    const change = random(4);
    if (change === 0) items.splice(at, 1);
    else if (change === 1) items.splice(at, 0, items[random(items.length || 1)] ?? null);
    else if (at < items.length) items[at] = mutateContent(items[at], random);
    return items;
  }
  if (typeof content === 'object' && content !== null) {
    const keys = Object.keys(content);
    const key = random(8) === 0 ? '__proto__' : (keys[random(keys.length)] ?? 'extra');
    return Object.fromEntries([
      ...Object.entries(content),
      [key, mutateContent(Reflect.get(content, key), random)]
    ]);
  }
  return odd[random(odd.length)];
}
