/** What the shortcut sheet lists. */
export const shortcuts: readonly {
  readonly title: string;
  readonly keys: readonly { readonly keys: readonly string[]; readonly does: string }[];
}[] = [
  {
    title: 'Samples',
    keys: [
      { keys: ['←', '→'], does: 'previous, next sample of the filter' },
      { keys: ['Esc'], does: 'close the sample' },
      { keys: ['?'], does: 'this sheet' }
    ]
  },
  {
    title: 'Compare mode',
    keys: [
      { keys: ['s'], does: 'Side by side' },
      { keys: ['l'], does: 'Slider; on its divider the arrow keys move it' },
      { keys: ['f'], does: 'Flicker; hold b to see the other image' },
      { keys: ['d'], does: 'Difference' },
      { keys: ['m'], does: 'SSIM map' },
      { keys: ['x'], does: 'swap A and B' }
    ]
  },
  {
    title: 'Image',
    keys: [
      { keys: ['+', '−'], does: 'zoom; the wheel and two fingers do too' },
      { keys: ['0'], does: 'fit, and no window' },
      { keys: ['1'], does: 'one image pixel on one screen pixel' },
      { keys: ['↑', '↓', '←', '→'], does: 'move an enlarged image that has the focus' },
      { keys: ['Shift + arrows'], does: 'move the mark that is read out by one pixel' },
      { keys: ['w'], does: 'drag sets window and level (grey images); Shift + drag at any time' },
      { keys: ['r'], does: 'outline the region that should change, where there is one' },
      { keys: ['e'], does: 'full screen' }
    ]
  }
];

/**
 * The key of a shortcut; null where the key belongs to something else: a field that is typed in, a list of tabs, another
 * dialog, the browser.
 */
export function shortcutOf(event: KeyboardEvent, dialog: Element | null | undefined): string | null {
  const { target, key } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (!(target instanceof Element)) return key;
  if (target.closest('input, select, textarea, [contenteditable]')) return null;
  const around = target.closest('dialog');
  if (around && around !== dialog) return null;
  return key.length > 1 && !event.shiftKey && target.closest('[role="tab"]') ? null : key;
}
