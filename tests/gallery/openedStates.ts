import { both, edit, run } from './runAddresses';
import { pause, type State, type Walk } from './walkSite';

const button = (name: string): string => `::-p-xpath(//button[starts-with(normalize-space(.), "${name}")])`;

/** Presses what opens a menu or a dialog of a page. */
const opened =
  (path: () => string, awaited: string, opener: string, shown: string) =>
  async (walk: Walk): Promise<void> => {
    await walk.load(path());
    await walk.see(awaited);
    await walk.click(opener);
    await walk.see(shown);
    await pause(300);
  };

const scores = 'table[aria-label="Scores"]';

/** Menus and dialogs, open. The demo's runs are there. */
export const openedStates: readonly State[] = [
  { name: 'menu-export', open: opened(run, scores, button('Export'), '[role="menu"]') },
  { name: 'menu-compare', open: opened(run, scores, button('Compare with'), '[role="menu"]') },
  {
    name: 'menu-columns',
    open: opened(() => '#format=edit', '#leaderboard table, main table', button('Columns'), 'fieldset')
  },
  {
    name: 'dialog-requests',
    open: opened(run, scores, '[title="What this page has requested"]', 'dialog[open]')
  },
  {
    name: 'dialog-labels',
    open: opened(() => 'runs/', 'main table', '[title="Tags and note"]', 'dialog[open]')
  },
  {
    name: 'dialog-shortcuts',
    open: opened(
      () => run(`&tab=samples&sample=${edit}`),
      'dialog[open]',
      '[aria-label="Keyboard shortcuts"]',
      '::-p-text(Keyboard shortcuts)'
    )
  },
  {
    name: 'compare-columns',
    open: opened(both, 'table[aria-label="Paired comparison"]', button('All columns'), 'main table'),
    isWhole: true
  },
  {
    name: 'runs-renaming',
    open: opened(() => 'runs/', 'main table', '[title="Rename"]', 'main th input[type="text"], main th input')
  },
  {
    name: 'run-cite',
    open: opened(run, scores, '::-p-xpath(//summary[normalize-space(.)="Cite"])', 'details[open]'),
    isWhole: true
  }
];
