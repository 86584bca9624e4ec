/** So many rows in a row with one fault, before anything was scored and afterwards. */
const streaks = {
  /** The provider refused without an answer: nothing was paid. */
  refused: { before: 3, after: 10 },
  /** Paid answers without a verdict. */
  answered: { before: 5, after: 10 }
};

/** Notices that row after row fails in the same way, so that a run ends before the money is gone. */
export class FaultStreak {
  #fault: string | null = null;
  #count = 0;
  #hasVerdict = false;

  get count(): number {
    return this.#count;
  }

  break(): void {
    this.#hasVerdict = true;
    this.#fault = null;
    this.#count = 0;
  }

  /**
   * @param fault the same text for the same fault
   * @returns whether there were enough of it
   */
  add(kind: keyof typeof streaks, fault: string): boolean {
    this.#count = fault === this.#fault ? this.#count + 1 : 1;
    this.#fault = fault;
    return this.#count >= streaks[kind][this.#hasVerdict ? 'after' : 'before'];
  }
}
