import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHubRepository, parseHubPlace } from '../../src/lib/models/hubRepository';
import { prepareModel } from '../../src/lib/models/prepareModel';
import { openTwin } from '../weights/twins';
import { serveHub, type FakeHub } from './serveHub';

const folder = resolve('tests/golden/weights/bert');
const names = ['pytorch_model.bin', 'config.json', 'vocab.txt', 'README.md'];
const path = (name: string) => resolve(folder, name === 'README.md' ? 'config.json' : name);
const weights = readFileSync(path('pytorch_model.bin'));
const signal = new AbortController().signal;
const ignore = (): void => undefined;

let hub: FakeHub;

beforeEach(async () => {
  hub = await serveHub('someone/tiny-bert', Object.fromEntries(names.map((name) => [name, path(name)])));
});

afterEach(() => hub.close());

const open = () => openHubRepository(parseHubPlace(`${hub.origin}/someone/tiny-bert`)!, signal);

describe('the address of a repository', () => {
  it.each([
    ['owner/name', 'https://huggingface.co', 'owner/name', 'main'],
    ['https://huggingface.co/owner/name', 'https://huggingface.co', 'owner/name', 'main'],
    ['https://huggingface.co/owner/name/tree/v1.0', 'https://huggingface.co', 'owner/name', 'v1.0']
  ])('%s is read', (address, origin, repository, revision) => {
    expect(parseHubPlace(address)).toEqual({ origin, repository, revision });
  });

  it.each(['https://example.org/model.json', 'owner', 'https://huggingface.co/a/b/c', 'not a name'])(
    '%s is none',
    (address) => expect(parseHubPlace(address)).toBeNull()
  );
});

describe('a repository of the hub', () => {
  it('tells its size and commit before anything of it is loaded', async () => {
    const offer = await open();
    const wanted = names.filter((name) => name !== 'README.md');
    expect(offer.sizeBytes).toBe(wanted.reduce((sum, name) => sum + readFileSync(path(name)).length, 0));
    expect(offer.revision).toBe('a'.repeat(40));
    expect(hub.requests).toEqual(['/api/models/someone/tiny-bert/revision/main']);
  });

  it('gives its files, through redirects, from the commit that was listed', async () => {
    const offer = await open();
    const files = await offer.load(ignore, signal);
    expect(new Uint8Array(await files.weights.blob.arrayBuffer())).toEqual(new Uint8Array(weights));
    expect(hub.requests).toContain(`/someone/tiny-bert/resolve/${'a'.repeat(40)}/pytorch_model.bin`);
    const { descriptor } = await prepareModel({ ...files, heads: await openTwin('heads.pth') });
    expect(descriptor.label).toBe('someone/tiny-bert');
    expect(descriptor.source).toBe(`${hub.origin}/someone/tiny-bert`);
    expect(descriptor.published).toMatchObject({ revision: 'a'.repeat(40), isKnown: true });
  });

  it('is taken up where the connection was cut', async () => {
    hub.cuts = [10_000, 5_000];
    const offer = await open();
    const files = await offer.load(ignore, signal);
    expect(new Uint8Array(await files.weights.blob.arrayBuffer())).toEqual(new Uint8Array(weights));
    const ranges = hub.requests.filter((request) => request.includes('/bridge/pytorch_model.bin bytes='));
    expect(ranges).toEqual([
      '/bridge/pytorch_model.bin bytes=10000-',
      '/bridge/pytorch_model.bin bytes=15000-'
    ]);
  });

  it('is loaded anew where the host ignores ranges', async () => {
    hub.cuts = [10_000];
    hub.ignoresRanges = true;
    const files = await (await open()).load(ignore, signal);
    expect(new Uint8Array(await files.weights.blob.arrayBuffer())).toEqual(new Uint8Array(weights));
  });

  it('is cancelled, and taken up by the next try', async () => {
    const offer = await open();
    const controller = new AbortController();
    hub.cuts = [20_000];
    const stopped = offer.load((loaded) => {
      if (loaded >= 20_000) controller.abort(new Error('stop'));
    }, controller.signal);
    await expect(stopped).rejects.toThrow('stop');
    hub.requests.length = 0;
    const files = await offer.load(ignore, signal);
    expect(files.weights.blob.size).toBe(weights.length);
    expect(hub.requests[1]).toBe('/bridge/pytorch_model.bin bytes=20000-');
  });

  it('is given up when nothing new comes, and says so', async () => {
    hub.cuts = [0, 0, 0];
    await expect((await open()).load(ignore, signal)).rejects.toThrow(/what has come is kept/);
  });

  it('that refuses is named with its status', async () => {
    hub.status = 403;
    await expect((await open()).load(ignore, signal)).rejects.toThrow('HTTP 403');
  });

  it('whose file has another hash than its list is not used', async () => {
    hub.lies = true;
    const files = await (await open()).load(ignore, signal);
    const preparing = prepareModel({ ...files, heads: await openTwin('heads.pth') });
    await expect(preparing).rejects.toThrow(/SHA-256 differs/);
  });

  it('without weights says what it has', async () => {
    const empty = await serveHub('someone/empty', { 'config.json': path('config.json') });
    const place = parseHubPlace(`${empty.origin}/someone/empty`)!;
    await expect(openHubRepository(place, signal)).rejects.toThrow(
      'got config.json, expected model.safetensors'
    );
    empty.close();
  });
});
