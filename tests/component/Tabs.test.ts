import { createRawSnippet } from 'svelte';
import { userEvent } from 'vitest/browser';
import { expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte/pure';
import Tabs from '../../src/lib/ui/control/Tabs.svelte';

const tabs = [
  { id: 'scores', title: 'Scores' },
  { id: 'samples', title: 'Samples' },
  { id: 'slices', title: 'Slices' }
];
const panel = createRawSnippet<[string]>((id) => ({ render: () => `<p>The ${id()}.</p>` }));

async function open(current: string) {
  const onchange = vi.fn<(id: string) => void>();
  const screen = await render(Tabs<string>, { label: 'Parts', tabs, current, onchange, panel });
  onchange.mockImplementation((id) => void screen.rerender({ current: id }));
  return { screen, onchange, tab: (name: string) => screen.getByRole('tab', { name }) };
}

it('has one tab in the order of the keyboard, which names the panel', async () => {
  const { screen, tab } = await open('samples');
  await expect.element(screen.getByRole('tabpanel', { name: 'Samples' })).toBeVisible();
  await expect.element(tab('Samples')).toHaveAttribute('aria-selected', 'true');
  expect(tabs.map(({ title }) => tab(title).element().getAttribute('tabindex'))).toEqual(['-1', '0', '-1']);
});

it('is walked by the arrows in a circle and by Home and End, and takes the focus along', async () => {
  const { tab, onchange } = await open('scores');
  (tab('Scores').element() as HTMLElement).focus();
  for (const [key, title] of [
    ['ArrowLeft', 'Slices'],
    ['ArrowRight', 'Scores'],
    ['End', 'Slices'],
    ['Home', 'Scores']
  ] as const) {
    await userEvent.keyboard(`{${key}}`);
    await expect.element(tab(title)).toHaveFocus();
    await expect.element(tab(title)).toHaveAttribute('aria-selected', 'true');
  }
  expect(onchange).toHaveBeenCalledTimes(4);
});

it('leaves the keys of the browser alone', async () => {
  const { tab, onchange } = await open('scores');
  (tab('Scores').element() as HTMLElement).focus();
  await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}x');
  expect(onchange).not.toHaveBeenCalled();
});
