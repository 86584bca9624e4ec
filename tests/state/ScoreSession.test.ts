import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../src/lib/engine/Engine';
import type { ScoringTask } from '../../src/lib/engine/api';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { dropFile } from '../dataset/dropFiles';
import { blockWorkers } from '../engine/stubWorkers';
import { ThreadWorker } from '../engine/ThreadWorker';
import { compileKernels } from '../kernels/loadKernels';
import { editRecord, images, predictions, sampleOf, vqaRecord } from '../predictions/records';
import { closeBrowser, openBrowser, refuseStorage } from '../store/ownBrowser';

const saved: { name: string; blob: Blob }[] = [];
let demo: () => Promise<File>;

vi.mock('../../src/lib/engine/loadModules', () => ({ loadKernels: () => compileKernels() }));
vi.mock('../../src/lib/report/saveFile', () => ({
  saveFile: (file: (typeof saved)[number]) => void saved.push(file)
}));
vi.mock('../../src/lib/dataset/loadFile', () => ({ loadFile: () => demo() }));

/** Before the worker answers a task; what it throws kills the worker. */
let onTask: (task: ScoringTask) => void = () => undefined;
let spawned = 0;

class WatchedEngine extends Engine {
  override score(task: ScoringTask): ReturnType<Engine['score']> {
    onTask(task);
    return super.score(task);
  }
}

class EngineWorker extends ThreadWorker {
  constructor() {
    spawned++;
    super(new WatchedEngine());
  }
}

type Session = InstanceType<typeof import('../../src/lib/state/ScoreSession.svelte').ScoreSession>;

/** The page as it is loaded: a browser's storage outlives it. */
async function openPage(): Promise<Session> {
  vi.resetModules();
  const { ScoreSession } = await import('../../src/lib/state/ScoreSession.svelte');
  return new ScoreSession();
}

let session: Session;

beforeEach(async () => {
  openBrowser();
  vi.stubGlobal('Worker', EngineWorker);
  vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
  onTask = () => undefined;
  spawned = 0;
  saved.splice(0);
  demo = () => Promise.reject(new Error('no demo'));
  session = await openPage();
});

afterEach(() => {
  session.cancel();
  vi.restoreAllMocks();
});
afterAll(closeBrowser);

const answers = (count: number, system = 'gpt') =>
  predictions(
    `${system}_vqa.jsonl`,
    ...Array.from({ length: count }, (_, i) => vqaRecord(`v${i}`, { response: `${system} says ${i}` }))
  );

/** A file that is begun to be read, and gives its bytes once it is released. */
function holdFile({ path, file }: DroppedFile) {
  const started = Promise.withResolvers<undefined>();
  const released = Promise.withResolvers<undefined>();
  class HeldFile extends File {
    override stream(): ReturnType<File['stream']> {
      started.resolve(undefined);
      const bytes = released.promise.then(() => file.arrayBuffer());
      const pull = async (controller: ReadableStreamDefaultController) => {
        controller.enqueue(new Uint8Array(await bytes));
        controller.close();
      };
      return new ReadableStream({ pull });
    }
  }
  return {
    dropped: { path, file: new HeldFile([file], path) },
    isRead: started.promise,
    release: () => released.resolve(undefined)
  };
}

describe('a drop on its way to scores', () => {
  it('is read, scored and stored, and says at each step what it is doing', async () => {
    expect([session.step, session.statusText, session.found]).toEqual(['empty', '', 0]);
    const held = holdFile(answers(2));
    const reading = session.addFiles([held.dropped, ...images()]);
    await held.isRead;
    expect(session.step).toBe('reading');
    expect(session.statusText).toMatch(/^(Reading the files|Opening the files)/);
    held.release();
    await reading;
    expect([session.step, session.statusText]).toEqual(['ready', '2 predictions of 1 system found']);
    const scoring = session.score();
    expect(session.statusText).toMatch(/^Scoring: 0 of /);
    await scoring;
    expect([session.step, session.statusText]).toEqual(['done', 'Scored 2 of 2']);
    expect(session.finished.map(({ system, dataset, counts }) => [system, dataset, counts.scored])).toEqual([
      ['gpt', 'In the dropped files', 2]
    ]);
    expect(session.finished[0]!.rows[0]!.scores['bleu']!.value).toBeGreaterThanOrEqual(0);
    expect(session.failure).toBeNull();
  });

  it('counts one prediction as one, and several systems', async () => {
    await session.addFiles([answers(1)]);
    expect(session.statusText).toBe('1 prediction of 1 system found');
    await session.addFiles([answers(2, 'qwen')]);
    expect(session.statusText).toBe('3 predictions of 2 systems found');
  });

  it('remembers on a later visit what was scored', async () => {
    await session.addFiles([answers(3)]);
    await session.score();
    session = await openPage();
    await session.addFiles([answers(3)]);
    await session.score();
    expect(session.statusText).toBe('Scored 3 of 3, 3 remembered from before');
    expect(session.progress).toMatchObject({ done: 3, total: 3, remembered: 3 });
  });

  it('does nothing without a drop, and nothing twice', async () => {
    await session.score();
    expect(session.step).toBe('empty');
    await session.addFiles([answers(2)]);
    const first = session.score();
    await session.score();
    expect(session.step).toBe('scoring');
    await first;
    expect(session.step).toBe('done');
  });
});

