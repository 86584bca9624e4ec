import { heldStates, scoringStates } from './heldStates';
import { openedStates } from './openedStates';
import { both, edit, findRuns, run } from './runAddresses';
import { pause, type State, type Walk } from './walkSite';

const at =
  (hash: string, awaited: string, address = run) =>
  async (walk: Walk): Promise<void> => {
    await walk.follow(address(hash));
    await walk.see(awaited);
  };

const empty: readonly State[] = [
  { name: 'home', open: (walk) => walk.load(''), isWhole: true },
  { name: 'home-board', open: (walk) => walk.follow('#format=edit'), isWhole: true },
  {
    name: 'home-charts',
    open: async (walk) => {
      await walk.click('::-p-xpath(//summary[normalize-space(.)="Charts"])');
      await walk.see('details.charts svg');
    },
    isWhole: true
  },
  { name: 'home-generate', open: (walk) => walk.follow('#format=generate'), isWhole: true },
  { name: 'runs-empty', open: (walk) => walk.load('runs/'), isWhole: true },
  { name: 'run-absent', open: (walk) => walk.load('run/') },
  { name: 'compare-empty', open: (walk) => walk.load('compare/') },
  { name: 'judge-empty', open: (walk) => walk.load('judge/') },
  { name: 'review-empty', open: (walk) => walk.load('review/') },
  { name: 'shared-empty', open: (walk) => walk.load('shared/') },
  { name: 'contribute', open: (walk) => walk.load('contribute/'), isWhole: true },
  { name: 'methods', open: (walk) => walk.load('methods/'), isWhole: true },
  { name: 'absent', open: (walk) => walk.load('no/such/page') },
  { name: 'explore-empty', open: (walk) => walk.load('explore/') }
];

const explore: readonly State[] = [
  {
    name: 'explore',
    open: async (walk) => {
      await walk.press('Open the demo');
      await walk.see('main canvas');
      await pause(1500);
    }
  },
  { name: 'explore-list', open: (walk) => walk.turn({ view: 'list' }) },
  { name: 'explore-counts', open: (walk) => walk.turn({ view: 'counts' }) },
  { name: 'explore-none', open: (walk) => walk.turn({ view: null, q: 'no such words' }) },
  { name: 'explore-sample', open: (walk) => walk.turn({ q: null, sample: edit }) }
];

const scoring: readonly State[] = [
  { name: 'score-empty', open: (walk) => walk.load('score/'), isWhole: true },
  {
    name: 'score-check',
    open: async (walk) => {
      await walk.press('Try the demo');
      await walk.see('::-p-xpath(//*[@role="status"][contains(., "predictions of 2 systems")])');
    },
    isWhole: true
  },
  ...scoringStates,
  {
    name: 'score-done',
    open: async (walk) => {
      await walk.press('Score');
      await walk.see('ul[aria-label="Results"]');
    },
    isWhole: true
  },
  {
    name: 'runs',
    open: async (walk) => {
      await walk.follow('runs/');
      await findRuns(walk);
    },
    isWhole: true
  }
];

const runs: readonly State[] = [
  { name: 'run', open: at('', 'table[aria-label="Scores"]'), isWhole: true },
  { name: 'run-samples', open: at('&tab=samples', 'table[aria-label="Samples"]') },
  { name: 'run-pictures', open: at('&tab=samples&format=edit&view=pictures', 'main canvas') },
  { name: 'run-distributions', open: at('&tab=distributions', 'main figure svg'), isWhole: true },
  { name: 'run-distributions-em', open: at('&tab=distributions&metric=em', 'main'), isWhole: true },
  { name: 'run-slices', open: at('&tab=slices', 'main table'), isWhole: true },
  { name: 'run-slices-task', open: at('&tab=slices&metric=ssim&by=task', 'main table'), isWhole: true },
  { name: 'run-problems', open: at('&tab=problems', 'main') },
  { name: 'run-imported', open: at('&tab=imported', 'main') }
];

