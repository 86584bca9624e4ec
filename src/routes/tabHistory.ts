import { pushState, replaceState } from '$app/navigation';
import { resolve } from '$app/paths';
import type { EntryNote, TabHistory } from '$lib/state/HashAddress.svelte';

type Page = '/' | '/run/' | '/explore/' | '/compare/';

/** The history of this tab, for a page that keeps its state in the hash. */
export function tabHistory(page: Page): TabHistory {
  const pathOf = (hash: string) => (hash === '' ? page : (`${page}#${hash}` as const));
  return {
    readHash: () => location.hash,
    readNote,
    hrefOf: (hash) => resolve(pathOf(hash)),
    push: (hash, note) => pushState(resolve(pathOf(hash)), note),
    replace: (hash, note) => replaceState(resolve(pathOf(hash)), note),
    back: () => history.back()
  };
}

/** From where the router writes it: its own `page.state` is empty after a reload, until the next navigation. */
function readNote(): EntryNote {
  const written = (history.state as Readonly<Record<string, EntryNote | undefined>> | null) ?? {};
  return written['sveltekit:states'] ?? {};
}
