import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import type { PublishedFiles } from '../../src/lib/models/prepareModel';
import { dropFile } from '../dataset/dropFiles';
import { golden } from '../metrics/neural/tinyModels';
import { serveHub } from '../models/serveHub';
import { closeBrowser, openBrowser, refuseStorage, refuseWrites } from '../store/ownBrowser';
import { openTwin } from '../weights/twins';

/** The worker by itself: tests/engine/workers.test.ts. */
vi.mock('../../src/lib/engine/readPublished', () => ({
  readPublished: async (files: PublishedFiles, signal: AbortSignal) => {
    // Of the page that is open: its errors are told by their class.
    const { prepareModel } = await import('../../src/lib/models/prepareModel');
    const model = await prepareModel(files);
    signal.throwIfAborted();
    return { ...model, descriptor: { ...model.descriptor, check: 0.5 } };
  }
}));
vi.mock('../../src/lib/models/lpips/loadHeads', () => ({ loadHeads: () => openTwin('heads.pth') }));

type Models = InstanceType<typeof import('../../src/lib/state/Models.svelte').Models>;
let models: Models;
const servers: { close(): void }[] = [];

/** The page as it is loaded; the browser's storage outlives it. */
async function openPage(): Promise<Models> {
  vi.resetModules();
  const state = await import('../../src/lib/state/Models.svelte');
  return new state.Models();
}

beforeEach(async () => {
  openBrowser();
  models = await openPage();
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) server.close();
});
afterAll(closeBrowser);

const tiny = (...names: readonly string[]): DroppedFile[] =>
  names.map((name) => dropFile(`models/${name}`, new Uint8Array(readFileSync(golden(name)))));
const tinyLpips = () => tiny('tiny-lpips.onnx', 'tiny-lpips.json');
const tinyBert = () => tiny('tiny-bert.onnx', 'tiny-bert.json', 'tiny-bert.tokenizer.json');

const twin = (path: string): DroppedFile =>
  dropFile(path, new Uint8Array(readFileSync(`tests/golden/weights/${path}`)));
const bert = ['bert/pytorch_model.bin', 'bert/config.json', 'bert/vocab.txt'] as const;

const metricsOf = (list: Models['stored']) => list.map(({ model }) => model.descriptor.metric);
const pathsOf = (files: readonly DroppedFile[]) => files.map(({ path }) => path);

