import { describe, expect, it } from 'vitest';
import { formatDay } from '../../src/lib/ui/control/formatDay';

describe('a day', () => {
  it('is written as on the other pages', () => {
    expect(formatDay('2026-03-12')).toBe('12 Mar 2026');
  });

  it('that does not exist stays as the link wrote it', () => {
    expect(formatDay('2026-99-99')).toBe('2026-99-99');
  });
});
