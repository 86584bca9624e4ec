import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveHub, type FakeHub } from '../models/serveHub';
import { click, press } from './actions';
import { byRole, find, visit, type Visit, waitForStatus } from './openSite';

/** Another host with the tiny models; it lets every page read them, as a model hub does. */
let server: Server;
let host: string;
const served: string[] = [];
let tab: Visit;

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = basename(request.url ?? '');
    served.push(name);
    response.writeHead(200, { 'access-control-allow-origin': '*' });
    response.end(readFileSync(resolve('tests/golden/neural', name)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tab = await visit('score/');
  await press(tab.page, '::-p-xpath(//summary[starts-with(., "Metrics:")])');
});

afterAll(async () => {
  await tab.close();
  server.close();
});

async function lookUp(page: Page, address: string): Promise<void> {
  const field = (await page.waitForSelector(byRole('textbox', 'A model at a web address')))!;
  await field.evaluate((input) => ((input as HTMLInputElement).value = ''));
  await field.type(address);
  await click(page, 'button', 'Look up');
}

describe('a model at a web address', () => {
  it('asks before a host is contacted that the viewer does not know', async () => {
    await lookUp(tab.page, 'https://models.test/lpips.json');
    await find(tab.page, '::-p-text(This tab may not contact)');
    await tab.page.waitForSelector(byRole('button', 'Allow it in this tab'));
    expect(tab.foreignRequests).toEqual([]);
  });

  it('shows what it is and its size before it is loaded', async () => {
    await lookUp(tab.page, `${host}/tiny-lpips.json`);
    await find(tab.page, '::-p-xpath(//button[normalize-space(.) = "Download 184 kB"])');
    expect(served).toEqual(['tiny-lpips.json']);
  });

  it('is then in this browser, as if it had been dropped', async () => {
    await press(tab.page, '::-p-xpath(//button[normalize-space(.) = "Download 184 kB"])');
    await waitForStatus(tab.page, /tiny-lpips with random weights is in this browser now/);
    expect(served).toEqual(['tiny-lpips.json', 'tiny-lpips.onnx']);
    expect(tab.errors).toEqual([]);
  });
});

describe('weights from a hub', () => {
  let hub: FakeHub;

  beforeAll(async () => {
    const paths = ['pytorch_model.bin', 'config.json', 'vocab.txt'].map(
      (name) => [name, resolve('tests/golden/weights/bert', name)] as const
    );
    hub = await serveHub('someone/tiny-bert', Object.fromEntries(paths));
  });

  afterAll(() => hub.close());

  const download = '::-p-xpath(//button[starts-with(normalize-space(.), "Download 4")])';

  it('are refused when their hash is not the listed one', async () => {
    hub.lies = true;
    await lookUp(tab.page, `${hub.origin}/someone/tiny-bert`);
    await press(tab.page, download);
    await waitForStatus(tab.page, /its SHA-256 differs/);
    hub.lies = false;
  });

  it('are loaded through redirects and a cut, and used under their own name', async () => {
    hub.cuts = [20_000];
    const isRead = (): boolean =>
      [...document.querySelectorAll('progress')].some(({ value }) => value >= 20_000);
    hub.beforeCut = () => tab.page.waitForFunction(isRead);
    await lookUp(tab.page, `${hub.origin}/someone/tiny-bert`);
    await press(tab.page, download);
    await waitForStatus(tab.page, /someone\/tiny-bert is in this browser now/);
    // What had arrived before the cut is not asked for again.
    expect(hub.requests.filter((request) => /^\/bridge\/.* bytes=\d+-$/.test(request))).toHaveLength(1);
    await find(tab.page, '::-p-text(BERTScore (someone/tiny-bert))');
    // The browser logs the connection that was cut on purpose.
    expect(tab.errors.filter((error) => !error.includes('ERR_'))).toEqual([]);
  });
});
