/**
 * Lets work in while all that is under way weighs no more than a limit together; what is heavier than the limit is let in
 * alone. First come, first served, so that nothing heavy waits for ever.
 */
export class Admission {
  readonly #limit: number;
  #load = 0;
  readonly #waiting: { readonly weight: number; readonly enter: () => void }[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  async run<Value>(weight: number, work: () => Promise<Value>): Promise<Value> {
    await new Promise<void>((enter) => {
      this.#waiting.push({ weight, enter });
      this.#admit();
    });
    try {
      return await work();
    } finally {
      this.#load -= weight;
      this.#admit();
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (this.#load > 0 && this.#load + next.weight > this.#limit) return;
      this.#waiting.shift();
      this.#load += next.weight;
      next.enter();
    }
  }
}
