import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { DataError } from '../../core/problem';
import { explicitId } from '../../dataset/identity';
import { count } from '../quote';
import { findModels } from './findModels';
import { hasAnswer, looksLikeRecord } from './looksLikeRecord';
import { nameModel } from './nameModel';
import { readByKey } from './readByKey';
import { readColumns } from './readColumns';
import { readSplit } from './readSplit';
import type { Unwrapped } from './Unwrapped';

/** Deeper than tools put their records. */
const maxLevels = 3;

/** A list of records with the names that lead to it. */
interface Found {
  readonly path: readonly string[];
  readonly inside: Unwrapped;
}

const nameOf = ({ path }: Found): string => path.join('.');

/**
 * The records inside of an object that is none itself: a table by columns or by rows, lists under names, or records by their
 * ids. Null where it holds none.
 * @throws DataError `records-ambiguous` where several lists may be the predictions
 */
export function unwrapObject(value: JsonObject, file: string): Unwrapped | null {
  const table = readSplit(value) ?? readColumns(value);
  if (table) return table;
  if (looksLikeRecord(value) && !holdsList(value)) return null;
  return readByKey(value) ?? choose(findLists(value, [], maxLevels), file);
}

/** A wrapper may say things of all its records that others say of one: what was asked, the task. */
const holdsList = (value: JsonObject): boolean =>
  !hasAnswer(value) && value['sample_id'] === undefined && findLists(value, [], 1).length > 0;

/** The lists of records that lie least deep: a level is looked into only where no level above it has one. */
function findLists(value: JsonObject, above: readonly string[], levels: number): Found[] {
  const entries = Object.entries(value).map(([name, item]) => ({ path: [...above, name], name, item }));
  const found = entries.flatMap(({ path, name, item }) => {
    const inside = readInside(name, item);
    return inside ? [{ path, inside }] : [];
  });
  if (found.length > 0 || levels === 1) return found;
  return entries.flatMap(({ path, item }) => (isJsonObject(item) ? findLists(item, path, levels - 1) : []));
}

function readInside(name: string, item: JsonValue): Unwrapped | null {
  if (isJsonObject(item)) return readByKey(item);
  if (!Array.isArray(item) || !item.some(looksLikeRecord)) return null;
  return { records: item as readonly JsonValue[], from: name };
}

function choose(lists: readonly Found[], file: string): Unwrapped | null {
  if (lists.length === 0) return null;
  const answered = lists.filter(({ inside }) => inside.records.some(hasAnswer));
  const chosen = answered.length > 0 ? answered : lists;
  if (answered.length === 0 && new Set(lists.map(shapeOf)).size > 1) throw describeSeveral(lists, file);
  const models = findModels(chosen.map(({ path }) => path));
  if (!models && answerTheSame(chosen)) throw describeSeveral(chosen, file);
  const named = chosen.map(({ inside }, i) => (models ? nameModel(inside, models[i]!) : inside));
  return {
    records: named.flatMap(({ records }) => records),
    from: chosen.map((list) => `“${nameOf(list)}”`).join(' and '),
    left: lists.filter((list) => !chosen.includes(list)).map(nameOf)
  };
}

/** Lists that answer the same samples are of several systems. */
function answerTheSame(lists: readonly Found[]): boolean {
  const known = new Set<string>();
  return lists.some(({ inside }) => {
    const own = inside.records.flatMap((record) => (isJsonObject(record) ? (explicitId(record) ?? []) : []));
    const isKnown = own.some((id) => known.has(id));
    for (const id of own) known.add(id);
    return isKnown;
  });
}

const shapeOf = ({ inside }: Found): string => {
  const names = inside.records.filter(isJsonObject).flatMap((record) => Object.keys(record));
  return [...new Set(names)].sort().join('\n');
};

function describeSeveral(lists: readonly Found[], file: string): DataError {
  return new DataError({
    code: 'records-ambiguous',
    where: { file },
    what: 'it is not clear which of its lists are the predictions',
    got: lists.map((list) => `${nameOf(list)} (${count(list.inside.records.length, 'record')})`).join(', '),
    expected: 'one list of records a file'
  });
}
