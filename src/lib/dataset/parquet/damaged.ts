import { describeError } from '../../core/describeError';
import { DataError } from '../../core/problem';

/** A Parquet file that cannot be read, or that contradicts itself. */
export function damaged(file: string, what: string, got?: string, expected?: string): DataError {
  return new DataError({
    code: 'parquet-damaged',
    where: { file },
    what,
    ...(got !== undefined && { got }),
    expected: expected ?? 'a whole Parquet file (get it again)'
  });
}

/** Runs a decoder: what it throws over damaged bytes (TypeErrors, RangeErrors) becomes a DataError. */
export async function fence<Value>(
  file: string,
  what: string,
  work: () => Value | Promise<Value>
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw damaged(file, what, describeError(error));
  }
}

export function describeSchema(file: string, got: string, expected: string): DataError {
  return new DataError({
    code: 'parquet-schema',
    where: { file },
    what: 'not a shard in the schema of the data release',
    got,
    expected
  });
}
