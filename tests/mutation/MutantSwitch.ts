import type { MutantsOfFile } from './MutantRunner.ts';

/** What the changed code asks at every place that has mutants: is this one switched on? One for all files of a process. */
export class MutantSwitch {
  readonly found = new Set<string>();
  readonly endless = new Set<string>();
  readonly unrepeatable = new Set<string>();
  readonly unasked = new Set<string>();
  /** How often the changed code has asked in this attempt. */
  turns = 0;
  private readonly inTests = new Set<string>();
  private readonly outside = new Set<string>();
  private reached: Set<string> | undefined = this.outside;
  private active: string | undefined;
  private limit = Infinity;
  /** A loop that gathers things fills the memory long before its turns are over. */
  private mostBytes = Infinity;
  private isLoading = false;

  static ofThisRealm(): MutantSwitch {
    return (globalThis.mutantSwitch ??= new MutantSwitch());
  }

  /** Called by the changed code. */
  isActive(id: string): boolean {
    this.turns += 1;
    if (this.turns % 0x10000 === 0 && process.memoryUsage.rss() > this.mostBytes) this.limit = 0;
    if (this.turns > this.limit) throw new Error('This goes on and on.');
    return id === this.active;
  }

  /** Called by the changed code. */
  cover(ids: readonly string[]): void {
    const reached = this.isLoading ? this.outside : this.reached;
    if (reached !== undefined) for (const id of ids) reached.add(id);
  }

  /** Called by the changed code. A file is loaded once, maybe by a test, but not again for each mutant. */
  load(isLoading: boolean): void {
    this.isLoading = isLoading;
  }

  begin(active: string | undefined, limit: number, isNoted: boolean): void {
    this.mostBytes = process.memoryUsage.rss() + 2 ** 30;
    this.turns = 0;
    this.active = active;
    this.limit = limit;
    this.reached = isNoted ? new Set() : undefined;
  }

  isEndless(): boolean {
    return this.turns > this.limit;
  }

  /** Which mutants were reached, if it was noted. */
  end(): readonly string[] {
    const reached = [...(this.reached ?? [])];
    for (const id of reached) this.inTests.add(id);
    this.active = undefined;
    this.limit = Infinity;
    this.reached = this.outside;
    return reached;
  }

  report(): MutantsOfFile {
    return {
      reached: [...this.inTests],
      outside: [...this.outside],
      found: [...this.found],
      endless: [...this.endless],
      unrepeatable: [...this.unrepeatable],
      unasked: [...this.unasked]
    };
  }
}

declare global {
  var mutantSwitch: MutantSwitch | undefined;
}
