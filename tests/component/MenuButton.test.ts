import { page, userEvent } from 'vitest/browser';
import { expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte/pure';
import MenuButton from '../../src/lib/ui/control/MenuButton.svelte';

async function openMenu() {
  const [onfirst, onlast] = [vi.fn(), vi.fn()];
  const items = [
    { label: 'Results JSON', onselect: onfirst },
    { label: 'CSV', hint: 'one row a sample', onselect: vi.fn() },
    { label: 'LaTeX', onselect: onlast }
  ];
  const screen = await render(MenuButton, { label: 'Export', items });
  const opener = screen.getByRole('button', { name: 'Export' });
  await opener.click();
  const item = (name: string) => screen.getByRole('menuitem', { name });
  await expect.element(item('Results JSON')).toHaveFocus();
  return { screen, opener, item, onfirst, onlast };
}

it('is closed at first, and a click opens it with the keyboard on the first item', async () => {
  const { opener, screen } = await openMenu();
  await expect.element(opener).toHaveAttribute('aria-expanded', 'true');
  await expect.element(screen.getByRole('menu', { name: 'Export' })).toBeVisible();
});

it('is walked by the arrows in a circle, by Home and End, and chosen by Enter', async () => {
  const { item, onfirst, onlast, opener, screen } = await openMenu();
  await userEvent.keyboard('{ArrowUp}');
  await expect.element(item('LaTeX')).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(item('Results JSON')).toHaveFocus();
  await userEvent.keyboard('{End}');
  await expect.element(item('LaTeX')).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(onlast).toHaveBeenCalledOnce();
  expect(onfirst).not.toHaveBeenCalled();
  await expect.element(opener).toHaveFocus();
  expect(screen.container.querySelector('[role="menu"]')).toBeNull();
});

it('closes at Escape and when the keyboard leaves it, and chooses nothing', async () => {
  const { opener, item, screen, onfirst } = await openMenu();
  await userEvent.keyboard('{Escape}');
  await expect.element(opener).toHaveFocus();
  await opener.click();
  await expect.element(item('Results JSON')).toHaveFocus();
  (document.activeElement as HTMLElement).blur();
  await expect.element(opener).toHaveAttribute('aria-expanded', 'false');
  expect(screen.container.querySelector('[role="menu"]')).toBeNull();
  expect(onfirst).not.toHaveBeenCalled();
});

it('stays in sight when the window gets narrow under it', async () => {
  await page.viewport(1000, 600);
  const { screen } = await openMenu();
  const menu = screen.getByRole('menu', { name: 'Export' });
  screen.container.style.marginLeft = '50vw';
  await page.viewport(200, 600);
  await expect.poll(() => menu.element().getBoundingClientRect().left).toBeGreaterThanOrEqual(0);
  await page.viewport(414, 896);
});
