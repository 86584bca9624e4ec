import { expect, it } from 'vitest';
import { formatDataset } from '../../src/lib/core/run';

it('names a dataset with its revision, and shortens only what is a commit', () => {
  const commit = 'cee5e7ae410f7c5be12d5fa55464afb094c099b7';
  expect(formatDataset({ dataset: 'MedGEN-Bench', datasetRevision: commit })).toBe('MedGEN-Bench cee5e7a');
  expect(formatDataset({ dataset: 'Mine', datasetRevision: 'sha256-2ff7c6db7723bc5e' })).toBe(
    'Mine sha256-2ff7c6db7723bc5e'
  );
  expect(formatDataset({ dataset: 'Mine' })).toBe('Mine');
});
