import { describe, expect, it } from 'vitest';
import { choosePair, listRoleImages } from '../../../src/lib/ui/stage/pairChoice';
import type { ViewedImage, ViewedOutput, ViewedSample } from '../../../src/lib/ui/stage/viewedSample';

const image = (label: string): ViewedImage => ({
  label,
  path: `${label}.png`,
  load: () => Promise.resolve({ status: 'absent', path: label, reason: 'gone' })
});
const output = (system: string, hasImage = true): ViewedOutput => ({
  system,
  runId: null,
  response: null,
  image: hasImage ? image(system) : null,
  row: null,
  metrics: []
});
const sample = (change: Partial<ViewedSample>): ViewedSample => ({
  sampleId: 's',
  format: 'edit',
  task: null,
  subtask: null,
  modality: 'CT',
  instruction: '',
  choices: [],
  answer: undefined,
  inputs: [image('in')],
  reference: image('ref'),
  outputs: [output('x'), output('y')],
  ...change
});
const rolesOf = (viewed: ViewedSample, a: string | null, b: string | null) => {
  const pair = choosePair(listRoleImages(viewed), { a, b });
  return [pair.a?.role ?? null, pair.b?.role ?? null];
};

describe('the compared pair', () => {
  it('is as scored where nothing is chosen: the first output against the reference', () => {
    expect(rolesOf(sample({}), null, null)).toEqual(['reference', 'output-1']);
  });

  it('is the chosen one, in the chosen order', () => {
    expect(rolesOf(sample({}), 'output-2', 'input-1')).toEqual(['output-2', 'input-1']);
  });

  it('falls back part by part on a sample that lacks the chosen images', () => {
    expect(rolesOf(sample({ outputs: [output('x')] }), 'input-1', 'output-2')).toEqual([
      'input-1',
      'output-1'
    ]);
    expect(rolesOf(sample({ outputs: [output('x', false)] }), null, null)).toEqual(['reference', 'input-1']);
  });

  it('is never an image with itself', () => {
    expect(rolesOf(sample({}), 'output-1', 'output-1')).toEqual(['output-1', 'output-2']);
    expect(rolesOf(sample({ reference: null, outputs: [] }), null, null)).toEqual(['input-1', null]);
  });
});
