import type { CDPSession } from 'puppeteer-core';
import { both, edit, run } from './runAddresses';
import { pause, type State, type Walk } from './walkSite';

/** Every worker stops at its next step, or goes on. */
async function tellWorkers({ page }: Walk, command: 'Debugger.pause' | 'Debugger.resume'): Promise<void> {
  for (const { client } of page.workers() as unknown as { client: CDPSession }[]) {
    // One that has ended in the meantime has nothing to stop.
    await client.send('Debugger.enable').catch(() => undefined);
    await client.send(command).catch(() => undefined);
  }
}

/** Between the demo's check and its results. */
export const scoringStates: readonly State[] = [
  {
    name: 'score-running',
    open: async (walk) => {
      await walk.press('Score');
      await walk.page.waitForFunction(
        () => Number(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')) > 40,
        { polling: 20 }
      );
      await tellWorkers(walk, 'Debugger.pause');
    },
    isWhole: true
  },
  {
    name: 'score-stopped',
    open: async (walk) => {
      await walk.press('Cancel');
      await tellWorkers(walk, 'Debugger.resume');
      await walk.see('::-p-xpath(//*[@role="status"][starts-with(normalize-space(.), "Stopped")])');
    },
    isWhole: true
  }
];

/** Loads a page in a browser that behaves otherwise from the beginning. */
const when =
  (behave: () => void, path: () => string, awaited: string) =>
  async (walk: Walk): Promise<void> => {
    const { identifier } = await walk.page.evaluateOnNewDocument(behave);
    await walk.load(path());
    await walk.page.removeScriptToEvaluateOnNewDocument(identifier);
    await walk.see(awaited);
  };

const answersNever = (): void => {
  IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
};
const isBroken = (): void => {
  IDBFactory.prototype.open = () => {
    throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
  };
};
const isFull = (): void => {
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('The disk is full', 'QuotaExceededError');
  };
};

const listed = (): readonly (readonly [page: string, path: string])[] => [
  ['run', run()],
  ['runs', 'runs/'],
  ['compare', both()],
  ['judge', 'judge/'],
  ['review', 'review/']
];

const pages = ['run', 'runs', 'compare', 'judge', 'review'];
const pathOf = (page: string) => (): string => listed().find(([name]) => name === page)![1];

/** A browser that does not answer yet, cannot read what it stores, has no room or no network. Runs are there already. */
export const heldStates: readonly State[] = [
  ...pages.map((page) => ({
    name: `${page}-loading`,
    open: when(answersNever, pathOf(page), 'main h1')
  })),
  ...pages.map((page) => ({ name: `${page}-unreadable`, open: when(isBroken, pathOf(page), 'main h1') })),
  {
    name: 'score-full',
    open: async (walk) => {
      await when(isFull, () => 'score/', 'main h1')(walk);
      await walk.press('Try the demo');
      await walk.press('Score 1');
      await walk.see('ul[aria-label="Results"]');
    },
    isWhole: true
  },
  {
    name: 'run-full',
    open: async (walk) => {
      await walk.click('ul[aria-label="Results"] a');
      await walk.press('Problems');
      await walk.see('::-p-text(it is lost when you leave the page)');
    }
  },
  {
    name: 'explore-offline',
    open: async (walk) => {
      await walk.load('explore/');
      await walk.page.setOfflineMode(true);
      await walk.press('Open the release');
      await walk.see('[role="alert"]');
      await walk.page.setOfflineMode(false);
    }
  },
  {
    name: 'shared-broken',
    open: async (walk) => {
      await walk.load('shared/#1.notalink');
      await pause(500);
    }
  },
  { name: 'score-demo-offline', open: openDemoOffline },
  { name: 'explore-sample-loading', open: openWithoutPictures }
];

async function openDemoOffline(walk: Walk): Promise<void> {
  await walk.load('score/');
  await walk.page.setOfflineMode(true);
  await walk.press('Try the demo');
  await pause(1500);
  await walk.page.setOfflineMode(false);
}

/** Decoding workers do not answer: pictures stay on their way. */
async function openWithoutPictures(walk: Walk): Promise<void> {
  const { identifier } = await walk.page.evaluateOnNewDocument(() => {
    Worker.prototype.postMessage = () => undefined;
  });
  await walk.load(`explore/#source=demo&sample=${edit}`);
  await walk.page.removeScriptToEvaluateOnNewDocument(identifier);
  await pause(2500);
}
