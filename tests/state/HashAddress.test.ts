import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HashAddress, type EntryNote, type TabHistory } from '../../src/lib/state/HashAddress.svelte';

interface Shown {
  readonly search: string;
  readonly sample: string | null;
}

const parse = (hash: string): Shown => {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  return { search: params.get('q') ?? '', sample: params.get('sample') };
};

const format = ({ search, sample }: Shown): string =>
  [search && `q=${search}`, sample && `sample=${sample}`].filter(Boolean).join('&');

/** A tab with its entries; a reload makes the page anew and keeps them. */
class Tab implements TabHistory {
  entries: { hash: string; note: EntryNote }[];
  index = 0;
  address = this.#open();

  constructor(hash = '') {
    this.entries = [{ hash, note: {} }];
    this.reload();
  }

  #open(): HashAddress<Shown> {
    return new HashAddress({ history: this, parse, format });
  }

  reload(): void {
    this.address.close();
    this.address = this.#open();
    this.address.read();
  }

  readHash = (): string => this.entries[this.index]!.hash;
  readNote = (): EntryNote => this.entries[this.index]!.note;
  hrefOf = (hash: string): string => `/page/#${hash}`;

  push(hash: string, note: EntryNote): void {
    this.entries = [...this.entries.slice(0, ++this.index), { hash, note }];
  }

  replace(hash: string, note: EntryNote): void {
    this.entries[this.index] = { hash, note };
  }

  go(steps: number): void {
    this.index += steps;
    this.address.read();
  }

  back(): void {
    this.go(-1);
  }

  get hashes(): string[] {
    return this.entries.map(({ hash }) => hash);
  }
}

describe('the address in the hash', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is read, and whoever follows it is told', () => {
    const onread = vi.fn();
    const address = new HashAddress({ history: new Tab('q=ring'), parse, format, onread });
    expect(address.current).toEqual({ search: '', sample: null });
    address.read();
    expect(address.current.search).toBe('ring');
    expect(onread).toHaveBeenCalledExactlyOnceWith({ search: 'ring', sample: null });
  });

  it('gives links to what it shows with a change', () => {
    const { address } = new Tab('q=ring');
    expect(address.href({ sample: 's1' })).toBe('/page/#q=ring&sample=s1');
    expect(address.current.sample).toBeNull();
  });

  it('writes steps at once, and changes within a step after a pause', () => {
    const tab = new Tab();
    tab.address.push({ search: 'r' });
    tab.address.replace({ search: 'ri' });
    tab.address.replace({ search: 'rin' });
    expect(tab.address.current.search).toBe('rin');
    expect(tab.hashes).toEqual(['', 'q=r']);
    vi.runAllTimers();
    expect(tab.hashes).toEqual(['', 'q=rin']);
  });

  it('keeps what still waits in the entry that a step leaves', () => {
    const tab = new Tab();
    tab.address.push({ search: 'r' });
    tab.address.replace({ search: 'ring' });
    tab.address.openSample('s1');
    vi.runAllTimers();
    expect(tab.hashes).toEqual(['', 'q=ring', 'q=ring&sample=s1']);
  });

  it('writes nothing once the page is left', () => {
    const tab = new Tab();
    tab.address.replace({ search: 'ring' });
    tab.address.close();
    vi.runAllTimers();
    expect(tab.hashes).toEqual(['']);
  });
});

describe('closing a sample', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Closes, and expects the list to be there once: Back then leads to what was before it. */
  function expectOneList(tab: Tab): void {
    tab.address.closeSample();
    vi.runAllTimers();
    expect(tab.address.current).toEqual({ search: 'ring', sample: null });
    expect(tab.hashes.filter((hash) => hash === 'q=ring')).toHaveLength(1);
    tab.go(-1);
    expect(tab.address.current.search).toBe('');
  }

  function openOverList(): Tab {
    const tab = new Tab();
    tab.address.push({ search: 'ring' });
    tab.address.openSample('s1');
    return tab;
  }

  it('is a step back where it was opened from the list', () => expectOneList(openOverList()));

  it('is so after turning to the next sample, even before the pause is over', () => {
    const tab = openOverList();
    tab.address.replace({ sample: 's2' });
    vi.runAllTimers();
    tab.address.replace({ sample: 's3' });
    expectOneList(tab);
  });

  it('is so after Back and Forward', () => {
    const tab = openOverList();
    tab.go(-1);
    tab.go(1);
    expectOneList(tab);
  });

  it('is so after a reload, and after one of a sample that was turned to', () => {
    const tab = openOverList();
    tab.address.replace({ sample: 's2' });
    vi.runAllTimers();
    tab.reload();
    expectOneList(tab);
  });

  it('shows the list in place of a sample that a link led to', () => {
    const tab = new Tab('q=ring&sample=s1');
    tab.address.closeSample();
    expect(tab.hashes).toEqual(['q=ring']);
  });
});
