import { formats } from '../../benchmark/formats';
import { importedKeys } from '../../benchmark/importedKeys';
import type { Format } from '../../core/sample';
import type { ScoreRow } from '../../core/score';
import type { MetricMeta } from '../../metrics/metric';
import type { Reading } from '../../stats/contrasts';

/** Two readings of a format's samples that should agree, and may not. */
export interface ReadingPair {
  readonly format: Format;
  readonly first: Reading;
  readonly second: Reading;
}

/** What measures the surface: pixels, or the words of a text; the first that a run has is taken. */
const surfaceIds = ['ssim', 'psnr', 'bleu'];
/** What reads for meaning, the nearest to a clinician first. */
const meaningIds = ['expert-overall', 'judge-w-gt-overall', 'judge-wo-gt-overall'];
const importedMeaning = ['VLM_Overall_Score_W_GT', 'VLM_Overall_Score_WO_GT'];
/** Where nobody judged: other measures, those of another kind first. */
const otherIds = ['bertscore', 'bleu', 'lpips', 'psnr', 'em'];

/** A metric with a better direction as a reading; null for one without. */
export function readMetric({ id, label, higherIsBetter }: MetricMeta): Reading | null {
  if (higherIsBetter === null) return null;
  return { id, label, higherIsBetter, valueOf: ({ scores }) => scores[id]?.value ?? null };
}

/** For each format of the rows the two readings to set against each other; none where there are not two. */
export function pairReadings(
  rows: readonly ScoreRow[],
  metas: readonly MetricMeta[]
): readonly ReadingPair[] {
  return (Object.keys(formats) as Format[]).flatMap((format) => {
    const own = rows.filter((row) => row.format === format);
    const has = ({ valueOf }: Reading): boolean => own.some((row) => valueOf(row) !== null);
    const find = (ids: readonly string[]): Reading[] =>
      ids
        .flatMap((id) => metas.filter((meta) => meta.id === id || meta.id.startsWith(`${id}-`)))
        .flatMap((meta) => readMetric(meta) ?? [])
        .filter(has);
    const [first] = find(surfaceIds);
    if (!first) return [];
    const second = [...find(meaningIds), ...readImported().filter(has), ...find(otherIds)].find(
      ({ id }) => id !== first.id
    );
    return second ? [{ format, first, second }] : [];
  });
}

function readImported(): Reading[] {
  return importedKeys
    .filter(({ key }) => importedMeaning.includes(key))
    .map(({ key, label, higherIsBetter }) => ({
      id: key,
      label: `${label} (imported)`,
      higherIsBetter,
      valueOf: ({ imported }) => imported?.values[key] ?? null
    }));
}
