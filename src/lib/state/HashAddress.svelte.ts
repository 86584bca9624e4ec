/** What a history entry remembers beside its address. */
export interface EntryNote {
  /** The entry before this one shows the same without the open sample. */
  readonly isOverList?: boolean;
}

/** A tab's address and history, as the router lets a page use them. */
export interface TabHistory {
  /** With its "#"; empty without one. */
  readHash(): string;
  readNote(): EntryNote;
  hrefOf(hash: string): string;
  push(hash: string, note: EntryNote): void;
  replace(hash: string, note: EntryNote): void;
  back(): void;
}

interface Options<Address> {
  readonly history: TabHistory;
  /** Reads a hash with or without its "#". */
  readonly parse: (hash: string) => Address;
  /** The hash of an address, without "#". */
  readonly format: (address: Address) => string;
  /** Follows an address that came from outside: the first, Back, Forward, a link, the user's hand. */
  readonly onread?: (address: Address) => void;
}

/** Browsers refuse more than some hundred changes of the address a minute, and typing is fast. */
const pauseMs = 200;

/** What a page shows, kept in its address's hash. */
export class HashAddress<Address extends object> {
  current: Address;
  readonly #options: Options<Address>;
  /** What the current history entry remembers. */
  #note: EntryNote = {};
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Options<Address>) {
    this.#options = options;
    this.current = $state.raw(options.parse(''));
  }

  readonly read = (): void => {
    const { history, parse, onread } = this.#options;
    this.#stopWaiting();
    this.#note = history.readNote();
    this.current = parse(history.readHash());
    onread?.(this.current);
  };

  href(change: Partial<Address>): string {
    return this.#options.history.hrefOf(this.#format({ ...this.current, ...change }));
  }

  /** A step that Back undoes. */
  push(change: Partial<Address>): void {
    this.#push({ ...this.current, ...change }, {});
  }

  /** A change within the step, written after a pause. */
  replace(change: Partial<Address>): void {
    this.current = { ...this.current, ...change };
    this.#stopWaiting();
    this.#pause = setTimeout(() => this.#write(), pauseMs);
  }

  /** A step of its own, so that Back and closing the sample are the same. */
  openSample(sample: string): void {
    this.#push({ ...this.current, sample }, { isOverList: true });
  }

  /** Leaves no second entry of the same list, however the sample was come to. */
  closeSample(): void {
    this.#stopWaiting();
    if (this.#note.isOverList) return this.#options.history.back();
    this.current = { ...this.current, sample: null };
    this.#write();
  }

  /** Nothing is written any more: the page is left. */
  readonly close = (): void => this.#stopWaiting();

  #push(next: Address, note: EntryNote): void {
    // What still waits belongs to the entry that is left: Back leads to it.
    if (this.#pause !== undefined) this.#write();
    this.current = next;
    this.#note = note;
    this.#options.history.push(this.#format(next), note);
  }

  #write(): void {
    this.#stopWaiting();
    this.#options.history.replace(this.#format(this.current), this.#note);
  }

  #stopWaiting(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  #format(address: Address): string {
    return this.#options.format(address);
  }
}
