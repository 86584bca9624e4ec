import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cannotJudge } from '../../src/lib/experts/assignment';
import { parseAssignment } from '../../src/lib/experts/parseAssignment';
import { rubricFor } from '../../src/lib/experts/rubric';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { closeBrowser, openBrowser, refuseStorage, refuseWrites } from '../store/ownBrowser';
import { waitFor } from '../waitFor';

const saved: { name: string; blob: Blob }[] = [];
vi.mock('../../src/lib/report/saveFile', () => ({
  saveFile: (file: (typeof saved)[number]) => void saved.push(file)
}));

let store: typeof import('../../src/lib/store/reviews');
let ReviewShelf: typeof import('../../src/lib/state/ReviewShelf.svelte').ReviewShelf;
let ReviewDesk: typeof import('../../src/lib/state/ReviewDesk.svelte').ReviewDesk;

async function openPage(): Promise<void> {
  vi.resetModules();
  store = await import('../../src/lib/store/reviews');
  ({ ReviewShelf } = await import('../../src/lib/state/ReviewShelf.svelte'));
  ({ ReviewDesk } = await import('../../src/lib/state/ReviewDesk.svelte'));
}

beforeEach(async () => {
  openBrowser();
  saved.splice(0);
  await openPage();
});

afterEach(() => vi.restoreAllMocks());
afterAll(closeBrowser);

const ids = Array.from({ length: 5 }, (_, i) => `s${i}`);
const choice = { title: 'Pilot', scale: 10, showsReference: true, perTask: 3, seed: 7 } as const;
const dimensions = rubricFor('question-answering').map(({ dimension }) => dimension);

async function keepRun(id: string, system: string, dataset = 'In the dropped files'): Promise<void> {
  const { writeRun } = await import('../../src/lib/store/runs');
  const rows = ids.map((sampleId) =>
    makeRow({
      sampleId,
      format: 'vqa',
      task: 'question-answering',
      record: { sample_id: sampleId, instruction: 'What?', answer: 'A', response: `${system} ${sampleId}` }
    })
  );
  await writeRun({ ...makeRun(rows, { id, system, dataset }), source: '', fingerprints: [] });
}

/** A review of two systems, three samples each. */
async function makeReview() {
  await keepRun('r1', 'gpt');
  await keepRun('r2', 'qwen');
  const shelf = new ReviewShelf();
  const digest = (await shelf.create({ ...choice, runIds: ['r1', 'r2'] }))!;
  const desk = new ReviewDesk();
  await desk.open(digest);
  return { shelf, digest, desk };
}

describe('the shelf of reviews', () => {
  it('makes an assignment of what all chosen runs have', async () => {
    const { shelf, digest } = await makeReview();
    await shelf.load();
    expect([shelf.status, shelf.reviews.map(({ assignment }) => assignment.digest)]).toEqual([
      'ready',
      [digest]
    ]);
    const { assignment } = shelf.reviews[0]!;
    expect(assignment).toMatchObject({ title: 'Pilot', scale: 10, perTask: 3, seed: 7 });
    expect(assignment.items).toHaveLength(6);
    expect(assignment.salt).toMatch(/^[0-9a-f]{32}$/);
    const { strata, left } = await shelf.plan({ ...choice, runIds: ['r1', 'r2'] });
    expect([strata.map(({ task, available }) => [task, available]), left]).toEqual([
      [['question-answering', 5]],
      0
    ]);
  });

  it('takes an assignment that was sent, and keeps what was rated for it', async () => {
    const { shelf, desk, digest } = await makeReview();
    desk.exportAssignment();
    await desk.nameRater('Dr. A');
    const file = new File([saved[0]!.blob], saved[0]!.name);
    expect((await parseAssignment(await file.text(), file.name)).digest).toBe(digest);
    expect(await shelf.addFile(file)).toBe(digest);
    expect((await store.readReview(digest))!.rater).toBe('Dr. A');
    expect(await shelf.addFile(new File(['{}'], 'other.json'))).toBeNull();
    expect(shelf.trouble).toMatch(/^other\.json/);
  });

  it('deletes a review with its ratings, and brings both back', async () => {
    const { shelf, desk, digest } = await makeReview();
    desk.rate(dimensions[0]!, 7);
    await waitFor(() => expect(desk.isSaving).toBe(false));
    await shelf.load();
    await shelf.remove(shelf.reviews[0]!);
    expect([shelf.reviews, await store.readReview(digest)]).toEqual([[], null]);
    await shelf.undo();
    expect([shelf.removed, shelf.reviews.length]).toEqual([null, 1]);
    const again = new ReviewDesk();
    await again.open(digest);
    expect(again.rating?.scores).toEqual({ [dimensions[0]!]: 7 });
  });

  it('says why it cannot be read', async () => {
    refuseStorage('reviews', new DOMException('no', 'SecurityError'));
    const shelf = new ReviewShelf();
    await shelf.load();
    expect([shelf.status, shelf.failure]).toEqual(['failed', 'no']);
  });
});

