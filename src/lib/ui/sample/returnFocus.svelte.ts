import { untrack } from 'svelte';

/**
 * However a sample is closed, the focus is back where it was opened: once, and then wherever the reader takes it. To be
 * called while a component is set up.
 * @param open the key of the open sample; null while none is
 */
export function returnFocus(open: () => string | null, focus: (key: string) => void): void {
  let last: string | null = null;
  $effect(() => {
    const key = open();
    const closed = key === null ? last : null;
    last = key;
    if (closed !== null) untrack(() => focus(closed));
  });
}
