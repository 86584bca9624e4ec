import { describe, expect, it } from 'vitest';
import type { ScoredSystem } from '../../../src/lib/benchmark/boardRules';
import { boards } from '../../../src/lib/benchmark/boards';
import { release } from '../../../src/lib/benchmark/release';
import type { Format } from '../../../src/lib/core/sample';
import type { BoardSystem } from '../../../src/lib/state/BoardSystems.svelte';
import {
  boardBeginsDescending,
  defaultSort,
  filterBoard,
  sortBoard,
  type BoardColumn
} from '../../../src/lib/query/boardTable';
import { nextSort } from '../../../src/lib/query/Sort';
import { describeBoardCell, findLeaders, markOf } from '../../../src/lib/ui/leaderboard/boardLeaders';
import { columnsOf, listBoardRows, type BoardRow } from '../../../src/lib/ui/leaderboard/boardRows';

const board = boards['table-3'];
const rowsOf = (format: Format, systems: readonly BoardSystem[] = []) =>
  listBoardRows(board, format, systems);
const edited = rowsOf('edit');
const lpips = board.metrics.lpips;

function makeRow(system: string, value?: number): BoardRow {
  const cells = value === undefined ? {} : { lpips: { value, n: null, low: null, high: null, caveat: null } };
  return {
    key: system,
    origin: 'published',
    system,
    kind: 'unified',
    cells,
    ranked: new Set(['lpips']),
    coverage: ''
  };
}

/** A run over so many samples of editing, with this SSIM. */
function makeSystem(key: string, ssim: number, n: number, facts: Partial<ScoredSystem> = {}): BoardSystem {
  const metrics = { ssim: { n, mean: ssim, ciLow: ssim - 0.01, ciHigh: ssim + 0.01 } };
  const scored: ScoredSystem = {
    system: `system ${key}`,
    kind: null,
    protocol: 'Official evaluator (2026)',
    dataset: 'MedGEN-Bench',
    datasetRevision: release.revision,
    data: 'release',
    judges: [],
    predictions: null,
    formats: { edit: { samples: n, metrics } },
    ...facts
  };
  return { key, origin: 'own', scored };
}

const clickOn = (key: BoardColumn, current = defaultSort) =>
  nextSort(current, key, boardBeginsDescending(key, board));
const systems = (rows: readonly BoardRow[]) => rows.map(({ system }) => system);
const ssimMarks = (rows: readonly BoardRow[]) => {
  const leaders = findLeaders(rows, 'ssim', board.metrics.ssim);
  const marked = rows.map((row) => [row.system, markOf(row, 'ssim', leaders)] as const);
  return Object.fromEntries(marked.filter(([, mark]) => mark !== null));
};

describe('the order of the leaderboard', () => {
  it('has the lowest LPIPS and the highest PSNR on top at the first click', () => {
    expect(clickOn('lpips')).toEqual({ key: 'lpips', descending: false });
    expect(clickOn('psnr')).toEqual({ key: 'psnr', descending: true });
    expect(clickOn('system')).toEqual({ key: 'system', descending: false });
  });

  it('turns round at the second click', () => {
    expect(clickOn('psnr', clickOn('psnr'))).toEqual({
      key: 'psnr',
      descending: false
    });
  });

  it('keeps rows without a value last in both directions', () => {
    const rows = [makeRow('none'), makeRow('high', 70), makeRow('low', 20)];
    expect(systems(sortBoard(rows, { key: 'lpips', descending: false }))).toEqual(['low', 'high', 'none']);
    expect(systems(sortBoard(rows, { key: 'lpips', descending: true }))).toEqual(['high', 'low', 'none']);
  });

  it('keeps withheld cells last in both directions', () => {
    const rows = rowsOf('edit', [makeSystem('demo', 0.99, 24, { data: 'other' })]);
    for (const descending of [true, false]) {
      expect(systems(sortBoard(rows, { key: 'ssim', descending })).at(-1)).toBe('system demo');
    }
  });

  it('is that of the judge with the reference by default', () => {
    expect(systems(sortBoard(edited, defaultSort)).slice(0, 3)).toEqual([
      'Qwen3-VL & GPT-image-1',
      'Gemini-2.5-pro',
      'Qwen-image-edit'
    ]);
  });

  it('takes names as people do: DALL-E 3 before Imagen-4.0, whatever case', () => {
    const rows = [makeRow('b 10'), makeRow('B 9'), makeRow('a')];
    expect(systems(sortBoard(rows, { key: 'system', descending: false }))).toEqual(['a', 'B 9', 'b 10']);
  });

  it('puts an own value among the published ones', () => {
    const rows = rowsOf('edit', [makeSystem('mine', 0.5, 24)]);
    expect(systems(sortBoard(rows, { key: 'ssim', descending: true })).slice(0, 3)).toEqual([
      'Qwen-image-edit',
      'system mine',
      'Gemini-2.5-pro'
    ]);
  });
});

