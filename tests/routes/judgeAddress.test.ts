import { describe, expect, it } from 'vitest';
import { formatJudgeAddress, parseJudgeAddress } from '../../src/routes/judge/judgeAddress';

describe('the address of the Judge page', () => {
  it('holds the chosen runs, each once, and nothing else', () => {
    expect(parseJudgeAddress('#runs=a,b,a')).toEqual({ runs: ['a', 'b'] });
    expect(formatJudgeAddress({ runs: ['a', 'b'] })).toBe('runs=a,b');
    expect(formatJudgeAddress(parseJudgeAddress(''))).toBe('');
  });
});
