import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import type { FileEntry } from '../../src/lib/dataset/FileEntry';
import { aggregate } from '../../src/lib/stats/aggregate';
import { listRunMetas } from '../../src/lib/metrics/runMetas';
import { toEvalResults } from '../../src/lib/report/evalResults';
import { toOfficialJsonl } from '../../src/lib/report/officialJsonl';
import { toResultsJson } from '../../src/lib/report/resultsJson';
import { hashTemplate } from '../../src/lib/judge/PromptTemplate';
import { judgeRun, type JudgeRunOptions } from '../../src/lib/run/judgeRun';
import { readRun, writeRun, type StoredRun } from '../../src/lib/store/runs';
import { readImported } from '../../src/lib/predictions/readImported';
import { makeEntry } from '../engine/editPredictions';
import { makeOptions, MemoryStore } from '../judge/judgeTools';
import { ProviderSimulator, type Script } from '../judge/simulator/ProviderSimulator';
import { loadKernels } from '../kernels/loadKernels';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';

const open: ProviderSimulator[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

function makeStoredRun(count: number): StoredRun {
  const rows = Array.from({ length: count }, (_, i) => {
    const record: JsonObject = {
      sample_id: `s${i + 1}`,
      category: 'ImageEdit',
      paper_task: 'style-transfer',
      modality: 'CT',
      instruction: `sample-${i + 1}`,
      input_image: 'in.png',
      ground_truth_image: 'gt.png',
      output_image: `out${i + 1}.png`
    };
    return makeRow({ sampleId: `s${i + 1}`, record, scores: { psnr: { value: 30 } } });
  });
  return {
    ...makeRun(rows, { metrics: { psnr: '1' } }),
    id: crypto.randomUUID(),
    source: '',
    fingerprints: []
  };
}

async function judge(run: StoredRun, facts: Partial<JudgeRunOptions> = {}) {
  const simulator = await ProviderSimulator.open();
  open.push(simulator);
  const entries = new Map<string, FileEntry>();
  const options: JudgeRunOptions = {
    ...makeOptions(`${simulator.url}/v1`),
    rows: run.rows.map((_, i) => i),
    views: ['w-gt', 'wo-gt'],
    files: {
      find: (path) => entries.get(path) ?? (path === 'out5.png' ? undefined : makeEntry(path)),
      sampleOf: () => undefined,
      decode: () => Promise.resolve({ width: 8, height: 8, rgb: new Uint8Array(192) })
    },
    ...facts
  };
  const steps = judgeRun(run, options);
  for (let step = await steps.next(); ; step = await steps.next()) {
    if (step.done) return { run: step.value, simulator };
  }
}

describe('a judged run', () => {
  it('has scores and verdicts of both views, and a reason where there is none, and is stored so', async () => {
    const { run, simulator } = await judge(makeStoredRun(5));
    expect(run.rows[2]!.scores).toMatchObject({
      psnr: { value: 30 },
      'judge-w-gt-overall': { value: 4 },
      'judge-wo-gt-hallucination_omission_control': { value: 4 }
    });
    expect(Object.keys(run.rows[2]!.verdicts!)).toEqual(['vlm_judge_w_gt_result', 'vlm_judge_wo_gt_result']);
    const missing = run.rows[4]!.scores['judge-w-gt-overall'];
    expect(missing).toMatchObject({ value: null, reason: expect.stringContaining('got out5.png') as string });
    expect(run.rows[4]!.verdicts).toBeUndefined();
    expect(run.judges).toMatchObject([
      { view: 'w-gt', provider: 'openai', model: 'gpt-test', scale: 10 },
      { view: 'wo-gt' }
    ]);
    expect(run.judges![0]!.promptHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await readRun(run.id)).toEqual(run);
    expect(simulator.requests).toHaveLength(8);
  });

  it('says what answered, as it was accepted, when, and what it cost, and adds to it', async () => {
    const price = {
      provider: 'openai' as const,
      model: 'gpt-test',
      inputUsdPerMillion: 1,
      outputUsdPerMillion: 0,
      date: '2026-01-01'
    };
    const store = new MemoryStore();
    const script: Script = ({ body }) =>
      'temperature' in body
        ? { do: 'refuse', status: 400, message: "'temperature' is not supported" }
        : { do: 'answer' };
    const asked = await ProviderSimulator.open({ script });
    open.push(asked);
    const { endpoint } = makeOptions(`${asked.url}/v1`);
    const facts = { store, price, endpoint, views: ['w-gt'] as const };
    const first = await judge(makeStoredRun(3), { ...facts, rows: [0, 1] });
    const [used] = first.run.judges!;
    expect(used).toMatchObject({
      answered: {
        models: ['gpt-test-2026-01-01'],
        temperatures: [null],
        structures: ['schema'],
        efforts: [null],
        maxOutputTokens: [4096]
      }
    });
    expect(used!.answered!.costUsd).toBeCloseTo(1800e-6, 12);
    expect(used!.judgedAt).toBe(used!.answered!.lastAt);
    const base = makeOptions('');
    const rules = { ...base.rules, maxOutputTokens: 8192 };
    const second = await judge(first.run, { ...facts, rules, rows: [0, 1, 2] });
    expect(second.run.judges![0]!.answered!.costUsd).toBeCloseTo(2700e-6, 12);
    expect(second.run.judges![0]!.answered!.maxOutputTokens).toEqual([4096, 8192]);
    const schema = JSON.parse(readFileSync('static/schema/results-1.json', 'utf8')) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect(validate(JSON.parse(toResultsJson(second.run).text))).toBe(true);
  });

  it('has all of it in its Results JSON: what was asked for, and what the server took', async () => {
    const taken = ['temperature', 'reasoning_effort', 'detail', 'response_format'];
    const asked = await ProviderSimulator.open({
      script: ({ body }) => {
        const named = taken.find((name) => JSON.stringify(body).includes(`"${name}"`));
        if (named) return { do: 'refuse', status: 400, message: `'${named}' is not supported` };
        return { do: 'answer' };
      }
    });
    open.push(asked);
    const { endpoint, rules } = makeOptions(`${asked.url}/v1`);
    const { run } = await judge(makeStoredRun(2), {
      endpoint,
      rules: { ...rules, effort: 'high', imageDetail: 'low', maxOutputTokens: 2048, imageLimitPx: 512 },
      views: ['w-gt'],
      price: {
        provider: 'openai',
        model: 'gpt-test',
        inputUsdPerMillion: 2,
        outputUsdPerMillion: 10,
        date: '2026-01-01'
      }
    });
    const { judges } = JSON.parse(toResultsJson(run).text) as { judges: JsonObject[] };
    const isDate = expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/) as string;
    expect(judges).toEqual([
      {
        view: 'w-gt',
        provider: 'openai',
        baseUrl: endpoint.baseUrl,
        model: 'gpt-test',
        promptHash: await hashTemplate(rules.template),
        prompt: expect.stringMatching(/\S/) as string,
        scale: 10,
        imageLimitPx: 512,
        effort: 'high',
        imageDetail: 'low',
        judgedAt: isDate,
        answered: {
          models: ['gpt-test-2026-01-01'],
          temperatures: [null],
          structures: ['none'],
          efforts: [null],
          imageDetails: [null],
          maxOutputTokens: [2048],
          firstAt: isDate,
          lastAt: isDate,
          costUsd: expect.closeTo(2 * 0.0048, 12) as number
        }
      }
    ]);
    // Five for what is taken away one after the other (structure in two steps), then one for each.
    expect(asked.requests.length).toBeLessThanOrEqual(8);
  });

  it('shows the captions and pictures of each view', async () => {
    const { simulator } = await judge(makeStoredRun(1));
    const texts = simulator.requests.map(({ body }) => body);
    expect(texts.filter((text) => text.includes('1. Ground Truth\\n2. Generated Answer'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('1. Input\\n2. Output'))).toHaveLength(1);
    for (const text of texts) expect(text.match(/data:image\/png;base64,/g)).toHaveLength(2);
  });

  it('gives its scores to the tables as metrics', async () => {
    const { run } = await judge(makeStoredRun(5));
    const [edit] = aggregate(run.rows, listRunMetas(run));
    const cell = edit!.cells.get('judge-w-gt-overall')!;
    expect([cell.n, cell.mean]).toEqual([4, 3.5]);
    expect(cell.accuracyRate).toBe(0);
  });

  it('exports as the evaluator does, in files that its own reader takes', async () => {
    const { run } = await judge(makeStoredRun(5));
    const [file] = toOfficialJsonl(run);
    expect(file!.name).toBe('gpt_edit_with_vlm.jsonl');
    const lines = file!.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonObject);
    expect(Object.keys(lines[0]!['vlm_judge_w_gt_result'] as JsonObject)).toEqual([
      'anatomical_accuracy',
      'clinical_finding_accuracy',
      'instruction_compliance',
      'cross_modal_consistency',
      'hallucination_omission_control',
      'overall_score',
      'final_thoughts'
    ]);
    const { fields, warnings } = readImported(lines[0]!, {});
    expect(warnings).toEqual([]);
    expect(fields.find(({ field }) => field === 'vlm_judge_wo_gt_result')!.values).toMatchObject({
      VLM_Overall_Score_WO_GT: 2,
      VLM_Clinical_Finding_Accuracy_WO_GT: 2
    });
    expect('vlm_judge_w_gt_result' in lines[4]!).toBe(false);
    const [averages] = toEvalResults(run, await loadKernels());
    const content = JSON.parse(averages!.text) as JsonObject;
    expect(content['Average_VLM_Overall_Score_W_GT']).toBe(3.5);
    expect(content['VLM_Overall_Score_W_GT_Accuracy_Rate']).toBe(0);
    expect(content['Error_Analysis']).toMatchObject({
      failure_modes: { low_clinical_finding_accuracy: { count: 4 } }
    });
  });

  it('on the scale of 5 has nothing under official names', async () => {
    const base = makeOptions('');
    const { run } = await judge(makeStoredRun(2), { rules: { ...base.rules, scale: 5 } });
    expect(run.rows[0]!.scores['judge-w-gt-overall']).toEqual({ value: 2 });
    const [file] = toOfficialJsonl(run);
    expect(file!.name).toBe('gpt_edit_local_metrics.jsonl');
    expect(file!.text).not.toContain('vlm_judge');
    const [averages] = toEvalResults(run, await loadKernels());
    expect(averages!.text).not.toMatch(/VLM|failure_modes/);
  });

  it('is judged further by the same judge, and anew by another, whose scores never stand beside the first', async () => {
    const store = new MemoryStore();
    const first = await judge(makeStoredRun(3), { rows: [0], views: ['w-gt'], store });
    const further = await judge(first.run, { rows: [1], views: ['w-gt'], store });
    expect(further.run.rows.map(({ scores }) => scores['judge-w-gt-overall']?.value)).toEqual([
      2,
      3,
      undefined
    ]);
    const base = makeOptions('');
    const rules = { ...base.rules, imageLimitPx: 256 };
    const other = await judge(further.run, { rows: [2], views: ['w-gt'], store, rules });
    expect(other.run.rows.map(({ scores }) => scores['judge-w-gt-overall']?.value)).toEqual([
      undefined,
      undefined,
      4
    ]);
    expect(other.run.rows[0]!.verdicts).toBeUndefined();
    expect(other.run.judges).toHaveLength(1);
    expect(other.run.rows[0]!.scores.psnr).toEqual({ value: 30 });
  });

  it('is left as it was by a try that tells nothing', async () => {
    const run = makeStoredRun(2);
    const refusing = await ProviderSimulator.open({ key: 'another-key' });
    open.push(refusing);
    const { endpoint } = makeOptions(`${refusing.url}/v1`);
    const after = await judge(run, { endpoint });
    expect(after.run).toBe(run);
  });

  it('asks only what is wished, and names no effort and no detail that nobody chose', async () => {
    const run = makeStoredRun(4);
    const only: JudgeRunOptions['only'] = ({ row, view }) => row === 1 && view === 'wo-gt';
    const { run: judged, simulator } = await judge(run, { only });
    expect(simulator.requests).toHaveLength(1);
    expect(judged.rows.map(({ verdicts }) => Object.keys(verdicts ?? {}))).toEqual([
      [],
      ['vlm_judge_wo_gt_result'],
      [],
      []
    ]);
    expect(judged.judges!.map(({ view }) => view)).toEqual(['wo-gt']);
    for (const name of ['effort', 'imageDetail']) expect(judged.judges![0]).not.toHaveProperty(name);
  });

  it('keeps what another part of the page wrote into it meanwhile', async () => {
    const run = makeStoredRun(2);
    const scores = { psnr: { value: 30 }, bleu: { value: 0.5 } };
    await writeRun({ ...run, rows: run.rows.map((row) => ({ ...row, scores })) });
    const { run: judged } = await judge(run, { views: ['w-gt'] });
    expect(judged.rows[0]!.scores).toMatchObject({ ...scores, 'judge-w-gt-overall': { value: 2 } });
    expect(await readRun(run.id)).toEqual(judged);
  });

  it('has what was answered when it is left in the middle', async () => {
    const run = makeStoredRun(3);
    const asked = await ProviderSimulator.open();
    open.push(asked);
    const steps = judgeRun(run, {
      ...makeOptions(`${asked.url}/v1`, { concurrency: 1 }),
      rows: [0, 1, 2],
      views: ['w-gt'],
      files: {
        find: (path) => makeEntry(path),
        sampleOf: () => undefined,
        decode: () => Promise.resolve({ width: 8, height: 8, rgb: new Uint8Array(192) })
      }
    });
    for await (const { outcome } of steps) if (outcome) break;
    const stored = (await readRun(run.id))!;
    expect(stored.rows.filter(({ verdicts }) => verdicts)).toHaveLength(1);
  });
});