describe('a scoring that is stopped', () => {
  /** Stops at the task about the third answer. */
  async function stopAtThird(): Promise<void> {
    await session.addFiles([answers(6)]);
    onTask = ({ candidates }) => {
      if (candidates[0]!.text!.response.endsWith('2')) session.cancel();
    };
    await session.score();
    onTask = () => undefined;
  }

  it('keeps what is finished, says where it stopped, and goes on from there', async () => {
    await stopAtThird();
    expect(session.step).toBe('stopped');
    expect(session.statusText).toBe(`Stopped at ${session.progress.done} of 6. Press Score to continue.`);
    expect([session.failure, session.finished]).toEqual([null, []]);
    let asked = 0;
    onTask = () => void asked++;
    await session.score();
    expect(session.step).toBe('done');
    expect(session.finished[0]!.counts).toMatchObject({ found: 6, scored: 6 });
    expect(asked).toBeLessThan(6);
    expect(spawned).toBe(2);
  });

  it('says that it begins anew where the browser stores no scores', async () => {
    refuseStorage('scores', new DOMException('no room', 'QuotaExceededError'));
    await session.addFiles([answers(6)]);
    vi.spyOn(performance, 'now').mockImplementation(() => Date.now() * 1000);
    onTask = ({ candidates }) => {
      if (candidates[0]!.text!.response.endsWith('4')) session.cancel();
    };
    await session.score();
    expect(session.statusText).toMatch(
      /^Stopped at \d of 6\. Score begins anew, as this browser does not store scores \(QuotaExceededError\)\.$/
    );
  });

  it('has a way back to its files, too: each run of the drop is stored, unfinished, and where it lies', async () => {
    const folder = { name: 'wardseven' } as unknown as FileSystemHandle;
    await session.addFiles([answers(6), answers(6, 'qwen')], [folder]);
    onTask = () => session.cancel();
    await session.score();
    expect(session.step).toBe('stopped');
    const [{ listRuns }, { readRunFolders }] = await Promise.all([
      import('../../src/lib/store/runs'),
      import('../../src/lib/store/runFolders')
    ]);
    const runs = await listRuns();
    expect(runs.map(({ system, finishedAt }) => [system, finishedAt]).toSorted()).toEqual([
      ['gpt', null],
      ['qwen', null]
    ]);
    for (const { id } of runs) expect(await readRunFolders(id)).toEqual([folder]);
  });

  it('because no worker starts says so, and can be tried again', async () => {
    blockWorkers();
    await session.addFiles([answers(2)]);
    await session.score();
    expect(session.step).toBe('stopped');
    expect(session.statusText).toMatch(/^The scoring workers do not start \(.*blocked\)\. Reload the page/);
    vi.stubGlobal('Worker', EngineWorker);
    await session.score();
    expect([session.step, session.failure]).toEqual(['done', null]);
  });
});

describe('files that come later', () => {
  it('are added to those before, and what was scored is no longer shown as the result', async () => {
    await session.addFiles([answers(2)]);
    await session.score();
    await session.addFiles([answers(2, 'qwen')]);
    expect([session.step, session.finished, session.progress.done]).toEqual(['ready', [], 0]);
    expect(session.drop!.systems.map(({ system }) => system).toSorted()).toEqual(['gpt', 'qwen']);
  });

  it('that are stopped in the middle leave what was read before as it was', async () => {
    await session.addFiles([answers(2)]);
    const before = session.drop;
    const held = holdFile(answers(2, 'qwen'));
    const reading = session.addFiles([held.dropped]);
    await held.isRead;
    session.cancel();
    held.release();
    await reading;
    expect(session.drop).toBe(before);
    await session.addFiles([answers(1, 'llava')]);
    expect(session.drop!.systems.map(({ system }) => system).toSorted()).toEqual(['gpt', 'llava']);
  });

  it('are none after everything was cleared', async () => {
    await session.addFiles([answers(2)]);
    session.clear();
    expect([session.step, session.drop, session.found, session.statusText]).toEqual(['empty', null, 0, '']);
    await session.addFiles([answers(1, 'qwen')]);
    expect(session.drop!.systems.map(({ system }) => system)).toEqual(['qwen']);
  });
});

