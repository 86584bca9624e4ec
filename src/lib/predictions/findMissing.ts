import { formatNames, formats } from '../benchmark/formats';
import type { Problem } from '../core/problem';
import type { Format, Sample } from '../core/sample';
import type { SystemRows } from './assembleSystems';
import type { PredictionRow } from './drop';
import { count, quote, quoteSome } from './quote';

/** By system, the samples of the dropped dataset that none of its rows is about. */
export function findMissing(
  systems: readonly SystemRows[],
  samples: ReadonlyMap<string, Sample>
): ReadonlyMap<string, readonly string[]> {
  if (samples.size === 0) return new Map();
  return new Map(
    systems.map(({ system, rows }) => {
      const found = new Set(rows.map(({ row }) => sampleIdOf(row)));
      return [system, [...samples.keys()].filter((sampleId) => !found.has(sampleId))];
    })
  );
}

export function sampleIdOf(row: PredictionRow): string | null {
  return row.status === 'ready' ? row.prediction.sample.sampleId : row.sampleId;
}

/** One problem a system and format; a format that a system has nothing of is only a note. */
export function describeMissing(
  { system, rows }: SystemRows,
  missing: readonly string[],
  samples: ReadonlyMap<string, Sample>
): Problem[] {
  return formatNames.flatMap((format) => {
    const ofFormat = missing.filter((sampleId) => samples.get(sampleId)?.format === format);
    if (ofFormat.length === 0) return [];
    const total = [...samples.values()].filter((sample) => sample.format === format).length;
    const file = rows.find(({ row }) => formatOfRow(row) === format)?.place.file ?? rows[0]?.place.file;
    return [
      {
        code: 'missing-prediction',
        severity: ofFormat.length === total ? ('note' as const) : ('warning' as const),
        where: file === undefined ? {} : { file },
        what: `${quote(system)} has no prediction for ${count(ofFormat.length, 'sample')} of ${formats[format].label}: ${quoteSome(ofFormat)}`,
        got: String(total - ofFormat.length),
        expected: String(total)
      }
    ];
  });
}

export function formatOfRow(row: PredictionRow): Format | null {
  return row.status === 'ready' ? row.prediction.sample.format : row.format;
}
