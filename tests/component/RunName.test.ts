import { userEvent } from 'vitest/browser';
import { expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte/pure';
import RunName from '../../src/lib/ui/runs/RunName.svelte';
import { waitFor } from '../waitFor';

async function openField() {
  const onrename = vi.fn<(name: string) => Promise<void>>(() => Promise.resolve());
  const screen = await render(RunName, { system: 'model', href: '#run', onrename });
  const opener = screen.getByRole('button', { name: 'Rename model' });
  await opener.click();
  const field = screen.getByRole('textbox', { name: 'Name of model' });
  await expect.element(field).toHaveFocus();
  return { screen, opener, field, onrename };
}

it('has the whole name selected, so that typing replaces it, and Enter gives it on without spaces around', async () => {
  const { onrename, opener } = await openField();
  await userEvent.keyboard(' better model {Enter}');
  await waitFor(() => expect(onrename).toHaveBeenCalledExactlyOnceWith('better model'));
  await expect.element(opener).toHaveFocus();
});

it.each([
  ['Escape', 'another{Escape}'],
  ['Enter on the same name', 'model{Enter}'],
  ['Enter on nothing', '{Backspace}{Enter}']
])('keeps the name at %s, and gives the keyboard back', async (_, keys) => {
  const { onrename, opener, screen } = await openField();
  await userEvent.keyboard(keys);
  await expect.element(opener).toHaveFocus();
  await expect.element(screen.getByRole('link', { name: 'model' })).toBeVisible();
  expect(onrename).not.toHaveBeenCalled();
});

it('keeps the name where the reader goes elsewhere', async () => {
  const { onrename, screen, field } = await openField();
  await field.fill('another');
  (document.activeElement as HTMLElement).blur();
  await expect.element(screen.getByRole('link', { name: 'model' })).toBeVisible();
  expect(onrename).not.toHaveBeenCalled();
});
