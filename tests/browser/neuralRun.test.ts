import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareModels } from '../../src/models/prepare';
import { writeAlexnet } from '../weights/writeAlexnet';
import { click, dropPaths, exportAs, press, pressScore } from './actions';
import { findBarriers } from './findBarriers';
import { expectedScores, writeNeuralDrop } from './neuralDrop';
import { offerModels } from './offerModels';
import { byRole, find, openPage, visit, type Visit, waitForStatus } from './openSite';

interface Results {
  readonly metrics: Readonly<Record<string, string>>;
  readonly models: readonly { readonly weights: string }[];
  readonly rows: readonly {
    readonly sampleId: string;
    readonly scores: Readonly<Record<string, { readonly value: number | null }>>;
  }[];
}

const metricsSummary = '::-p-xpath(//summary[starts-with(., "Metrics:")])';
const lpips = 'lpips:random-tiny-lpips';
const bertscore = 'bertscore:random-tiny-bert:2';

const listModelFiles = (name: string): string[] =>
  readdirSync('tests/golden/neural')
    .filter((file) => file.startsWith(`${name}.`))
    .map((file) => resolve('tests/golden/neural', file));

const textOf = (page: Page, selector: string): Promise<string> =>
  page.$eval(selector, (node) => node.textContent.replaceAll(/\s+/g, ' ').trim());

async function exportResults(tab: Pick<Visit, 'page'>): Promise<Results> {
  const { bytes } = await exportAs(tab.page, 'Results JSON');
  return JSON.parse(new TextDecoder().decode(bytes)) as Results;
}

