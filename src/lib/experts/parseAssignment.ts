import * as v from 'valibot';
import { formatNames } from '../benchmark/formats';
import { taskNames } from '../benchmark/tasks';
import { DataError } from '../core/problem';
import { ratingScales } from '../metrics/expert/meta';
import { assignmentSchema, computeDigest, type Assignment } from './assignment';
import { seedLimit } from './drawSample';
import { parseReviewJson } from './parseReviewJson';

const text = v.pipe(v.string(), v.maxLength(500));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{20}$/, 'expected 20 hexadecimal digits'));
const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

const shape = v.object({
  schema: v.literal(assignmentSchema),
  id: hash,
  digest: hash,
  title: text,
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  scale: v.picklist(ratingScales),
  showsReference: v.boolean(),
  perTask: wholeNumber,
  seed: v.pipe(wholeNumber, v.maxValue(seedLimit - 1)),
  salt: v.pipe(text, v.minLength(16)),
  items: v.pipe(
    v.array(
      v.object({
        id: hash,
        sampleId: text,
        format: v.picklist(formatNames),
        task: v.picklist(taskNames),
        content: hash
      })
    ),
    v.minLength(1)
  )
});

/**
 * An assignment from its file's text.
 * @throws DataError when it is no JSON, not of this shape, names an item twice, or was changed after it was made
 */
export async function parseAssignment(content: string, file: string): Promise<Assignment> {
  const assignment: Assignment = parseReviewJson(shape, content, { file, what: 'this is no assignment' });
  const ids = new Set(assignment.items.map(({ id }) => id));
  if (ids.size < assignment.items.length) {
    throw new DataError({
      code: 'assignment-item-twice',
      what: 'the assignment names an item twice',
      where: { file },
      got: `${assignment.items.length} items, ${ids.size} different ones`
    });
  }
  const digest = await computeDigest(assignment);
  if (digest !== assignment.digest) {
    throw new DataError({
      code: 'assignment-changed',
      what: 'the assignment was changed after it was made, or arrived damaged; ask for the file again',
      where: { file },
      got: `content of digest ${digest}`,
      expected: assignment.digest
    });
  }
  return assignment;
}