/** Files of tests/golden/neural at an address. */
async function serveTiny(index: readonly string[] = []): Promise<string> {
  const server: Server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1);
    if (name === 'index.json') return void response.end(JSON.stringify(index));
    if (!name.startsWith('tiny-')) return void response.writeHead(404).end();
    response.end(readFileSync(golden(name)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  servers.push({ close: () => server.close() });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('models among dropped files', () => {
  it('are kept, score, and are there on the next visit; the other files are given back', async () => {
    const predictions = dropFile('gpt_vqa.jsonl', '{}');
    const taken = await models.takeDropped([predictions, ...tinyLpips(), ...tinyBert()]);
    expect([taken.others, taken.problems]).toEqual([[predictions], []]);
    expect(metricsOf(models.stored)).toEqual(['lpips', 'bertscore']);
    expect(models.note.split('\n')).toEqual([
      expect.stringMatching(/is in this browser now$/),
      expect.stringMatching(/is in this browser now$/)
    ]);
    expect(models.loading).toBeNull();
    expect(models.chosen).toEqual(models.stored);
    const again = await openPage();
    expect(again.stored).toEqual([]);
    await again.readStored();
    expect(metricsOf(again.stored).toSorted()).toEqual(['bertscore', 'lpips']);
    expect(again.stored.map(({ meta }) => meta.id).toSorted()).toEqual(
      models.stored.map(({ meta }) => meta.id).toSorted()
    );
  });

  it('replace the model that gave the same metric', async () => {
    await models.takeDropped(tinyBert());
    const [first] = models.stored;
    await models.takeDropped([...tinyLpips(), ...tinyBert()]);
    expect(metricsOf(models.stored)).toEqual(['lpips', 'bertscore']);
    expect(models.stored).not.toContain(first);
    const again = await openPage();
    await again.readStored();
    expect(again.stored).toHaveLength(2);
  });

  it('can be switched off and on', async () => {
    await models.takeDropped([...tinyLpips(), ...tinyBert()]);
    const [lpips] = models.stored;
    models.toggle(lpips!);
    expect([models.isOn(lpips!), metricsOf(models.chosen)]).toEqual([false, ['bertscore']]);
    models.toggle(lpips!);
    expect([models.isOn(lpips!), models.chosen.length]).toEqual([true, 2]);
  });

  it('that are not what they say are refused by name, and the others are kept', async () => {
    const [, description] = tinyLpips();
    const wrong = dropFile('models/tiny-lpips.onnx', 'another file');
    const { others, problems } = await models.takeDropped([wrong, description!, ...tinyBert()]);
    expect([others, problems, metricsOf(models.stored)]).toEqual([[], [], ['bertscore']]);
    expect(models.note).toMatch(
      /^models\/tiny-lpips\.onnx: not the file that is described.*\n.*in this browser now$/
    );
    const lonely = await models.takeDropped(tiny('tiny-lpips.json'));
    expect(lonely.problems.map(({ code }) => code)).toEqual(['model-file-missing']);
    expect(models.note).toMatch(/tiny-lpips\.json/);
  });

  it('are none among ordinary files, and nothing is said', async () => {
    const files = [dropFile('gpt_vqa.jsonl', '{}'), dropFile('a.png', 'png')];
    expect(await models.takeDropped(files)).toEqual({ others: files, problems: [] });
    expect([models.note, models.stored]).toEqual(['', []]);
  });
});

describe('published weights', () => {
  it('are a model with the small files beside them, under the repository that was named', async () => {
    const { others, problems } = await models.takeDropped(bert.map(twin), 'someone/tiny-bert');
    expect([others, problems, metricsOf(models.stored)]).toEqual([[], [], ['bertscore']]);
    // A folder's name is more than what was guessed.
    expect(models.stored[0]!.model.descriptor.label).toBe('bert');
    await models.takeDropped(
      bert.map((path) => ({ ...twin(path), path: path.slice(5) })),
      'someone/tiny-bert'
    );
    expect(models.stored.map(({ model }) => model.descriptor.label)).toContain('someone/tiny-bert');
  });

  it('wait for the small files that belong to them', async () => {
    const first = await models.takeDropped([twin(bert[0])]);
    expect(first.problems.map(({ code }) => code)).toEqual(['model-incomplete']);
    expect([models.stored, first.others]).toEqual([[], []]);
    const unrelated = await models.takeDropped([dropFile('x.jsonl', '{}')]);
    expect([unrelated.problems, models.stored]).toEqual([[], []]);
    const second = await models.takeDropped([twin(bert[1]), twin(bert[2])]);
    expect([second.problems, metricsOf(models.stored)]).toEqual([[], ['bertscore']]);
    // They wait no more.
    models.note = '';
    await models.takeDropped([twin('bert/config.json')]);
    expect(models.note).toBe('');
  });

  it('are waited for by small files, which may belong to something else', async () => {
    const small = [twin(bert[1]), twin(bert[2])];
    const first = await models.takeDropped(small);
    expect([pathsOf(first.others), models.note, models.stored]).toEqual([bert.slice(1), '', []]);
    await models.takeDropped([twin(bert[0])]);
    expect(metricsOf(models.stored)).toEqual(['bertscore']);
  });

  it('that are none say so', async () => {
    const { problems } = await models.takeDropped([dropFile('x.pth', 'no weights')]);
    expect(problems.map(({ where }) => where.file)).toEqual(['x.pth']);
    expect([models.stored, models.loading]).toEqual([[], null]);
    expect(models.note).toMatch(/^x\.pth/);
  });
});

describe('a browser that keeps no models', () => {
  it('uses them until the page is left, and says so', async () => {
    refuseWrites('models', new DOMException('no room', 'QuotaExceededError'));
    await models.takeDropped(tinyLpips());
    expect(models.note).toMatch(/can be used until you leave the page; .*no room/);
    expect(metricsOf(models.chosen)).toEqual(['lpips']);
  });

  it('has none, without a word', async () => {
    refuseStorage('models', new DOMException('no', 'SecurityError'));
    await models.readStored();
    expect([models.stored, models.note]).toEqual([[], '']);
  });
});

describe('a model of this browser', () => {
  it('is removed for good', async () => {
    await models.takeDropped([...tinyLpips(), ...tinyBert()]);
    await models.remove(models.stored[0]!);
    expect(metricsOf(models.stored)).toEqual(['bertscore']);
    expect(models.note).toMatch(/was removed from this browser$/);
    const again = await openPage();
    await again.readStored();
    expect(metricsOf(again.stored)).toEqual(['bertscore']);
  });

  it('is not used any more though the browser keeps its files', async () => {
    await models.takeDropped(tinyLpips());
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
      throw new DOMException('busy', 'InvalidStateError');
    });
    await models.remove(models.stored[0]!);
    expect([models.stored, models.note]).toEqual([
      [],
      expect.stringMatching(/is not used, but the browser keeps its files: .*busy/)
    ]);
  });
});

