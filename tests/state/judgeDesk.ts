import type { JsonObject } from '../../src/lib/core/json';
import { defaultTemplate } from '../../src/lib/judge/defaultTemplate';
import { defaultRules } from '../../src/lib/judge/JudgeQuestion';
import type { Endpoint } from '../../src/lib/judge/providers/Provider';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import type { JudgedFiles } from '../../src/lib/run/judgeSubject';
import type { JudgeDesk } from '../../src/lib/state/JudgeDesk.svelte';
import { defaultSettings, type JudgeSettings } from '../../src/lib/state/judgeSettings';
import type { StoredRun } from '../../src/lib/store/runs';
import { makeEntry } from '../engine/editPredictions';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';

/** Every path is an image of its own. */
export const judgedFiles: JudgedFiles = {
  find: (path) => makeEntry(path),
  sampleOf: () => undefined,
  decode: () => Promise.resolve({ width: 8, height: 8, rgb: new Uint8Array(192) })
};

/** Stores a run of questions about one image; `sample-<n>` is what the simulators read. */
export async function keepRun(system: string, first: number, count: number): Promise<StoredRun> {
  const { writeRun } = await import('../../src/lib/store/runs');
  const rows = Array.from({ length: count }, (_, i) => {
    const record: JsonObject = {
      category: 'VQA',
      paper_task: 'question-answering',
      instruction: `sample-${first + i}: what is seen?`,
      input_image: 'in.png',
      answer: 'a cyst',
      response: 'a cyst'
    };
    return makeRow({
      sampleId: `s${first + i}`,
      format: 'vqa',
      task: 'question-answering',
      line: i + 1,
      record
    });
  });
  const run = { ...makeRun(rows, { id: system, system, metrics: {} }), source: '', fingerprints: [] };
  await writeRun(run);
  return run;
}

/** The form as it was filled in; `replaced` are the runs that it was given back. */
export async function fillDesk(
  chosen: readonly StoredRun[],
  endpoint: Endpoint,
  change: Partial<JudgeSettings> = {},
  facts: Partial<Pick<JudgeDesk, 'price' | 'capUsd' | 'files' | 'withoutFiles'>> = {}
): Promise<{ desk: JudgeDesk; replaced: StoredRun[] }> {
  const { listRowQuestions } = await import('../../src/lib/run/rowQuestions');
  const { listPlain, listRepeats } = await import('../../src/lib/run/probeQuestions');
  const settings: JudgeSettings = { ...defaultSettings, views: ['w-gt'], concurrency: 1, ...change };
  const { files = judgedFiles } = facts;
  const parts = chosen.map((run) => {
    const rows = run.rows.map((_, i) => i);
    const base = listRowQuestions(run, { rows, views: settings.views, files });
    const plan = settings.purpose === 'repeats' ? listRepeats(base, settings.repeats) : listPlain(base);
    return { run, rows, leftOut: 0, ...plan };
  });
  const replaced: StoredRun[] = [];
  const desk = {
    ...{ settings, chosen, parts, files, judge: 'the judge', price: null, capUsd: null, withoutFiles: [] },
    connection: { endpoint, provider: endpoint.provider },
    rules: { ...defaultRules, template: defaultTemplate },
    images: { loadKernels: () => Promise.resolve(referenceKernels) },
    replace: (run: StoredRun) => void replaced.push(run),
    ...facts
  } as unknown as JudgeDesk;
  return { desk, replaced };
}
