import { pushState, replaceState } from '$app/navigation';
import { resolve } from '$app/paths';
import type { EntryNote, TabHistory } from '$lib/state/HashAddress.svelte';

type Page = '/' | '/run/' | '/explore/' | '/compare/' | '/judge/';

/** The history of this tab, for a page that keeps its state in the hash. */
export function tabHistory(page: Page): TabHistory {
  const hrefOf = (hash: string): string => resolve(page) + (hash && `#${hash}`);
  return {
    readHash: () => location.hash,
    readNote,
    hrefOf,
    push: (hash, note) => pushState(hrefOf(hash), note),
    replace: (hash, note) => replaceState(hrefOf(hash), note),
    back: () => history.back()
  };
}

/** From where the router writes it: its own `page.state` is empty after a reload, until the next navigation. */
function readNote(): EntryNote {
  const written = (history.state as Readonly<Record<string, EntryNote | undefined>> | null) ?? {};
  return written['sveltekit:states'] ?? {};
}
