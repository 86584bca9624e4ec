import { describe, expect, test } from 'vitest';
import { disagreements, protocols } from '../../src/lib/benchmark/protocols';

describe('protocols', () => {
  test('have a label each', () => {
    const labels = Object.values(protocols).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  test.each(disagreements)('$topic: at least one source says something, and so does this viewer', (row) => {
    const said = [row.paper, row.manuscript, row.evaluator].filter((text) => text !== null);
    expect(said.length).toBeGreaterThan(0);
    expect(row.here).toMatch(/\.$/);
  });

  test('topics are named once', () => {
    expect(new Set(disagreements.map(({ topic }) => topic)).size).toBe(disagreements.length);
  });
});
