import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectAverages,
  expectOfficialRecords,
  expectResults,
  readDemoArchive,
  type Results
} from '../conformance/demoReference';
import { exportAs } from './actions';
import { demoRunUrl, visitScored } from './demoRun';
import { goTo, type Visit } from './openSite';
import { unzip } from './zip';

describe('the demo, scored by the page', () => {
  let tab: Visit;

  beforeAll(async () => {
    // The reference is of the demo that the page offers.
    readDemoArchive();
    tab = await visitScored('runs/');
  });

  afterAll(() => tab.close());

  describe.each(['demo-careful', 'demo-hasty'])('%s', (system) => {
    const exported = async (item: string) => {
      await goTo(tab.page, demoRunUrl(system));
      return (await exportAs(tab.page, item)).bytes;
    };

    it('has in Results JSON what the reference libraries give', async () => {
      const text = new TextDecoder().decode(await exported('Results JSON'));
      expectResults(JSON.parse(text) as Results, system);
    });

    it('has in Official JSONL what they give for every record', async () => {
      const files = await unzip(await exported('Official JSONL'));
      expect(files.size).toBe(3);
      expectOfficialRecords(files, system);
    });

    it('has in the official averages what they give for each format', async () => {
      const files = await unzip(await exported('Official averages'));
      expect(files.size).toBe(3);
      expectAverages(files, system);
    });
  });
});
