import { userEvent } from 'vitest/browser';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte/pure';
import TitleTip from '../../src/lib/ui/frame/TitleTip.svelte';

/** Longer than a finger has to rest. */
const restedMs = 600;

let place: HTMLElement;

beforeEach(async () => {
  await render(TitleTip, {});
  place = document.createElement('div');
  document.body.append(place);
});

afterEach(() => {
  vi.useRealTimers();
  place.remove();
  history.replaceState(null, '', location.pathname + location.search);
});

function put(html: string): HTMLElement {
  const template = document.createElement('template');
  template.innerHTML = html;
  place.replaceChildren(template.content);
  return place.firstElementChild as HTMLElement;
}

const told = (): Element | null => document.querySelector('[popover]:popover-open');

const drawn = (): Promise<unknown> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

function point(type: string, target: Element, moved = 0): void {
  const { left, top } = target.getBoundingClientRect();
  const at = { clientX: left + 2 + moved, clientY: top + 2 };
  target.dispatchEvent(
    new PointerEvent(type, { pointerType: 'touch', isPrimary: true, bubbles: true, cancelable: true, ...at })
  );
}

/** As a browser tells of it: what is clicked is clicked after the finger has left. */
function tap(target: HTMLElement): void {
  point('pointerdown', target);
  point('pointerup', target);
  target.click();
}

/** A browser in which a long touch is a click, too. */
function rest(target: HTMLElement): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  point('pointerdown', target);
  vi.advanceTimersByTime(restedMs);
  point('pointerup', target);
  target.click();
  vi.useRealTimers();
}

it('a finger that touches what has a title is told it, heard too, and is rid of it by touching elsewhere', async () => {
  const cell = put('<p title="0.9671428">0.967</p>');
  tap(cell);
  await expect.poll(told).toHaveTextContent('0.9671428');
  expect(told()!.closest('[role="status"]')).not.toBeNull();
  tap(document.body);
  await expect.poll(told).toBeNull();
});

it('a finger that touches a control has it done, and is told nothing', async () => {
  const onclick = vi.fn();
  const button = put('<button title="Previous sample">‹</button>');
  button.onclick = onclick;
  tap(button);
  expect(onclick).toHaveBeenCalledOnce();
  await drawn();
  expect(told()).toBeNull();
});

it.each([
  ['a button', '<button title="why">go</button>'],
  ['a link', '<a href="#gone" title="why">go</a>'],
  ['a row that opens', '<p title="why" style="cursor: pointer">go</p>']
])('a finger that rests on %s is told what it is, and nothing is done', async (_, html) => {
  const onclick = vi.fn();
  const control = put(html);
  control.onclick = onclick;
  rest(control);
  await expect.poll(told).toHaveTextContent('why');
  expect(onclick).not.toHaveBeenCalled();
  expect(location.hash).not.toBe('#gone');
  tap(control);
  expect(onclick).toHaveBeenCalledOnce();
});

it('a finger that scrolls is told nothing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const cell = put('<p title="why">cell</p>');
  point('pointerdown', cell);
  point('pointermove', cell, 40);
  vi.advanceTimersByTime(restedMs);
  point('pointerup', cell, 40);
  vi.useRealTimers();
  await drawn();
  expect(told()).toBeNull();
});

it('goes when the page scrolls under it', async () => {
  tap(put('<p title="why">cell</p>'));
  await expect.poll(told).not.toBeNull();
  dispatchEvent(new Event('scroll'));
  await expect.poll(told).toBeNull();
});

it('a finger that touches a disabled button is told the reason', async () => {
  const button = put('<button disabled title="No model is chosen">Start</button>');
  point('pointerdown', button);
  point('pointerup', button);
  await expect.poll(told).toHaveTextContent('No model is chosen');
});

it('the keyboard is told what it reaches, until it leaves or presses Escape', async () => {
  const last = put(
    '<button id="from">from</button><button title="Close (Esc)">×</button>'
  ).nextElementSibling;
  document.getElementById('from')!.focus();
  await userEvent.keyboard('{Tab}');
  await expect.poll(told).toHaveTextContent('Close (Esc)');
  // Assistive technology says the title itself.
  expect(told()!.closest('[aria-hidden="true"]')).not.toBeNull();
  await userEvent.keyboard('{Escape}');
  await expect.poll(told).toBeNull();
  expect(document.activeElement).toBe(last);
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}{Tab}');
  await expect.poll(told).not.toBeNull();
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  await expect.poll(told).toBeNull();
});

it('the keyboard is not told what it reads already', async () => {
  put('<button id="from">from</button><a href="#x" title="demo:1">demo:1</a>');
  document.getElementById('from')!.focus();
  await userEvent.keyboard('{Tab}');
  await expect.poll(() => document.activeElement?.textContent).toBe('demo:1');
  await new Promise((resolve) => setTimeout(resolve, restedMs));
  expect(told()).toBeNull();
});

it('in an open dialog is inside it, where it is heard and seen', async () => {
  const dialog = put('<dialog><p title="why">cell</p></dialog>') as HTMLDialogElement;
  dialog.showModal();
  // What scrolls as it opens is over.
  await drawn();
  tap(dialog.querySelector('p')!);
  await expect.poll(told).toHaveTextContent('why');
  expect(dialog.contains(told())).toBe(true);
  dialog.remove();
  tap(put('<p title="again">cell</p>'));
  await expect.poll(told).toHaveTextContent('again');
});

it('stays within the window, clear of the finger', async () => {
  const cell = put(`<p title="${'a long reason '.repeat(12)}" style="margin-left: 90vw">–</p>`);
  tap(cell);
  await expect.poll(told).not.toBeNull();
  const { left, right, top, bottom } = told()!.getBoundingClientRect();
  expect(left).toBeGreaterThanOrEqual(0);
  expect(right).toBeLessThanOrEqual(innerWidth);
  const finger = cell.getBoundingClientRect();
  expect(bottom <= finger.top || top >= finger.top + 2).toBe(true);
});