describe('neural metrics on the page', () => {
  let tab: Visit;
  let drop: string;

  beforeAll(async () => {
    drop = writeNeuralDrop();
    tab = await visit('score/');
  });

  afterAll(async () => tab.close());

  it('say what they need as long as there is no model', async () => {
    await press(tab.page, '::-p-xpath(//summary[starts-with(., "Metrics:")])');
    await find(tab.page, '::-p-text(needs the weights of AlexNet)');
    const needs = await tab.page.$$eval('fieldset .small', (nodes) => nodes.map((node) => node.textContent));
    expect(needs.filter((text) => text.startsWith('not computed: needs'))).toHaveLength(3);
    expect(await textOf(tab.page, metricsSummary)).not.toContain('LPIPS');
  });

  it('are there once their models are dropped, under names of their own', async () => {
    await dropPaths(tab.page, [...listModelFiles('tiny-lpips'), ...listModelFiles('tiny-bert')]);
    await waitForStatus(tab.page, /tiny-lpips with random weights is in this browser now/);
    const summary = await textOf(tab.page, metricsSummary);
    expect(summary).toContain('LPIPS (tiny-lpips with random weights)');
    expect(summary).toContain('BERTScore (tiny-bert');
    await tab.page.waitForSelector(byRole('button', 'Remove tiny-lpips with random weights'));
    expect(await findBarriers(tab.page)).toEqual([]);
    // The official ones are still missing: no other model takes their place.
    const needs = await tab.page.$$eval('fieldset .small', (nodes) => nodes.map((node) => node.textContent));
    expect(needs.filter((text) => text.startsWith('not computed: needs'))).toHaveLength(3);
  });

  it('give every sample the value of the reference libraries', async () => {
    await dropPaths(tab.page, [drop]);
    await waitForStatus(tab.page, /^9 predictions/);
    await pressScore(tab.page);
    await waitForStatus(tab.page, /^Scored 9 of 9$/);
    await click(tab.page, 'link', 'gpt');
    const { rows, metrics, models } = await exportResults(tab);
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining([lpips, bertscore]));
    expect(models.map(({ weights }) => weights)).toEqual(
      expect.arrayContaining(['random-tiny-lpips', 'random-tiny-bert'])
    );
    const values = rows.map(({ sampleId, scores }) => {
      const score = scores[sampleId.startsWith('image') ? lpips : bertscore];
      return [sampleId, score?.value ?? Number.NaN] as const;
    });
    expect(new Set(values.map(([id]) => id))).toEqual(new Set(expectedScores.keys()));
    for (const [id, value] of values) {
      expect(Math.abs(value - expectedScores.get(id)!), id).toBeLessThan(1e-4);
    }
  });

  it('stand in the table of the run with their mean and n', async () => {
    await tab.page.waitForSelector(byRole('table', 'Scores'));
    const row = await textOf(
      tab.page,
      '::-p-xpath(//tr[th[contains(., "LPIPS (tiny-lpips with random weights)")]])'
    );
    const values = [...expectedScores].filter(([id]) => id.startsWith('image')).map(([, value]) => value);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(row).toContain(mean.toFixed(2));
    expect(row).toMatch(/ 6 0 /);
  });

  it('are remembered on the next visit, and computed again for nobody', async () => {
    const next = await openPage(tab.context, 'score/');
    await dropPaths(next.page, [drop]);
    await waitForStatus(next.page, /^9 predictions/);
    const requests: string[] = [];
    next.page.on('request', (request) => requests.push(request.url()));
    await pressScore(next.page);
    await waitForStatus(next.page, /^Scored 9 of 9, 9 remembered/);
    expect(requests.filter((url) => url.includes('ort'))).toEqual([]);
    await next.page.close();
  });

  it('are left out when they are switched off or removed', async () => {
    const next = await openPage(tab.context, 'score/');
    const { page } = next;
    await dropPaths(page, [drop]);
    await waitForStatus(page, /^9 predictions/);
    await press(page, '::-p-xpath(//summary[starts-with(., "Metrics:")])');
    const box = '::-p-xpath(//label[contains(., "LPIPS (tiny-lpips")]/input)';
    await press(page, box);
    await click(page, 'button', 'Remove tiny-bert with random weights');
    await waitForStatus(page, /tiny-bert .*was removed from this browser/);
    await pressScore(page);
    await waitForStatus(page, /^Scored 9 of 9/);
    await click(page, 'link', 'gpt');
    const { metrics } = await exportResults(next);
    expect(Object.keys(metrics).filter((id) => id.includes(':'))).toEqual([]);
    expect([...tab.errors, ...next.errors, ...tab.foreignRequests, ...next.foreignRequests]).toEqual([]);
    await page.close();
  });

  it('can be had from the site, which loads a model only when its download is chosen', async () => {
    const other = await visit('score/');
    const { page } = other;
    const loaded = await offerModels(page, 'tests/golden/neural');
    await press(page, '::-p-xpath(//summary[starts-with(., "Metrics:")])');
    await page.waitForSelector(byRole('button', 'Download 184 kB'));
    expect(loaded.filter((name) => !name.endsWith('.json'))).toEqual([]);
    await click(page, 'button', 'Download 184 kB');
    await waitForStatus(page, /tiny-lpips with random weights is in this browser now/);
    expect(loaded.filter((name) => name.endsWith('.onnx'))).toEqual(['tiny-lpips.onnx']);
    expect(await page.$(byRole('button', 'Download 184 kB'))).toBeNull();
    expect(await textOf(page, metricsSummary)).toContain('LPIPS (tiny-lpips with random weights)');
    expect(other.errors).toEqual([]);
    await other.close();
  });

  it('are one click away where npm run models put them on the site', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'medgen-models-'));
    const weights = join(folder, 'alexnet-owt-7be5be79.pth');
    writeFileSync(weights, new Uint8Array(await writeAlexnet().arrayBuffer()));
    await prepareModels(['lpips', '--from', weights, '--out', folder], () => undefined);
    const other = await visit('score/');
    const { page } = other;
    const loaded = await offerModels(page, folder);
    await press(page, metricsSummary);
    await click(page, 'button', 'Download 9.9 MB');
    await waitForStatus(page, /LPIPS 0.1, AlexNet is in this browser now/);
    expect(loaded).toContain('lpips-0.1-alex.safetensors');
    expect(await textOf(page, metricsSummary)).toContain('LPIPS');
    expect(other.errors).toEqual([]);
    await other.close();
  });
});
