import { DataError, type Problem } from '../core/problem';

/** Collects what is wrong with a drop while it is read, in the order in which it comes to light. */
export class Findings {
  readonly #problems: Problem[];

  constructor(problems: readonly Problem[] = []) {
    this.#problems = [...problems];
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  add(problem: Problem): void {
    this.#problems.push(problem);
  }

  addAll(problems: Iterable<Problem>): void {
    for (const problem of problems) this.#problems.push(problem);
  }

  /** What the work gives; null, and a finding, where it ends in a DataError. */
  async attempt<Value>(work: () => Promise<Value>): Promise<Value | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.add(error.problem);
      return null;
    }
  }
}