const samples: readonly State[] = [
  ...['side-by-side', 'slider', 'flicker', 'difference', 'ssim-map'].map((mode) => ({
    name: `sample-${mode}`,
    open: at(`&tab=samples&sample=${edit}&mode=${mode}`, 'dialog .stage canvas')
  })),
  {
    name: 'sample-vqa',
    open: at('&tab=samples&format=vqa', 'tr[data-row="0"] .open')
  },
  {
    name: 'sample-vqa-open',
    open: async (walk) => {
      await walk.click('tr[data-row="0"] .open');
      await walk.see('dialog[open]');
    }
  },
  { name: 'sample-generate', open: at('&tab=samples&format=generate', 'tr[data-row="0"] .open') },
  {
    name: 'sample-generate-open',
    open: async (walk) => {
      await walk.click('tr[data-row="0"] .open');
      await walk.see('dialog .stage canvas');
    }
  }
];

const comparing: readonly State[] = [
  { name: 'compare', open: at('', 'table[aria-label="Paired comparison"]', both), isWhole: true },
  {
    name: 'compare-detail',
    open: at('', 'table[aria-label="Paired comparison"]', () => `${both()}&metric=ssim&format=edit`),
    isWhole: true
  }
];

const judging: readonly State[] = [
  { name: 'judge', open: (walk) => walk.follow('judge/'), isWhole: true },
  {
    name: 'judge-chosen',
    open: async (walk) => {
      await walk.click('::-p-xpath(//label[.//span[text()="demo-hasty"]]/input)');
      await pause(1000);
    },
    isWhole: true
  }
];

const reviewing: readonly State[] = [
  { name: 'review', open: (walk) => walk.follow('review/'), isWhole: true },
  {
    name: 'review-chosen',
    open: async (walk) => {
      await walk.see('::-p-xpath(//legend[contains(., "Runs to rate")])');
      for (const box of await walk.page.$$('::-p-xpath(//fieldset//input[@type="checkbox"])'))
        await box.evaluate((node) => (node as HTMLElement).click());
      await walk.see('::-p-xpath(//caption[contains(., "2 systems")])');
    },
    isWhole: true
  },
  {
    name: 'review-rate',
    open: async (walk) => {
      await walk.press('Make the assignment');
      await walk.see('[role="radiogroup"]');
      await pause(1500);
    }
  },
  {
    name: 'review-rated',
    open: async (walk) => {
      await walk.page.focus('[role="radiogroup"] input');
      for (const key of ['7', '8', '9']) await walk.page.keyboard.press(key as '7');
    },
    isWhole: true
  },
  {
    name: 'review-agreement',
    open: async (walk) => {
      await walk.press('Agreement');
      await walk.see('h1');
    },
    isWhole: true
  }
];

const sharing: readonly State[] = [
  {
    name: 'shared',
    open: async (walk) => {
      await walk.follow(run());
      await walk.see('table[aria-label="Scores"]');
      await walk.page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
      await walk.press('Copy link');
      const field = (await walk.page.waitForSelector('::-p-aria([role="textbox"][name="Link"])'))!;
      const link = await field.evaluate((input) => (input as HTMLInputElement).value);
      await walk.load(link);
      await walk.see('table[aria-label="Scores"]');
    },
    isWhole: true
  },
  { name: 'home-own', open: (walk) => walk.load(''), isWhole: true },
  {
    name: 'run-without-files',
    open: async (walk) => {
      await walk.load(run(`&tab=samples&sample=${edit}`));
      await walk.see('dialog[open]');
    }
  },
  {
    name: 'run-kept-pictures',
    open: async (walk) => {
      await walk.load(run());
      await walk.see('table[aria-label="Scores"]');
    }
  },
  {
    name: 'term',
    open: async (walk) => {
      await walk.load(run());
      await walk.see('table[aria-label="Scores"]');
      const term = await walk.page.waitForSelector('::-p-xpath(//main//button[normalize-space(.)="CI"])');
      await term!.focus();
      await walk.see('[role="tooltip"]');
    }
  }
];

/** Every page and state of the site, in an order in which each can be reached from the one before. */
export const siteStates: readonly State[] = [
  ...empty,
  ...explore,
  ...scoring,
  ...runs,
  ...samples,
  ...comparing,
  ...judging,
  ...reviewing,
  ...sharing,
  ...openedStates,
  ...heldStates
];