describe('the leaders of a column', () => {
  it('are the two lowest for LPIPS', () => {
    expect(findLeaders(edited, 'lpips', lpips)).toEqual({ best: 24.57, second: 26.67 });
  });

  it('are the two highest values, not rows: two systems share the second BLEU of generation', () => {
    const rows = rowsOf('generate');
    const leaders = findLeaders(rows, 'bleu', board.metrics.bleu);
    expect(leaders).toEqual({ best: 0.64, second: 0.61 });
    expect(rows.filter((row) => markOf(row, 'bleu', leaders) === 'second')).toHaveLength(2);
  });

  it('are none where nothing is published', () => {
    expect(findLeaders(edited, 'em', board.metrics.em)).toEqual({ best: null, second: null });
  });

  it('are published ones only, while a run covers a part of the format', () => {
    const rows = rowsOf('edit', [makeSystem('part', 0.99, 24)]);
    expect(ssimMarks(rows)).toEqual({ 'Qwen-image-edit': 'best', 'Gemini-2.5-pro': 'second' });
  });

  it('include a run that covers all 3,872 samples of the release', () => {
    const rows = rowsOf('edit', [makeSystem('whole', 0.99, 3872)]);
    expect(ssimMarks(rows)).toEqual({ 'system whole': 'best', 'Qwen-image-edit': 'second' });
  });

  it('are decided by the printed digits: 53.1004 shares the mark with 53.10', () => {
    const rows = rowsOf('edit', [makeSystem('even', 0.531004, 3872)]);
    expect(ssimMarks(rows)).toMatchObject({ 'system even': 'best', 'Qwen-image-edit': 'best' });
  });
});

describe('the columns of a format', () => {
  it('are those with a value', () => {
    expect(columnsOf(rowsOf('vqa'))).toEqual([
      'judge-with-reference',
      'judge-without-reference',
      'bleu',
      'bertscore',
      'em'
    ]);
    expect(columnsOf(edited)).not.toContain('bleu');
  });

  it('are the judge’s and, where texts are, BERTScore in the first version', () => {
    const columns = columnsOf(listBoardRows(boards['paper-v1'], 'generate', []));
    expect(columns).toEqual(['judge-with-reference', 'judge-without-reference', 'bertscore']);
  });
});

describe('a row that is not published', () => {
  it('is in the formats that it has predictions for, and says what it covers', () => {
    expect(rowsOf('vqa', [makeSystem('mine', 0.5, 24)])).toHaveLength(7);
    const row = rowsOf('edit', [makeSystem('mine', 0.5, 24)]).at(-1)!;
    expect(row.coverage).toBe('24 of 3,872 samples');
    const dropped = rowsOf('edit', [makeSystem('mine', 0.5, 24, { data: 'claimed' })]).at(-1)!;
    expect(dropped.coverage).toBe('24 of 3,872 samples, data as dropped');
  });

  it('tells value, interval, n and coverage in words', () => {
    const row = rowsOf('edit', [makeSystem('mine', 0.5, 24)]).at(-1)!;
    expect(describeBoardCell(row.cells.ssim!, row, board.metrics.ssim)).toBe(
      'SSIM 50 % · 95 % bootstrap interval 49 to 51 · n 24 · 24 of 3,872 samples'
    );
    expect(describeBoardCell(row.cells.psnr!, row, board.metrics.psnr)).toBe(
      'PSNR: not scored. This run has no value of this metric.'
    );
  });

  it('is sorted with 19 others among the published ones', () => {
    const twenty = Array.from({ length: 20 }, (_, i) => makeSystem(String(i), i / 20, 3872));
    const rows = rowsOf('edit', twenty);
    const order = sortBoard(rows, { key: 'ssim', descending: true });
    expect(order).toHaveLength(30);
    expect(order[0]?.system).toBe('system 19');
  });
});

describe('the search for systems', () => {
  it('finds all words in any order and case, within a kind', () => {
    expect(systems(filterBoard(edited, 'imagen gpt', null))).toEqual(['GPT-4o & Imagen-4.0']);
    expect(systems(filterBoard(edited, '', 'editing model'))).toEqual(['Seedream-4.0', 'Qwen-image-edit']);
    expect(filterBoard(edited, 'gemini', 'editing model')).toEqual([]);
  });
});
