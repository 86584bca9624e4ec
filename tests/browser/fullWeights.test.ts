import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { click, dropPaths, exportAs, pressScore } from './actions';
import { readCases, writeNeuralDrop, type ImageCase, type TextCase } from './neuralDrop';
import { visit, waitForStatus } from './openSite';

/** Twins of the official sizes, which `python tests/golden/weights/twins.py --full FOLDER` writes. */
const folder = process.env['TWINS'] ?? '';
if (folder === '') console.warn('Skipped: weights of the official sizes; TWINS names a folder of them.');

const mostMegabytes = 1200;
const longestMs = 1_200_000;

interface Case {
  readonly name: string;
  readonly metric: 'lpips' | 'bertscore' | 'image-embedding';
  readonly golden: string;
  /** Dropped together. */
  readonly files: readonly string[];
  readonly tolerance: number;
}

const bert = ['bert/config.json', 'bert/vocab.txt', 'bert/tokenizer_config.json'];
const cases: readonly Case[] = [
  ...['alexnet-zip.pth', 'alexnet-stream.pth'].map((name): Case => ({
    name,
    metric: 'lpips',
    golden: 'lpips.json',
    files: [name],
    tolerance: 1e-6
  })),
  ...['bert/pytorch_model.bin', 'bert/model.safetensors'].map((name): Case => ({
    name,
    metric: 'bertscore',
    golden: 'bertscore.json',
    files: [name, ...bert],
    tolerance: 1e-4
  })),
  {
    name: 'dinov2/model.safetensors',
    metric: 'image-embedding',
    golden: 'imageEmbedding.json',
    files: ['dinov2/model.safetensors', 'dinov2/config.json', 'dinov2/preprocessor_config.json'],
    tolerance: 1e-4
  }
];

interface Results {
  readonly rows: readonly {
    readonly sampleId: string;
    readonly scores: Readonly<Record<string, { readonly value: number | null }>>;
  }[];
}

/** For hundreds of megabytes: a single question to the browser must not take so long. */
async function waitLong(page: Page, pattern: RegExp): Promise<void> {
  for (const end = performance.now() + longestMs; performance.now() < end;) {
    const found = await waitForStatus(page, pattern, 60_000).catch(() => null);
    if (found !== null) return;
  }
  throw new Error(`no status ${String(pattern)} within ${longestMs / 1000} s`);
}

/** The largest memory that the pages' process has for itself while `work` is done, in MB. */
async function watchMemory(session: CDPSession, work: () => Promise<void>): Promise<number> {
  let most = 0;
  let isDone = false;
  const look = async (): Promise<void> => {
    while (!isDone) {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      for (const { type, id } of processInfo) {
        if (type !== 'renderer') continue;
        const [, kilobytes] = /Private_Dirty:\s+(\d+)/.exec(readMemory(id)) ?? [];
        most = Math.max(most, Number(kilobytes ?? 0) / 1000);
      }
      await new Promise((wake) => setTimeout(wake, 100));
    }
  };
  const looking = look();
  await work().finally(() => (isDone = true));
  await looking;
  return most;
}

function readMemory(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  } catch {
    return '';
  }
}

/** The pairs of a golden file as samples, with what the library gives on the same weights. */
function readGolden({ metric, golden }: Case): {
  readonly drop: string;
  readonly expected: readonly number[];
} {
  const path = join(folder, golden);
  if (metric !== 'bertscore') {
    const images = readCases<ImageCase>(path);
    return { drop: writeNeuralDrop(images, []), expected: images.map(({ value }) => value) };
  }
  // Records do not keep spaces at their ends, and are not without a text.
  const isKept = (text: string): boolean => text !== '' && text === text.trim();
  const texts = readCases<TextCase>(path).filter(
    ({ response, answer }) => isKept(response) && isKept(answer)
  );
  return { drop: writeNeuralDrop([], texts), expected: texts.map(({ f1 }) => f1) };
}

const present = cases.filter(({ golden }) => folder !== '' && existsSync(join(folder, golden)));

describe.skipIf(present.length === 0)('weights of the official size', () => {
  it.each(present.length > 0 ? present : cases)(
    '$name: as the library on the same file, and never above 1.2 GB',
    async (one) => {
      const { drop, expected } = readGolden(one);
      const tab = await visit('score/');
      const { page } = tab;
      const session = await page.browser().target().createCDPSession();
      const reading = await watchMemory(session, async () => {
        await dropPaths(
          page,
          one.files.map((file) => join(folder, file))
        );
        await waitLong(page, /is in this browser now/);
      });
      await dropPaths(page, [drop]);
      await waitForStatus(page, new RegExp(`^${expected.length} predictions`));
      const start = performance.now();
      const scoring = await watchMemory(session, async () => {
        await pressScore(page);
        await waitLong(page, new RegExp(`^Scored ${expected.length} of`));
      });
      const seconds = (performance.now() - start) / 1000 / expected.length;
      await click(page, 'link', 'gpt');
      const { bytes } = await exportAs(page, 'Results JSON');
      const { rows } = JSON.parse(new TextDecoder().decode(bytes)) as Results;
      const kind = one.metric === 'bertscore' ? 'text' : 'image';
      const differences = expected.map((value, i) => {
        const { scores } = rows.find(({ sampleId }) => sampleId === `${kind}${i}`)!;
        const [, score] = Object.entries(scores).find(([id]) => id.startsWith(one.metric))!;
        return Math.abs((score.value ?? Number.NaN) - value);
      });
      console.log(
        `${one.name}: ${expected.length} pairs, largest difference ${Math.max(...differences).toExponential(1)}, ` +
          `reading ${Math.round(reading)} MB, scoring ${Math.round(scoring)} MB, ${seconds.toFixed(2)} s a pair`
      );
      await tab.close();
      expect(Math.max(...differences)).toBeLessThan(one.tolerance);
      expect(Math.max(reading, scoring)).toBeLessThan(mostMegabytes);
    },
    longestMs
  );
});
