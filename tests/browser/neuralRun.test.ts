import { copyFileSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareModels } from '../../src/models/prepare';
import { click, dropPaths, exportAs, press, pressScore } from './actions';
import { findBarriers } from './findBarriers';
import { caseCount, expectedScores, imageCases, writeNeuralDrop } from './neuralDrop';
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
  let next: Awaited<ReturnType<typeof openPage>>;
  let drop: string;
  const requests: string[] = [];

  beforeAll(async () => {
    drop = writeNeuralDrop();
    tab = await visit('score/');
    tab.page.on('request', (request) => requests.push(request.url()));
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
    expect(requests.filter((url) => /ort-|\.onnx$/.test(url))).toEqual([]);
    await dropPaths(tab.page, ['tiny-lpips', 'tiny-encoder', 'tiny-bert'].flatMap(listModelFiles));
    await waitForStatus(tab.page, /tiny-lpips with random weights is in this browser now/);
    const summary = await textOf(tab.page, metricsSummary);
    expect(summary).toContain('LPIPS (tiny-lpips with random weights)');
    expect(summary).toContain('BERTScore (tiny-bert');
    expect(summary).toContain('tiny-encoder with random weights');
    await tab.page.waitForSelector(byRole('button', 'Remove tiny-lpips with random weights'));
    expect(await findBarriers(tab.page)).toEqual([]);
    // The official ones are still missing: no other model takes their place.
    const needs = await tab.page.$$eval('fieldset .small', (nodes) => nodes.map((node) => node.textContent));
    expect(needs.filter((text) => text.startsWith('not computed: needs'))).toHaveLength(3);
  });

  it('give every sample the value of the reference libraries', async () => {
    await dropPaths(tab.page, [drop]);
    await waitForStatus(tab.page, new RegExp(`^${caseCount} predictions`));
    await pressScore(tab.page);
    await waitForStatus(tab.page, new RegExp(`^Scored ${caseCount} of ${caseCount}$`));
    // They were loaded by now, under the names that were looked for before.
    expect(requests.some((url) => url.includes('ort-'))).toBe(true);
    await click(tab.page, 'link', 'gpt');
    const { rows, metrics, models } = await exportResults(tab);
    expect(rows).toHaveLength(caseCount);
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining(Object.keys(expectedScores)));
    expect(models.map(({ weights }) => weights)).toEqual(
      expect.arrayContaining(['random-tiny-lpips', 'random-tiny-encoder', 'random-tiny-bert'])
    );
    for (const [metric, expected] of Object.entries(expectedScores))
      for (const [id, value] of expected) {
        const score = rows.find(({ sampleId }) => sampleId === id)?.scores[metric];
        expect(Math.abs((score?.value ?? Number.NaN) - value), `${id} ${metric}`).toBeLessThan(1e-4);
      }
  });

  it('stand in the table of the run with their mean and n', async () => {
    await tab.page.waitForSelector(byRole('table', 'Scores'));
    const row = await textOf(
      tab.page,
      '::-p-xpath(//tr[th[contains(., "LPIPS (tiny-lpips with random weights)")]])'
    );
    const mean = imageCases.reduce((sum, { value }) => sum + value, 0) / imageCases.length;
    expect(row).toContain(mean.toFixed(2));
    expect(row).toContain(` ${imageCases.length} 0 `);
  });

  it('are remembered on the next visit, and computed again for nobody', async () => {
    next = await openPage(tab.context, 'score/');
    await dropPaths(next.page, [drop]);
    await waitForStatus(next.page, new RegExp(`^${caseCount} predictions`));
    const asked: string[] = [];
    next.page.on('request', (request) => asked.push(request.url()));
    await pressScore(next.page);
    const all = `Scored ${caseCount} of ${caseCount}, ${caseCount} remembered`;
    await waitForStatus(next.page, new RegExp(`^${all}`));
    expect(asked.filter((url) => url.includes('ort'))).toEqual([]);
  });

  it('are left out when they are switched off or removed', async () => {
    const { page } = next;
    await press(page, metricsSummary);
    for (const name of ['tiny-lpips', 'tiny-encoder'])
      await press(page, `::-p-xpath(//label[contains(., "(${name}")]/input)`);
    await click(page, 'button', 'Remove tiny-bert with random weights');
    await waitForStatus(page, /tiny-bert .*was removed from this browser/);
    await pressScore(page);
    await waitForStatus(page, new RegExp(`^Scored ${caseCount} of ${caseCount}`));
    await click(page, 'link', 'gpt');
    const { metrics } = await exportResults(next);
    expect(Object.keys(metrics).filter((id) => id.includes(':'))).toEqual([]);
    expect([...tab.errors, ...next.errors, ...tab.foreignRequests, ...next.foreignRequests]).toEqual([]);
    await page.close();
  });
});

describe('models of the site', () => {
  it('are loaded only when their download is chosen', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'medgen-models-'));
    for (const file of ['index', 'tiny-bert', 'tiny-encoder', 'tiny-lpips'].flatMap(listModelFiles))
      copyFileSync(file, join(folder, basename(file)));
    const weights = resolve('tests/golden/weights/bert/pytorch_model.bin');
    const words = ['bertscore', '--from', weights, '--model', 'someone/tiny', '--out', folder];
    await prepareModels(words, () => undefined);
    const other = await visit('score/');
    const { page } = other;
    const loaded = await offerModels(page, folder);
    await press(page, metricsSummary);
    for (const [size, label, file] of [
      ['184 kB', 'tiny-lpips with random weights', 'tiny-lpips.onnx'],
      // As npm run models puts them there.
      ['39 kB', 'someone/tiny', 'tiny.safetensors']
    ] as const) {
      await page.waitForSelector(byRole('button', `Download ${size}`));
      expect(loaded).not.toContain(file);
      await click(page, 'button', `Download ${size}`);
      await waitForStatus(page, new RegExp(`${label} is in this browser now`));
      expect(await page.$(byRole('button', `Download ${size}`))).toBeNull();
      expect(await textOf(page, metricsSummary)).toContain(`(${label})`);
    }
    expect(loaded.filter((name) => /onnx|safetensors/.test(name))).toEqual([
      'tiny-lpips.onnx',
      'tiny.safetensors'
    ]);
    expect(other.errors).toEqual([]);
    await other.close();
  });
});