describe('a rater at an assignment', () => {
  it('has every stroke stored at once, and finds it on the next visit', async () => {
    const { desk, digest } = await makeReview();
    const first = desk.item!;
    for (const dimension of dimensions) desk.rate(dimension, 8);
    desk.comment('g');
    desk.comment('good');
    expect([desk.isSaving, desk.doneCount, desk.isDone(first)]).toEqual([true, 1, true]);
    await waitFor(() => expect(desk.isSaving).toBe(false));
    await openPage();
    const again = new ReviewDesk();
    await again.open(digest);
    expect(again.own.get(first.id)).toMatchObject({
      comment: 'good',
      scores: Object.fromEntries(dimensions.map((one) => [one, 8]))
    });
    expect([again.position, again.doneCount]).toEqual([1, 1]);
  });

  it('takes strokes back one after another, a comment as a whole, and is shown where', async () => {
    const { desk } = await makeReview();
    const [one, two] = dimensions;
    desk.rate(one!, 5);
    desk.rate(one!, 5);
    desk.rate(two!, cannotJudge);
    for (const text of ['a', 'ab', 'abc']) desk.comment(text);
    desk.go(3);
    desk.rate(one!, 2);
    expect(desk.undo()).toBe(one);
    expect([desk.position, desk.rating?.scores]).toEqual([3, {}]);
    expect(desk.undo()).toBe('comment');
    expect([desk.position, desk.rating?.comment]).toEqual([0, '']);
    expect([desk.undo(), desk.undo(), desk.undo()]).toEqual([two, one, null]);
    expect([desk.canUndo, desk.rating?.scores]).toEqual([false, {}]);
  });

  it('goes through the items, and to the next that lacks an answer', async () => {
    const { desk } = await makeReview();
    desk.go(99);
    expect(desk.position).toBe(5);
    for (const dimension of dimensions) desk.rate(dimension, 1);
    desk.go(4);
    desk.goToOpen();
    expect(desk.position).toBe(0);
    desk.go(-1);
    desk.goToOpen();
    expect(desk.position).toBe(1);
  });

  it('saves ratings only under a name', async () => {
    const { desk } = await makeReview();
    desk.rate(dimensions[0]!, 3);
    desk.exportRatings('json');
    expect([desk.lacksName, saved]).toEqual([true, []]);
    await desk.nameRater('Dr. A');
    expect(desk.lacksName).toBe(false);
    desk.exportRatings('json');
    desk.exportRatings('csv');
    expect(saved.map(({ name }) => name.split('.').at(-1))).toEqual(['json', 'csv']);
    expect(await saved[0]!.blob.text()).toContain('Dr. A');
  });

  it('is told when a stroke is not stored, and when it is again', async () => {
    const { desk } = await makeReview();
    refuseWrites('review-ratings', new DOMException('no room', 'QuotaExceededError'));
    desk.rate(dimensions[0]!, 3);
    await waitFor(() => expect(desk.isSaving).toBe(false));
    expect([desk.storeFailure, desk.rating?.scores[dimensions[0]!]]).toEqual(['no room', 3]);
    vi.restoreAllMocks();
    desk.rate(dimensions[1]!, 4);
    await waitFor(() => expect(desk.isSaving).toBe(false));
    expect(desk.storeFailure).toBe('');
    // The stroke before went with it: both are of one output.
    expect([...(await store.listOwnRatings(desk.review!.assignment)).values()]).toMatchObject([
      { scores: { [dimensions[0]!]: 3, [dimensions[1]!]: 4 } }
    ]);
  });

  it('sees the outputs that are at hand, in whatever run, and which of them changed', async () => {
    const { desk } = await makeReview();
    await desk.findOutputs(null, false);
    expect([desk.outputs.size, desk.changed.size, desk.isDemo]).toEqual([6, 0, false]);
    for (const { id, sampleId } of desk.items)
      expect(desk.outputs.get(id)!.record['response']).toContain(sampleId);
    const { deleteRun, writeRun, readRun } = await import('../../src/lib/store/runs');
    const qwen = (await readRun('r2'))!;
    await deleteRun('r2');
    await writeRun({
      ...qwen,
      dataset: 'Demo (synthetic)',
      rows: qwen.rows.map((row) => ({ ...row, record: { ...row.record, response: 'other' } }))
    });
    await desk.findOutputs(null, false);
    expect([desk.outputs.size, desk.changed.size, desk.isDemo]).toEqual([3, 3, false]);
  });

  it('opens nothing where there is nothing', async () => {
    const desk = new ReviewDesk();
    await desk.open('none');
    expect([desk.status, desk.item, desk.rating, desk.undo()]).toEqual(['absent', null, null, null]);
    desk.rate(dimensions[0]!, 3);
    desk.comment('x');
    await desk.nameRater('Dr. A');
    desk.exportAssignment();
    desk.exportRatings('json');
    expect([saved, desk.own.size]).toEqual([[], 0]);
  });
});

