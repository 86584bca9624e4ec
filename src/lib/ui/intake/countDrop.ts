import { formatNames } from '../../benchmark/formats';
import type { Format } from '../../core/sample';
import type { Drop, PredictionRow } from '../../predictions/drop';

export interface FormatCounts {
  readonly found: number;
  readonly ready: number;
  /** Samples of the dropped dataset without a prediction. */
  readonly missing: number;
}

export interface SystemCounts {
  readonly system: string;
  readonly byFormat: Readonly<Record<Format, FormatCounts>>;
  /** Lines whose format cannot be told, e.g. a broken one. */
  readonly unknown: FormatCounts;
}

/** What the check step shows of a drop, one entry a system. */
export function countDrop({ systems, missing, samples }: Drop): SystemCounts[] {
  return systems.map(({ system, rows }) => {
    const missingIds = missing.get(system) ?? [];
    const count = (format: Format | null): FormatCounts => {
      const found = rows.filter((row) => formatOf(row) === format);
      return {
        found: found.length,
        ready: found.filter(({ status }) => status === 'ready').length,
        missing: missingIds.filter((id) => samples.get(id)?.format === format).length
      };
    };
    return { system, byFormat: countFormats(count), unknown: count(null) };
  });
}

/** Predictions that can be scored. */
export function countReady({ systems }: Drop): number {
  return systems.reduce((sum, { rows }) => sum + rows.filter(({ status }) => status === 'ready').length, 0);
}

function countFormats(count: (format: Format) => FormatCounts): Record<Format, FormatCounts> {
  return Object.fromEntries(formatNames.map((format) => [format, count(format)])) as Record<
    Format,
    FormatCounts
  >;
}

function formatOf(row: PredictionRow): Format | null {
  return row.status === 'ready' ? row.prediction.sample.format : row.format;
}