describe('the demo', () => {
  const archive = () => Promise.resolve(new File([new Uint8Array(0)], 'demo.zip'));

  it('is left when files are dropped, not mixed in', async () => {
    demo = async () => answers(2, 'demo-careful').file;
    await session.loadDemo('demo/demo.zip');
    expect([session.datasetKind, session.dataset, session.step]).toEqual([
      'demo',
      'Demo (synthetic)',
      'ready'
    ]);
    await session.addFiles([answers(1)]);
    expect(session.datasetKind).toBe('dropped');
    expect(session.drop!.systems.map(({ system }) => system)).toEqual(['gpt']);
  });

  it('that cannot be loaded says so, and nothing else changes', async () => {
    await session.loadDemo('demo/demo.zip');
    expect([session.step, session.statusText, session.datasetKind]).toEqual(['empty', 'no demo', 'dropped']);
    demo = archive;
    await session.loadDemo('demo/demo.zip');
    expect(session.problems.map(({ severity }) => severity)).toContain('error');
  });
});

describe('what the person says of the files', () => {
  it('is taken up at once, without reading them again', async () => {
    await session.addFiles([answers(2)]);
    await session.score();
    const { contents } = session.drop!;
    await session.check.rename(session.drop!, 'gpt', 'GPT-5');
    expect(session.drop!.systems.map(({ system }) => system)).toEqual(['GPT-5']);
    expect(session.drop!.contents).toBe(contents);
    expect([session.step, session.finished]).toEqual(['ready', []]);
    await session.check.split(session.drop!, 'GPT-5');
    expect(session.drop!.systems.map(({ system }) => system)).toEqual(['gpt_vqa']);
  });

  it('of their fields is known on the next visit', async () => {
    const { response, ...record } = vqaRecord('v1');
    const file = predictions('gpt_vqa.jsonl', { ...record, my_text: response });
    await session.addFiles([file]);
    const reading = session.drop!.fields.find(({ path }) => path === 'gpt_vqa.jsonl')!;
    await session.check.mapFields(reading, { response: 'my_text' });
    expect(session.drop!.systems[0]!.rows[0]).toMatchObject({
      status: 'ready',
      prediction: { response: 'A nodule.' }
    });
    session = await openPage();
    await session.addFiles([file]);
    expect(session.drop!.systems[0]!.rows[0]).toMatchObject({
      status: 'ready',
      prediction: { response: 'A nodule.' }
    });
    session.clear();
    expect(session.check.choices.fields.size).toBe(0);
  });

  it('of a file that is the dataset, and of ids in another spelling, is taken back as well', async () => {
    const data = predictions('data/vqa.jsonl', sampleOf(vqaRecord('medgen:vqa:train:000001')));
    await session.addFiles([data, predictions('gpt_vqa.jsonl', vqaRecord('MEDGEN:VQA:TRAIN:000001'))]);
    const missing = () => session.drop!.missing.get('gpt');
    expect(missing()).toEqual(['medgen:vqa:train:000001']);
    await session.check.matchIds('gpt_vqa.jsonl', true);
    expect(missing()).toEqual([]);
    await session.check.matchIds('gpt_vqa.jsonl', false);
    expect(missing()).toEqual(['medgen:vqa:train:000001']);
    const reading = session.drop!.fields.find(({ path }) => path === 'gpt_vqa.jsonl')!;
    await session.check.callDataset(reading);
    expect(session.drop!.systems).toEqual([]);
  });
});

describe('problems', () => {
  it('are those of reading and then those of scoring, each once', async () => {
    await session.addFiles([
      predictions('gpt_edit.jsonl', editRecord('e1')),
      dropFile('gpt_vqa.jsonl', 'not JSON\n'),
      ...images('e1')
    ]);
    const read = session.problems;
    expect(read.map(({ code }) => code)).not.toContain('unscored');
    await session.score();
    const all = session.problems;
    expect(all.slice(0, read.length)).toEqual(read);
    expect(all.slice(read.length).map(({ code, where }) => [code, where.sampleId])).toEqual([
      ['unscored', 'e1']
    ]);
  });
});

it('the paired tests of all finished runs are saved as one file', async () => {
  await session.addFiles([answers(4), answers(4, 'qwen')]);
  await session.score();
  await session.exportTests();
  expect(saved.map(({ name }) => name)).toEqual(['gpt_qwen_stats_results.json']);
  expect(JSON.parse(await saved[0]!.blob.text())).toMatchObject({ 'vqa:BLEU:gpt_vs_qwen': { n: 4 } });
});
