import * as v from 'valibot';
import type { ScoredFormat, ScoredMean, ScoredSystem } from '../../benchmark/boardRules';
import { judgeScaleTops, judgeViewNames } from '../../benchmark/judge';
import { protocols } from '../../benchmark/protocols';
import { release } from '../../benchmark/release';
import { describeError } from '../../core/describeError';
import { DataError } from '../../core/problem';
import type { Format } from '../../core/sample';
import { judgeMetricId } from '../../metrics/judge/meta';
import { officialMetas } from '../../metrics/runMetas';
import { formatNames } from '../../benchmark/formats';
import { leaderboardContent } from './leaderboardContent';

/** A row has some 3 kB; what is larger is none. */
const maxCharacters = 100_000;

/**
 * One contributed row. What it says must be possible: known metrics in their range, no more samples than the benchmark
 * has, intervals around their means, a judge for what a judge gave.
 * @param file its name, for messages
 * @throws DataError "file: what; got x, expected y"
 */
export function parseLeaderboardFile(text: string, file: string): ScoredSystem {
  if (text.length > maxCharacters) {
    throw refuse(file, 'the file is too large', `${text.length} characters`, `at most ${maxCharacters}`);
  }
  const parsed = v.safeParse(leaderboardContent, parseJson(text, file), { abortEarly: true });
  if (!parsed.success) {
    throw refuseIssue(parsed.issues[0], file);
  }
  const { schema, ...system } = parsed.output;
  checkOrigin(system, schema, file);
  for (const format of formatNames) {
    const found = system.formats[format];
    if (found) checkFormat(system, format, found, file);
  }
  return system;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    throw refuse(file, 'not JSON', describeError(error), 'a JSON object');
  }
}

/** In plain words: the parser calls a missing field "undefined", and what may not be there "never". */
function refuseIssue(issue: v.InferIssue<typeof leaderboardContent>, file: string): DataError {
  const got = issue.received === 'undefined' ? 'nothing' : issue.received;
  const { expected } = issue;
  const wanted = got === 'nothing' ? 'this field' : expected === 'never' ? 'no such field' : expected;
  return refuse(file, v.getDotPath(issue) ?? 'the file', got, wanted ?? issue.message);
}

function checkOrigin(system: ScoredSystem, schema: string, file: string): void {
  const { protocol, data, datasetRevision, judges, formats } = system;
  const official = protocols['official-2026'].label;
  if (protocol !== official) throw refuse(file, `protocol of ${schema}`, protocol, official);
  if (data === 'release' && datasetRevision !== release.revision) {
    throw refuse(file, 'datasetRevision', String(datasetRevision), release.revision);
  }
  if (new Set(judges.map(({ view }) => view)).size < judges.length) {
    throw refuse(file, 'judges', 'two judges of one view', 'at most one a view');
  }
  if (Object.keys(formats).length === 0) throw refuse(file, 'formats', 'none', formatNames.join(', '));
}

function checkFormat(system: ScoredSystem, format: Format, found: ScoredFormat, file: string): void {
  const size = release.sizes[format];
  if (found.samples > size) {
    throw refuse(file, `formats.${format}.samples`, String(found.samples), `at most ${size}`);
  }
  for (const [id, mean] of Object.entries(found.metrics)) {
    const field = `formats.${format}.metrics.${id}`;
    const range = findRange(system, format, id);
    if (typeof range === 'string') throw refuse(file, field, id, range);
    if (mean.n > found.samples) {
      throw refuse(file, `${field}.n`, String(mean.n), `at most ${found.samples}, the samples`);
    }
    checkMean(mean, range, field, file);
  }
}

type Range = readonly [low: number | null, high: number | null];

/** The metric's range, or what would have to be for it to stand there. */
function findRange({ judges }: ScoredSystem, format: Format, id: string): Range | string {
  const view = judgeViewNames.find((name) => judgeMetricId(name, null) === id);
  if (view) {
    const judge = judges.find((other) => other.view === view);
    const scale = judgeScaleTops.find((top) => top === judge?.scale);
    return scale ? [1, scale] : `a judge of the view ${view}`;
  }
  const meta = officialMetas.find((other) => other.id === id);
  return meta?.formats.includes(format) ? meta.range : `a metric of the format ${format}`;
}

function checkMean(
  { mean, ciLow, ciHigh }: ScoredMean,
  [low, high]: Range,
  field: string,
  file: string
): void {
  const lowest = low ?? -Infinity;
  const highest = high ?? Infinity;
  const ends = [ciLow, mean, ciHigh].filter((value) => value !== null);
  if (ends.some((value) => value < lowest || value > highest)) {
    throw refuse(file, field, ends.join(', '), `${lowest} to ${highest}`);
  }
  if ((ciLow === null) !== (ciHigh === null)) {
    throw refuse(file, field, 'one end of an interval', 'both ends, or null twice');
  }
  if (ends.some((value, i) => i > 0 && value < ends[i - 1]!)) {
    throw refuse(file, field, `${ciLow} to ${ciHigh} for a mean of ${mean}`, 'an interval around the mean');
  }
}

function refuse(file: string, what: string, got: string, expected: string): DataError {
  return new DataError({
    code: 'leaderboard-file',
    where: { file },
    what,
    got: got.slice(0, 200),
    expected: expected.slice(0, 300)
  });
}
