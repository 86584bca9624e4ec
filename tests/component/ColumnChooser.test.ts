import { userEvent } from 'vitest/browser';
import { expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte/pure';
import { boards } from '../../src/lib/benchmark/boards';
import type { PublishedMetricId } from '../../src/lib/benchmark/publishedResults';
import ColumnChooser from '../../src/lib/ui/leaderboard/ColumnChooser.svelte';
import { waitFor } from '../waitFor';

async function open(hidden: readonly PublishedMetricId[]) {
  const onchange = vi.fn<(hidden: readonly PublishedMetricId[]) => void>();
  const columns = ['ssim', 'psnr', 'lpips'] as const;
  const screen = await render(ColumnChooser, { board: boards['table-3'], columns, hidden, onchange });
  const opener = screen.getByRole('button', { name: /^Columns/ });
  await opener.click();
  await expect.element(screen.getByRole('checkbox', { name: 'SSIM' })).toBeVisible();
  return { screen, opener, onchange };
}

it('hides what is unchecked, shows what is checked again, and says how many are shown', async () => {
  const { screen, opener, onchange } = await open(['psnr']);
  await expect.element(opener).toHaveTextContent('Columns 2 of 3');
  await screen.getByRole('checkbox', { name: 'LPIPS' }).click();
  expect(onchange).toHaveBeenLastCalledWith(['psnr', 'lpips']);
  await screen.getByRole('checkbox', { name: 'PSNR' }).click();
  expect(onchange).toHaveBeenLastCalledWith([]);
});

it('closes at Escape, with the keyboard back on its button', async () => {
  const { screen, opener } = await open([]);
  screen.getByRole('checkbox', { name: 'SSIM' }).element().focus();
  await userEvent.keyboard('{Escape}');
  await expect.element(opener).toHaveFocus();
  expect(screen.container.querySelector('fieldset')).toBeNull();
});

it('closes at a press outside', async () => {
  const { screen } = await open([]);
  document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  await waitFor(() => expect(screen.container.querySelector('fieldset')).toBeNull());
});
