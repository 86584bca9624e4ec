import { isJsonObject, type JsonObject } from '../../core/json';
import { explicitId } from '../../dataset/identity';
import { toRow, type RecordFile } from '../recordRow';
import { describeUnwrapped } from './describeUnwrapped';
import { readTextsByKey } from './readByKey';

/** How far below the whole the texts may lie: `{"model": …, "results": {"predictions": {…}}}`. */
const maxLevels = 3;

/**
 * The answers of a file that gives them by id alone, `{"v1": "B", …}`, in one object or in one a line. Whether keys are ids only
 * a dataset can tell: half of them must be its own. Null for a file that holds anything else.
 */
export function unwrapTexts(file: RecordFile, isId: (key: string) => boolean): RecordFile | null {
  if (file.rows.length === 0) return null;
  const records: JsonObject[] = [];
  for (const row of file.rows) {
    const found = 'record' in row ? findTexts(row.record, maxLevels) : [];
    if (found.length === 0) return null;
    for (const record of found) records.push(record);
  }
  const ids = records.map((record) => explicitId(record) ?? '');
  if (new Set(ids).size < ids.length || ids.filter(isId).length * 2 < ids.length) return null;
  const from = { from: 'an object, by their keys' };
  const warnings = [...(file.warnings ?? []), describeUnwrapped(file.path, records.length, from, true)];
  return { ...file, rows: records.map((record, i) => toRow(file.path, i + 1, record)), warnings };
}

function findTexts(value: JsonObject, levels: number): JsonObject[] {
  const texts = readTextsByKey(value);
  if (texts || levels === 1) return texts ?? [];
  const found = Object.values(value).map((item) => (isJsonObject(item) ? findTexts(item, levels - 1) : []));
  const filled = found.filter(({ length }) => length > 0);
  return filled.length === 1 ? filled[0]! : [];
}
