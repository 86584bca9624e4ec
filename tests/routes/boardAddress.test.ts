import { describe, expect, it } from 'vitest';
import { boardIds } from '../../src/lib/benchmark/boards';
import { formatNames } from '../../src/lib/benchmark/formats';
import { boardColumns } from '../../src/lib/query/boardTable';
import { formatBoardAddress, parseBoardAddress, type BoardAddress } from '../../src/routes/boardAddress';

const start: BoardAddress = { boardId: 'table-3', format: 'generate', sort: null, hidden: [] };

describe('the address of the leaderboard', () => {
  it('comes back from its hash as it was, for every table, format, column and direction', () => {
    for (const boardId of boardIds) {
      for (const format of formatNames) {
        for (const key of boardColumns) {
          for (const descending of [true, false]) {
            const address = { ...start, boardId, format, sort: { key, descending } };
            expect(parseBoardAddress(`#${formatBoardAddress(address)}`)).toEqual(address);
          }
        }
      }
    }
  });

  it('is empty where everything is at its default', () => {
    expect(formatBoardAddress(start)).toBe('');
    expect(parseBoardAddress('')).toEqual(start);
  });

  it('leaves out a column’s own direction', () => {
    expect(parseBoardAddress('#format=edit&sort=lpips').sort).toEqual({ key: 'lpips', descending: false });
    const sort = { key: 'psnr', descending: true } as const;
    expect(formatBoardAddress({ ...start, format: 'edit', sort })).toBe('format=edit&sort=psnr');
  });

  it('keeps the columns that are not shown, in the order of the table', () => {
    const address = parseBoardAddress('#hide=psnr,toString,ssim,psnr');
    expect(address.hidden).toEqual(['ssim', 'psnr']);
    expect(parseBoardAddress(formatBoardAddress(address))).toEqual(address);
  });

  it('falls back to the defaults for what it does not know', () => {
    expect(parseBoardAddress('#main')).toEqual(start);
    expect(parseBoardAddress('#table=4&format=audio&sort=toString')).toEqual(start);
  });
});
