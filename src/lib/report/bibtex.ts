import { paper } from '../benchmark/citation';
import type { RunSummary } from '../core/run';
import { escapeLatex } from './latex';

/** BibTeX of the benchmark's paper. */
export function citeBenchmark(): string {
  return writeEntry('misc', paper.key, [
    ['title', `{${paper.title}}`],
    ['author', paper.authors.join(' and ')],
    ['year', paper.year],
    ['eprint', paper.arxiv],
    ['archivePrefix', 'arXiv'],
    ['primaryClass', paper.arxivClass]
  ]);
}

/** What a citation of a run needs of it. */
export type CitedRun = Pick<
  RunSummary,
  'system' | 'protocol' | 'dataset' | 'counts' | 'metrics' | 'createdAt'
> & {
  /** SHA-256 of the predictions; empty where it is not known. */
  readonly source: string;
};

/** BibTeX of one run: what was scored, by which protocol and versions, and which predictions these were. */
export function citeRun({ system, protocol, dataset, counts, metrics, createdAt, source }: CitedRun): string {
  const versions = Object.entries(metrics)
    .map(([id, version]) => `${id} ${version}`)
    .join(', ');
  const hash = source === '' ? '' : `; predictions SHA-256 ${source}`;
  const day = createdAt.slice(0, 10);
  const [year = '', month = ''] = day.split('-');
  return writeEntry('misc', `${toKey(system)}${year}medgenbench`, [
    ['title', `{MedGEN-Bench results of ${escapeLatex(system)}}`],
    ['year', year],
    ['month', String(Number(month))],
    ['howpublished', 'Scored with MedGEN-Bench viewer'],
    [
      'note',
      escapeLatex(
        `${counts.scored} of ${counts.found} predictions scored on ${day}; protocol: ${protocol}; dataset: ${dataset}; metrics: ${versions}${hash}`
      )
    ]
  ]);
}

/** BibTeX keys are ASCII without spaces. */
function toKey(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '')
      .slice(0, 30) || 'run'
  );
}

function writeEntry(kind: string, key: string, fields: readonly (readonly [string, string])[]): string {
  const lines = fields.map(([name, value]) => `  ${name.padEnd(13)} = {${value}}`);
  return `@${kind}{${key},\n${lines.join(',\n')}\n}\n`;
}
