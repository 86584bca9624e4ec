import * as v from 'valibot';
import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';

/** An object of this shape from JSON text; a DataError names the first field that does not fit. */
export function parseReviewJson<Shape extends v.GenericSchema>(
  shape: Shape,
  content: string,
  { file, what }: { readonly file: string; readonly what: string }
): v.InferOutput<Shape> {
  const read = v.safeParse(shape, readJson(content, file));
  if (read.success) return read.output;
  const [issue] = read.issues;
  const field = v.getDotPath(issue);
  throw new DataError({
    code: 'review-file-shape',
    what: field ? `${what}: its ${field} does not fit` : what,
    where: field ? { file, field } : { file },
    got: issue.received,
    expected: issue.expected ?? issue.message
  });
}

function readJson(content: string, file: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new DataError({
      code: 'json-syntax',
      what: 'the file is no JSON',
      where: { file },
      got: describeError(error)
    });
  }
}
