import { userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte/pure';
import type { Sort } from '../../src/lib/query/Sort';
import type { Column } from '../../src/lib/ui/table/Column';
import DataGrid from '../../src/lib/ui/table/DataGrid.svelte';
import { waitFor } from '../waitFor';

interface Row {
  readonly name: string;
  readonly score: number;
}

type Key = 'name' | 'score';

const columns: readonly Column<Row, Key>[] = [
  { id: 'name', title: 'Name', sortKey: 'name', text: ({ name }) => name },
  { id: 'score', title: 'Score', sortKey: 'score', numeric: true, text: ({ score }) => String(score) }
];

async function open(count: number, facts: { sort?: Sort; href?: (row: Row) => string } = {}) {
  const onopen = vi.fn<(row: Row) => void>();
  const onsort = vi.fn<(key: Key) => void>();
  const rowAt = (index: number): Row => ({ name: `row ${index}`, score: index * 2 });
  const screen = await render(DataGrid<Row, Key>, {
    ...{ label: 'Samples', columns, count, rowAt, maxHeight: '320px', onopen, onsort },
    ...facts
  });
  const row = (index: number) =>
    screen.getByRole(facts.href ? 'link' : 'button', { name: `row ${index}`, exact: true });
  await expect.element(row(0)).toBeVisible();
  return { screen, row, onopen, onsort };
}

it('a short list is whole on paper', async () => {
  const { screen } = await open(96);
  dispatchEvent(new Event('beforeprint'));
  expect(screen.container.querySelectorAll('tbody tr')).toHaveLength(96);
  dispatchEvent(new Event('afterprint'));
});

describe('a grid of 10,000 rows', () => {
  it('draws only those in sight, and says how many there are', async () => {
    const { screen } = await open(10_000);
    await expect
      .element(screen.getByRole('table', { name: 'Samples' }))
      .toHaveAttribute('aria-rowcount', '10001');
    expect(screen.container.querySelectorAll('tbody tr[data-row]').length).toBeLessThan(60);
  });

  it('has its first 500 rows on paper and says how many follow, and then those in sight again', async () => {
    const { screen } = await open(10_000);
    const drawn = () => screen.container.querySelectorAll('tbody tr[data-row]').length;
    const before = drawn();
    dispatchEvent(new Event('beforeprint'));
    expect(drawn()).toBe(500);
    expect(screen.container.querySelector('tbody')!.textContent).toContain('and 9,500 more');
    dispatchEvent(new Event('afterprint'));
    expect(drawn()).toBe(before);
  });

  it('is walked by arrows, pages, Home and End, with one row in the order of the keyboard', async () => {
    const { row, screen } = await open(10_000);
    (row(0).element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    await expect.element(row(1)).toHaveFocus();
    await userEvent.keyboard('{End}');
    await expect.element(row(9999)).toHaveFocus();
    await expect.element(row(9999)).toBeInViewport();
    await userEvent.keyboard('{PageUp}');
    await expect.element(row(9999)).not.toHaveFocus();
    expect(screen.container.querySelectorAll('[tabindex="0"].open')).toHaveLength(1);
    await userEvent.keyboard('{Home}');
    await expect.element(row(0)).toHaveFocus();
  });

  it('keeps the row that has the keyboard while one scrolls far away', async () => {
    const { row, screen } = await open(10_000);
    (row(3).element() as HTMLElement).focus();
    const box = screen.container.querySelector('.table-box')!;
    box.scrollTop = 200_000;
    await waitFor(() => expect(screen.container.querySelector('[data-row="6250"]')).not.toBeNull());
    await expect.element(row(3)).toHaveFocus();
  });
});

describe('a row', () => {
  it('is opened by a click anywhere in it, and by Enter', async () => {
    const { screen, row, onopen } = await open(5);
    await screen.getByRole('cell', { name: '4', exact: true }).click();
    expect(onopen).toHaveBeenLastCalledWith({ name: 'row 2', score: 4 });
    (row(1).element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    expect(onopen).toHaveBeenLastCalledWith({ name: 'row 1', score: 2 });
  });

  it('is a link where it has an address, and leaves a click with Ctrl to the browser', async () => {
    const { row, onopen } = await open(5, { href: ({ name }) => `#sample=${name}` });
    await expect.element(row(1)).toHaveAttribute('href', '#sample=row 1');
    let isTaken = true;
    // In its place: the browser would open a tab, in front of this one.
    const stay = (event: Event): void => {
      isTaken = event.defaultPrevented;
      event.preventDefault();
    };
    addEventListener('click', stay, { once: true });
    const click = new MouseEvent('click', { ctrlKey: true, bubbles: true, cancelable: true });
    row(1).element().dispatchEvent(click);
    expect(isTaken).toBe(false);
    expect(onopen).not.toHaveBeenCalled();
  });
});

describe('a head', () => {
  it('says how its column is sorted, and sorts at a click', async () => {
    const { screen, onsort } = await open(5, { sort: { key: 'score', descending: true } });
    await expect
      .element(screen.getByRole('columnheader', { name: 'Score' }))
      .toHaveAttribute('aria-sort', 'descending');
    await screen.getByRole('button', { name: 'Name' }).click();
    expect(onsort).toHaveBeenCalledExactlyOnceWith('name');
  });
});
