import { isJsonObject, type JsonValue } from '../../core/json';
import { DataError, type Problem } from '../../core/problem';
import type { Sample } from '../../core/sample';
import { contentId, explicitId } from '../identity';
import { parseSample } from '../parseSample';

export interface ReadSamples {
  readonly samples: readonly Sample[];
  readonly problems: readonly Problem[];
}

/** The samples of a shard's JSON array. A record that is none is a problem; the others are there all the same. */
export async function readRecords(file: string, bytes: Uint8Array): Promise<ReadSamples> {
  const samples: Sample[] = [];
  const problems: Problem[] = [];
  for (const [index, value] of parseArray(file, bytes).entries()) {
    try {
      samples.push(await toSample(value, file, index));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push(error.problem);
    }
  }
  return { samples, problems };
}

function parseArray(file: string, bytes: Uint8Array): readonly JsonValue[] {
  const value = JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
  if (Array.isArray(value)) return value as readonly JsonValue[];
  throw new DataError({ code: 'shard-records', where: { file }, what: 'not a list of records' });
}

/** The packer writes a record a line, behind the line of the bracket. */
async function toSample(value: JsonValue, file: string, index: number): Promise<Sample> {
  const where = { file, line: index + 2 };
  const sampleId = isJsonObject(value) ? (explicitId(value) ?? (await contentId(value))) : null;
  if (!isJsonObject(value) || sampleId === null) {
    throw new DataError({ code: 'no-identity', where, what: 'a sample without sample_id and instruction' });
  }
  return parseSample(value, sampleId, where);
}
