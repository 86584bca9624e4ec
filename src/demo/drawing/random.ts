import { cosine, turn } from './arithmetic.ts';

/** The 32-bit FNV-1a hash of a text, for seeds. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * Seeded random numbers: Marsaglia's xorshift32 (shifts 13, 17, 5), seeded by the hash of a name. Good enough to
 * draw with, and the same on every machine.
 */
export class Random {
  readonly name: string;
  #state: number;

  constructor(name: string) {
    this.name = name;
    this.#state = hashText(name) | 0 || 1;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) / 0x1_0000_0000;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  sign(): -1 | 1 {
    return this.chance(0.5) ? -1 : 1;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)]!;
  }

  /** About normal, mean 0, deviation 1: the sum of four uniform numbers (Irwin–Hall), which needs no logarithm. */
  normal(): number {
    let sum = 0;
    for (let i = 0; i < 4; i++) sum += this.next();
    return (sum - 2) * 1.7320508075688772;
  }

  /** A point of the unit disc. */
  inDisc(): { x: number; y: number } {
    const radius = Math.sqrt(this.next());
    const angle = this.between(0, turn);
    return { x: radius * cosine(angle), y: radius * cosine(angle - turn / 4) };
  }

  /** An independent stream, so that drawing one thing more does not move all others. */
  fork(name: string): Random {
    return new Random(`${this.name}/${name}`);
  }
}
