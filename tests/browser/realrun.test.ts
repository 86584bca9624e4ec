import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { click, dropPaths, exportAs, pressScore } from './actions';
import { goTo, visit, waitForStatus, type Visit } from './openSite';
import { expectSameMetrics, hasRealrun, listFiles, readJson, readJsonl, realrun, type Json } from './realrun';
import { unzip, zipFolder } from './zip';

const isThorough = inject('isThorough');
const systems = ['blurred', 'compressed', 'square1024'];
/** At night and before a release all of them; the one whose pictures are resized says the most. */
const named = isThorough ? systems : systems.slice(-1);

/** Every number of the official file is there; averages, deviations and ends share the tolerance of their metric. */
function expectSameAverages(actual: Json, expected: Json): void {
  for (const [key, value] of Object.entries(expected)) {
    if (typeof value === 'object') expectSameAverages(actual[key] as Json, value as Json);
    else if (typeof value !== 'number') expect([key, actual[key]]).toEqual([key, value]);
    else {
      const tolerance = key.includes('PSNR') ? 1e-4 : 1e-9;
      const difference = Math.abs(Number(actual[key]) - value);
      expect(difference, key).toBeLessThanOrEqual(key.endsWith('Accuracy_Rate') ? 0 : tolerance);
    }
  }
}

describe.skipIf(!hasRealrun)('a real run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medgen-'));
  const archive = join(folder, 'realrun.zip');

  beforeAll(async () => {
    if (!isThorough) return;
    const paths = listFiles(realrun).filter((path) => /^(MedGEN_data|predictions)\//.test(path));
    await zipFolder(realrun, paths, archive);
  });

  const ways: readonly (readonly [way: string, source: () => string])[] = [
    ['as a folder', () => realrun],
    ['as a ZIP', () => archive]
  ];

  // At night and before a release both: the demo is a ZIP, too.
  describe.each(isThorough ? ways : ways.slice(0, 1))('dropped %s', (_, source) => {
    let tab: Visit;

    beforeAll(async () => {
      tab = await visit('score/');
      await dropPaths(tab.page, [source()]);
      await waitForStatus(tab.page, /^240 predictions/);
      await pressScore(tab.page);
    });

    afterAll(() => tab.close());

    it('is scored in full, without an error and without a request elsewhere', async () => {
      expect(await waitForStatus(tab.page, /^Scored \d+ of \d+/)).toMatch(/^Scored 240 of 240/);
      expect(tab.errors).toEqual([]);
      expect(tab.foreignRequests).toEqual([]);
    });

    it.each(named)(
      'gives the official values of %s, for every record and over all of them',
      async (system) => {
        await goTo(tab.page, 'runs/');
        await click(tab.page, 'link', system);
        const averages = await unzip((await exportAs(tab.page, 'Official averages')).bytes);
        expect(averages.size).toBe(3);
        for (const [name, text] of averages) {
          expectSameAverages(JSON.parse(text) as Json, readJson(join(realrun, 'expected', name)));
        }
        const files = await unzip((await exportAs(tab.page, 'Official JSONL')).bytes);
        for (const [name, text] of files) {
          const expected = readJsonl(join(realrun, 'expected', name));
          const actual = text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Json);
          expect(actual.map((record) => record.sample_id)).toEqual(
            expected.map((record) => record.sample_id)
          );
          actual.forEach((record, i) => expectSameMetrics(record, expected[i]!));
        }
        expect([...files.keys()].toSorted()).toEqual(
          readdirSync(join(realrun, 'expected'))
            .filter((name) => name.startsWith(system) && name.endsWith('.jsonl'))
            .toSorted()
        );
      }
    );
  });
});
