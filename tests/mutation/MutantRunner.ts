import { inject, TestRunner, type RunnerTestCase, type RunnerTestFile, type RunnerTestSuite } from 'vitest';
import { MutantSwitch } from './MutantSwitch.ts';

declare module 'vitest' {
  interface TaskMeta {
    mutants?: MutantsOfFile;
  }
  interface ProvidedContext {
    /** Of how many mutants one is tried. */
    mutantsApart: number;
  }
}

/** What the tests of one file say of the mutants, by their ids. */
export interface MutantsOfFile {
  /** Run by a test. */
  readonly reached: readonly string[];
  /** Run only when a file is loaded or its tests prepared, where it cannot be switched. */
  readonly outside: readonly string[];
  readonly found: readonly string[];
  /** Of these, those that a test found by going on and on. */
  readonly endless: readonly string[];
  /** Tests that do not pass a second time, so that they cannot find anything. */
  readonly unrepeatable: readonly string[];
  /** Tests that were too slow to be asked for all the mutants that they reach. */
  readonly unasked: readonly string[];
}

/** Many times what the test takes without a mutant, and never so little that a busy machine would look like a loop. */
const patience = { factor: 10, turns: 100_000, milliseconds: 1000 };

/** Milliseconds after which a test is not asked for further mutants. */
const budget = 10_000;

type Attempt = { readonly mutant?: string };

/**
 * Runs every test once as it is, noting which mutants it reaches; then once for each of those that no test has found yet,
 * with that mutant switched on. A test that fails has found its mutant, if it passes again without it.
 */
export default class MutantRunner extends TestRunner {
  private readonly mutants = MutantSwitch.ofThisRealm();
  private attempt: Attempt = {};
  private waiting: string[] = [];
  private suspect: string | undefined;
  private isIdle = false;
  private failed = false;
  private late = false;
  private startedAt = 0;
  private askedAt = 0;
  private usual = { turns: 0, milliseconds: 0 };

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    await super.onBeforeRunTask(test);
    // The second repeat holds all attempts with mutants, as retries.
    if (!test.fails) test.repeats = 1;
  }

  override onBeforeTryTask(test: RunnerTestCase, options: { retry: number; repeats: number }): void {
    super.onBeforeTryTask(test, options);
    this.failed = this.late = false;
    test.result!.errors = [];
    const isWithout = options.repeats === 0 || this.suspect !== undefined;
    this.isIdle = !isWithout && this.waiting.length === 0;
    this.attempt = isWithout || this.isIdle ? {} : { mutant: this.waiting.pop()! };
    const { factor, turns } = patience;
    this.mutants.begin(
      this.attempt.mutant,
      options.repeats === 0 ? Infinity : factor * this.usual.turns + turns,
      options.repeats === 0
    );
    this.startedAt = performance.now();
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    if (this.isIdle) return;
    const run = TestRunner.getTestFn(test);
    if (this.attempt.mutant === undefined) return run();
    const { factor, milliseconds } = patience;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<void>((resolve) => {
      timer = realSetTimeout(
        () => {
          this.late = true;
          resolve();
        },
        factor * this.usual.milliseconds + milliseconds
      );
    });
    // Caught here, because Vitest would describe each failure at length.
    try {
      await Promise.race([run(), tooLate]);
    } catch {
      this.failed = true;
    }
    clearTimeout(timer);
  }

  override async onAfterRetryTask(
    test: RunnerTestCase,
    options: { retry: number; repeats: number }
  ): Promise<void> {
    await super.onAfterRetryTask(test, options);
    const result = test.result!;
    const hasFailed = this.failed || this.late || result.state === 'fail';
    const isEndless = this.late || this.mutants.isEndless();
    const reached = this.mutants.end();
    if (options.repeats === 0) {
      if (hasFailed) throw new Error('A test fails without any change: mend it first.');
      this.usual = { turns: this.mutants.turns, milliseconds: performance.now() - this.startedAt };
      this.waiting = reached.filter((id) => isTried(id) && !this.mutants.found.has(id)).reverse();
      this.askedAt = performance.now();
      this.suspect = undefined;
      test.retry = 2 * this.waiting.length + 1;
      return;
    }
    this.judge(test, hasFailed, isEndless);
    if (this.waiting.length > 0 && performance.now() - this.askedAt > budget) {
      this.mutants.unasked.add(nameOf(test));
      this.waiting = [];
    }
    const goesOn = this.suspect !== undefined || this.waiting.length > 0;
    result.state = goesOn ? 'fail' : 'pass';
    // Vitest tries again only where there is an error.
    result.errors = goesOn ? [{ message: 'has more mutants to find' }] : [];
    result.attempts = [];
  }

  private judge(test: RunnerTestCase, hasFailed: boolean, isEndless: boolean): void {
    const { mutant } = this.attempt;
    if (mutant !== undefined) {
      if (!hasFailed && !isEndless) return;
      this.suspect = mutant;
      if (isEndless) this.mutants.endless.add(mutant);
    } else if (this.suspect !== undefined) {
      if (hasFailed) {
        this.mutants.unrepeatable.add(nameOf(test));
        this.mutants.endless.delete(this.suspect);
        this.waiting = [];
      } else this.mutants.found.add(this.suspect);
      this.suspect = undefined;
    }
  }

  override async onAfterRunSuite(suite: RunnerTestSuite | RunnerTestFile): Promise<void> {
    await super.onAfterRunSuite(suite);
    if ('filepath' in suite) suite.meta.mutants = this.mutants.report();
  }
}

const nameOf = (test: RunnerTestCase): string => `${test.file.name} > ${test.name}`;

const isTried = (id: string): boolean => Number(id) % inject('mutantsApart') === 0;

/** Tests put clocks of their own in its place. */
const realSetTimeout = setTimeout;
