import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/lib/core/hash';
import { parseDescriptor } from '../../src/lib/metrics/neural/descriptor';
import { describeNeuralMetric } from '../../src/lib/metrics/neural/meta';
import { prepareModels } from '../../src/models/prepare';
import { writeAlexnet } from '../weights/writeAlexnet';
import { serveHub, type FakeHub } from './serveHub';

const twin = (name: string): string => resolve('tests/golden/weights', name);
const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'medgen-models-'));

/** `npm run models -- …`; gives what it says. */
async function prepare(...words: string[]): Promise<string> {
  const lines: string[] = [];
  await prepareModels(words, (line) => lines.push(line));
  return lines.join('\n');
}

const readText = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');
const listModels = (folder: string): string[] => JSON.parse(readText(folder, 'index.json')) as string[];

/** The description in a folder, whose files are those that it describes. */
async function readDescription(folder: string, name: string) {
  const descriptor = parseDescriptor(readText(folder, name), name);
  const bytes = new Uint8Array(readFileSync(join(folder, descriptor.model.file)));
  expect(descriptor.model).toMatchObject({ byteLength: bytes.length, sha256: await sha256Hex(bytes) });
  expect(descriptor.check).not.toBeNull();
  return { descriptor, tensors: new TextDecoder().decode(bytes.subarray(0, 40_000)) };
}

describe('npm run models, from files on the disk', () => {
  let cache: string;
  let alexnet: Uint8Array<ArrayBuffer>;

  beforeAll(async () => {
    cache = makeFolder();
    alexnet = new Uint8Array(await writeAlexnet().arrayBuffer());
    // Before it by name: what else lies there.
    copyFileSync(twin('odd-zip.pth'), join(cache, 'aa-another-network.pth'));
    copyFileSync(twin('heads.pth'), join(cache, 'ab-heads.pth'));
    writeFileSync(join(cache, 'alexnet-owt-7be5be79.pth'), alexnet);
  });

  it('writes LPIPS out of a folder of torchvision’s files', async () => {
    const out = makeFolder();
    const said = await prepare('lpips', '--from', cache, '--out', out);
    expect(said).toContain('from a file whose hash nobody published');
    expect(listModels(out)).toEqual(['lpips-0.1-alex.json']);
    const { descriptor, tensors } = await readDescription(out, 'lpips-0.1-alex.json');
    expect(describeNeuralMetric(descriptor).officialKey).toBe('LPIPS');
    expect(tensors).toContain('lin4.model.1.weight');
  });

  it('writes BERTScore out of one file, without what it does not read, and beside what is there', async () => {
    const out = makeFolder();
    writeFileSync(join(out, 'index.json'), '["other.json"]');
    await prepare(
      'bertscore',
      '--from',
      twin('bert/pytorch_model.bin'),
      '--model',
      'someone/tiny',
      '--out',
      out
    );
    expect(listModels(out)).toEqual(['other.json', 'tiny.json']);
    expect(readdirSync(out).toSorted()).toEqual(
      ['index.json', 'tiny.json', 'tiny.safetensors', 'tiny.tokenizer.json'].toSorted()
    );
    const { descriptor, tensors } = await readDescription(out, 'tiny.json');
    expect(descriptor).toMatchObject({ metric: 'bertscore', label: 'someone/tiny', layer: 3 });
    expect(tensors).toContain('encoder.layer.2.output.dense.weight');
    expect(tensors).not.toContain('pooler');
  });

  it.each([
    [['bertscore', '--from'], /no weights for bertscore in it\n.*another-network.*not used here/],
    [['psnr', '--from'], /unknown metric psnr; npm run models -- <lpips \|/]
  ])('says what is wrong with %j', async (words, message) => {
    await expect(prepare(...words, cache, '--out', makeFolder())).rejects.toThrow(message);
  });
});

describe('npm run models, from where they are published', () => {
  let hub: FakeHub;
  let files: Server;
  let requests: string[];

  beforeAll(async () => {
    const names = ['pytorch_model.bin', 'config.json', 'vocab.txt'];
    hub = await serveHub(
      'someone/tiny-bert',
      Object.fromEntries(names.map((name) => [name, twin(`bert/${name}`)]))
    );
    const alexnet = new Uint8Array(await writeAlexnet().arrayBuffer());
    requests = [];
    files = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      response.setHeader('content-length', alexnet.length);
      if (request.url !== '/alexnet.pth') response.writeHead(404).end();
      else response.end(request.method === 'HEAD' ? undefined : alexnet);
    });
    await new Promise<void>((done) => files.listen(0, '127.0.0.1', done));
  });

  afterAll(() => {
    hub.close();
    files.close();
  });

  const address = (path: string): string =>
    `http://127.0.0.1:${(files.address() as AddressInfo).port}/${path}`;

  it('takes a repository through redirects and a cut, pinned to its commit', async () => {
    hub.cuts = [20_000];
    const out = makeFolder();
    const said = await prepare('bertscore', '--model', `${hub.origin}/someone/tiny-bert`, '--out', out);
    expect(said).toContain('from the published file');
    const { descriptor } = await readDescription(out, 'tiny-bert.json');
    expect(descriptor.published).toMatchObject({ revision: 'a'.repeat(40), isKnown: true });
    expect(hub.requests).toContain('/bridge/pytorch_model.bin bytes=20000-');
  });

  it('refuses what has another hash than the hub lists, and writes nothing', async () => {
    hub.lies = true;
    const out = makeFolder();
    const preparing = prepare('bertscore', '--model', `${hub.origin}/someone/tiny-bert`, '--out', out);
    await expect(preparing).rejects.toThrow(/its SHA-256 differs/);
    expect(readdirSync(out)).toEqual([]);
    hub.lies = false;
  });

  it('takes a file at an address', async () => {
    const out = makeFolder();
    await prepare('lpips', '--from', address('alexnet.pth'), '--out', out);
    expect(requests).toEqual(['HEAD /alexnet.pth', 'GET /alexnet.pth']);
    expect(listModels(out)).toEqual(['lpips-0.1-alex.json']);
  });

  it('says which address does not answer', async () => {
    const preparing = prepare('lpips', '--from', address('absent.pth'), '--out', makeFolder());
    await expect(preparing).rejects.toThrow(/absent\.pth: HTTP 404/);
  });
});

it('an address that does not answer is named, with what to do instead', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  const address = `http://127.0.0.1:${port}/alexnet.pth`;
  await expect(prepare('lpips', '--from', address, '--out', makeFolder())).rejects.toThrow(
    `${address}: no answer (fetch failed); --from takes a file that is here`
  );
});