describe('a review that is left while it is read', () => {
  /** What the reading of a review waits for, by its digest. */
  const delays = new Map<string, Promise<undefined>>();
  const path = '../../src/lib/store/reviews';

  beforeEach(async () => {
    delays.clear();
    vi.doMock(path, async (importOriginal) => {
      const real = await importOriginal<typeof store>();
      const readReview = async (digest: string) => {
        await delays.get(digest);
        return real.readReview(digest);
      };
      return { ...real, readReview };
    });
    await openPage();
  });
  afterEach(() => vi.doUnmock(path));

  /** Opens a review that is read late, then another one, and lets the first end. */
  async function openBoth<Room extends { open(digest: string): Promise<void> }>(
    room: Room,
    settle: (late: PromiseWithResolvers<undefined>) => void
  ) {
    const { shelf, digest: left } = await makeReview();
    const digest = (await shelf.create({ ...choice, title: 'Second', runIds: ['r1'] }))!;
    const late = Promise.withResolvers<undefined>();
    delays.set(left, late.promise);
    const first = room.open(left);
    await room.open(digest);
    settle(late);
    await first;
    return digest;
  }

  it.each(['ends', 'fails'])('does not show itself in place of the next when it %s', async (how) => {
    const settle = (late: PromiseWithResolvers<undefined>): void =>
      how === 'ends' ? late.resolve(undefined) : late.reject(new Error('too late'));
    const { ReviewAgreement } = await import('../../src/lib/state/ReviewAgreement.svelte');
    for (const room of [new ReviewDesk(), new ReviewAgreement()]) {
      const digest = await openBoth(room, settle);
      expect([room.status, room.failure, room.review!.assignment.digest]).toEqual(['ready', '', digest]);
    }
  });
});
