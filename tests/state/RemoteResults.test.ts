import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toResultsJson } from '../../src/lib/report/resultsJson';
import { summarise } from '../../src/lib/stats/numerics/summarise';
import { compileKernels, loadKernels } from '../kernels/loadKernels';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { closeBrowser, openBrowser } from '../store/ownBrowser';

vi.mock('../../src/lib/engine/loadModules', () => ({ loadKernels: () => compileKernels() }));
let allowed: readonly string[] = [];
vi.mock('../../src/lib/dataset/network', () => ({
  isAllowed: (url: string) => allowed.includes(new URL(url).hostname)
}));

let remote: InstanceType<typeof import('../../src/lib/state/RemoteResults.svelte').RemoteResults>;
/** What the web answers, by address; a test may let an answer wait. */
let web: Record<string, Promise<Response> | undefined>;

beforeEach(async () => {
  openBrowser();
  allowed = ['x.invalid'];
  web = {};
  vi.stubGlobal('fetch', (url: string) => web[url] ?? Promise.resolve(new Response('', { status: 404 })));
  const { RemoteResults } = await import('../../src/lib/state/RemoteResults.svelte');
  remote = new RemoteResults();
});

afterEach(() => vi.restoreAllMocks());
afterAll(closeBrowser);

const answer = (system: string, psnrs: readonly number[]): Response => {
  const rows = psnrs.map((value, i) => makeRow({ sampleId: `s${i}`, line: i, scores: { psnr: { value } } }));
  return new Response(toResultsJson(makeRun(rows, { system, metrics: { psnr: '1' } })).text);
};

const means = () => remote.groups.map(({ cells }) => cells.get('psnr')!.mean);
const [a, b] = ['https://x.invalid/a.json', 'https://x.invalid/b.json'];

describe('results at an address', () => {
  it('are shown with their tables and intervals, and stored when somebody wants them', async () => {
    web[a] = Promise.resolve(answer('gpt', [20, 30, 28]));
    const opening = remote.open(a);
    expect(remote.status).toBe('loading');
    await opening;
    expect([remote.status, remote.run!.system, means()]).toEqual(['ready', 'gpt', [26]]);
    expect(remote.loadedBytes).toBeGreaterThan(100);
    const { ciLow, ciHigh } = summarise([20, 30, 28], await loadKernels());
    expect(remote.intervalOf(remote.groups[0]!.cells.get('psnr')!)).toEqual({ ciLow, ciHigh });
    const { readRun } = await import('../../src/lib/store/runs');
    expect((await readRun(await remote.keep()))!.system).toBe('gpt');
  });

  it('are those of the address that was opened last, however late another one answers', async () => {
    const late = Promise.withResolvers<Response>();
    [web[a], web[b]] = [late.promise, Promise.resolve(answer('qwen', [10, 12]))];
    const first = remote.open(a);
    await remote.open(b);
    late.resolve(answer('gpt', [20, 30, 28]));
    await first;
    expect([remote.run!.system, means(), remote.metrics.map(({ id }) => id)]).toEqual([
      'qwen',
      [11],
      ['psnr']
    ]);
  });

  it('are not asked for before the person allows the host', async () => {
    const asked = vi.fn();
    vi.stubGlobal('fetch', asked);
    await remote.open('https://other.invalid/a.json');
    expect([remote.status, asked.mock.calls]).toEqual(['asking', []]);
  });

  it.each([
    ['file:///etc/passwd', /names no address on the web/],
    ['nothing', /names no address on the web/],
    [b, /cannot be loaded from this address/]
  ])('that cannot be had say why: %s', async (url, what) => {
    await remote.open(url);
    expect([remote.status, remote.problem!.what]).toEqual(['failed', expect.stringMatching(what)]);
  });

  it('that are none name what they are', async () => {
    web[a] = Promise.resolve(new Response('{"schema": "other"}'));
    await remote.open(a);
    expect([remote.status, remote.problem!.where.file, remote.run]).toEqual(['failed', a, null]);
  });

  it('are forgotten when they are closed, and can be opened again', async () => {
    web[a] = Promise.resolve(answer('gpt', [20]));
    await remote.open(a);
    remote.close();
    expect([remote.status, remote.run]).toEqual(['none', null]);
    await expect(remote.keep()).rejects.toThrow('nothing is loaded');
    web[a] = Promise.resolve(answer('gpt', [21]));
    await remote.open(a);
    expect(means()).toEqual([21]);
  });
});