describe('an address', () => {
  it('of a description offers its model, which is loaded only when it is wanted', async () => {
    const site = await serveTiny();
    const looking = models.lookUp(`${site}/tiny-lpips.json`);
    expect(models.note).toBe(`Reading ${site}/tiny-lpips.json`);
    const found = await looking;
    if (found?.kind !== 'described') throw new Error('another offer');
    expect([models.note, models.stored]).toEqual(['', []]);
    const shown: unknown[] = [];
    const { obtain } = found.offer;
    const watched = (tell: Parameters<typeof obtain>[0], signal: AbortSignal) =>
      obtain((...bytes) => {
        tell(...bytes);
        shown.push(models.loading?.loadedBytes);
      }, signal);
    expect(await models.obtain({ ...found.offer, obtain: watched })).toBe(true);
    expect(shown.at(-1)).toBe(found.offer.sizeBytes);
    expect([metricsOf(models.stored), models.loading]).toEqual([['lpips'], null]);
  });

  it('of a repository offers its weights', async () => {
    const paths = Object.fromEntries(
      bert.map((path) => [path.slice(5), `tests/golden/weights/${path}`] as const)
    );
    const hub = await serveHub('someone/tiny-bert', paths);
    servers.push(hub);
    const found = await models.lookUp(`${hub.origin}/someone/tiny-bert`);
    if (found?.kind !== 'published') throw new Error('another offer');
    expect(await models.obtainPublished(found.offer)).toBe(true);
    expect(models.stored[0]!.model.descriptor).toMatchObject({
      label: 'someone/tiny-bert',
      published: { revision: 'a'.repeat(40), isKnown: true }
    });
    hub.lies = true;
    const lie = await models.lookUp(`${hub.origin}/someone/tiny-bert`);
    if (lie?.kind !== 'published') throw new Error('another offer');
    expect(await models.obtainPublished(lie.offer)).toBe(false);
    expect(models.note).toMatch(/not the file that the repository lists/);
  });

  it('where nothing is offers nothing, and says why', async () => {
    const site = await serveTiny();
    expect(await models.lookUp(`${site}/none.json`)).toBeNull();
    expect(models.note).toMatch(/none\.json.*404/);
  });
});

describe('the models of the site', () => {
  it('are offered until this browser has them', async () => {
    const site = await serveTiny(['tiny-lpips.json', 'tiny-bert.json']);
    await models.findOffers(`${site}/index.json`);
    expect(models.offers.map(({ descriptor }) => descriptor.metric)).toEqual(['lpips', 'bertscore']);
    await models.obtain(models.offers[0]!);
    expect(models.offers.map(({ descriptor }) => descriptor.metric)).toEqual(['bertscore']);
    await models.remove(models.stored[0]!);
    expect(models.offers).toHaveLength(2);
  });

  it('that cannot be listed say why', async () => {
    await models.findOffers(`${await serveTiny()}/none/index.json`);
    expect(models.note).not.toBe('');
    expect(models.offers).toEqual([]);
  });
});

describe('a model that is being loaded', () => {
  const wait = (label: string) => {
    const started = Promise.withResolvers<undefined>();
    const offer = {
      descriptor: { label } as never,
      sizeBytes: 10,
      obtain: (_: unknown, signal: AbortSignal) =>
        new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
          started.resolve(undefined);
        })
    };
    return { offer, started: started.promise };
  };

  it('can be cancelled', async () => {
    const { offer, started } = wait('Slow');
    const loading = models.obtain(offer);
    expect(models.loading).toEqual({ label: 'Slow', loadedBytes: 0, totalBytes: 10 });
    await started;
    models.cancel();
    expect(await loading).toBe(false);
    expect([models.note, models.loading, models.stored]).toEqual(['Slow was not loaded', null, []]);
  });

  it('gives way to another, whose progress stays', async () => {
    const [first, second] = [wait('First'), wait('Second')];
    const one = models.obtain(first.offer);
    await first.started;
    const two = models.obtain(second.offer);
    expect(await one).toBe(false);
    expect(models.loading).toMatchObject({ label: 'Second' });
    models.cancel();
    await two;
    expect(models.loading).toBeNull();
  });
});
