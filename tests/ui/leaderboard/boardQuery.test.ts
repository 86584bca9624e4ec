import { describe, expect, it } from 'vitest';
import { publishedRows, type PublishedRow } from '../../../src/lib/benchmark/publishedResults';
import {
  columnsOf,
  defaultSort,
  filterBoard,
  findLeaders,
  nextBoardSort,
  ownDirection,
  sortBoard
} from '../../../src/lib/ui/leaderboard/boardQuery';

const rowsOf = (format: PublishedRow['format']) => publishedRows.filter((row) => row.format === format);
const edited = rowsOf('edit');

function makeRow(system: string, lpips?: number): PublishedRow {
  return { format: 'edit', system, kind: 'unified', values: lpips === undefined ? {} : { lpips } };
}

const systems = (rows: readonly PublishedRow[]) => rows.map(({ system }) => system);

describe('the order of the leaderboard', () => {
  it('has the lowest LPIPS and the highest PSNR on top at the first click', () => {
    expect(nextBoardSort(defaultSort, 'lpips')).toEqual({ key: 'lpips', descending: false });
    expect(nextBoardSort(defaultSort, 'psnr')).toEqual({ key: 'psnr', descending: true });
    expect(nextBoardSort(defaultSort, 'system')).toEqual({ key: 'system', descending: false });
  });

  it('turns round at the second click', () => {
    expect(nextBoardSort(ownDirection('psnr'), 'psnr')).toEqual({ key: 'psnr', descending: false });
  });

  it('keeps rows without a value last in both directions', () => {
    const rows = [makeRow('none'), makeRow('high', 70), makeRow('low', 20)];
    expect(systems(sortBoard(rows, { key: 'lpips', descending: false }))).toEqual(['low', 'high', 'none']);
    expect(systems(sortBoard(rows, { key: 'lpips', descending: true }))).toEqual(['high', 'low', 'none']);
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
});

describe('the leaders of a column', () => {
  it('are the two lowest for LPIPS', () => {
    expect(findLeaders(edited, 'lpips')).toEqual({ best: 24.57, second: 26.67 });
  });

  it('are the two highest values, not rows: two systems share the second BLEU of generation', () => {
    const leaders = findLeaders(rowsOf('generate'), 'bleu');
    expect(leaders).toEqual({ best: 0.64, second: 0.61 });
    expect(rowsOf('generate').filter(({ values }) => values.bleu === leaders.second)).toHaveLength(2);
  });

  it('are none where nothing is published', () => {
    expect(findLeaders(edited, 'em')).toEqual({ best: null, second: null });
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
});

describe('the search for systems', () => {
  it('finds all words in any order and case, within a kind', () => {
    expect(systems(filterBoard(edited, 'imagen gpt', null))).toEqual(['GPT-4o & Imagen-4.0']);
    expect(systems(filterBoard(edited, '', 'editing model'))).toEqual(['Seedream-4.0', 'Qwen-image-edit']);
    expect(filterBoard(edited, 'gemini', 'editing model')).toEqual([]);
  });
});
