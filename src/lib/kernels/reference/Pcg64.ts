const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const MASK_32 = 0xffffffffn;

function wrap128(x: bigint): bigint {
  return BigInt.asUintN(128, x);
}

/** One of the two mixers of SeedSequence: each use changes the constant it starts from. */
function makeHash(initial: number, multiplier: number): (word: number) => number {
  let constant = initial;
  return (word) => {
    const xored = word ^ constant;
    constant = Math.imul(constant, multiplier);
    const product = Math.imul(xored, constant);
    return (product ^ (product >>> 16)) >>> 0;
  };
}

function mix(x: number, y: number): number {
  const mixed = Math.imul(x, 0xca01f9dd) - Math.imul(y, 0x4973f715);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** NumPy's `SeedSequence(seed).generate_state(8)`, for a seed below 2^53. */
function makeSeedWords(seed: number): number[] {
  const hashEntropy = makeHash(0x43b0d7e5, 0x931e8875);
  const pool = [seed >>> 0, Math.floor(seed / 2 ** 32), 0, 0].map(hashEntropy);
  for (const source of pool.keys()) {
    for (const target of pool.keys()) {
      if (source !== target) pool[target] = mix(pool[target] ?? 0, hashEntropy(pool[source] ?? 0));
    }
  }
  const hashOutput = makeHash(0x8b51f9dd, 0x58f38ded);
  return Array.from({ length: 8 }, (_, index) => hashOutput(pool[index % 4] ?? 0));
}

/** Two 64-bit numbers, the upper one first, each from two 32-bit words, the lower one first. */
function join128(words: readonly number[]): bigint {
  const [low1 = 0, high1 = 0, low0 = 0, high0 = 0] = words;
  return [high1, low1, high0, low0].reduce((joined, word) => (joined << 32n) | BigInt(word), 0n);
}

/** NumPy's `default_rng(seed)`: PCG XSL RR 128/64 with the half word that 32-bit reads leave over. */
export class Pcg64 {
  #state: bigint;
  readonly #increment: bigint;
  #leftOver: number | null = null;

  constructor(seed: number) {
    const words = makeSeedWords(seed);
    this.#increment = wrap128((join128(words.slice(4)) << 1n) | 1n);
    this.#state = wrap128(join128(words.slice(0, 4)) + this.#increment);
    this.#step();
  }

  nextUint64(): bigint {
    this.#step();
    const folded = BigInt.asUintN(64, (this.#state >> 64n) ^ this.#state);
    const rotation = this.#state >> 122n;
    return BigInt.asUintN(64, (folded >> rotation) | (folded << (64n - rotation)));
  }

  nextUint32(): number {
    if (this.#leftOver !== null) {
      const number = this.#leftOver;
      this.#leftOver = null;
      return number;
    }
    const both = this.nextUint64();
    this.#leftOver = Number(both >> 32n);
    return Number(both & MASK_32);
  }

  /** An integer from 0 to `range` − 1 by Lemire's method, as `Generator.integers` draws it for ranges below 2^32. */
  nextBelow(range: number): number {
    // NumPy draws nothing where there is no choice.
    if (range === 1) return 0;
    const threshold = (2 ** 32 - range) % range;
    for (;;) {
      const product = BigInt(this.nextUint32()) * BigInt(range);
      if (Number(product & MASK_32) >= threshold) return Number(product >> 32n);
    }
  }

  #step(): void {
    this.#state = wrap128(this.#state * MULTIPLIER + this.#increment);
  }
}
