import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Prediction {
  readonly output_image?: string;
  readonly ground_truth_image?: string;
}

/** Paths of output and reference of every prediction of the real run that has both. */
export function listPairs(realrun: string): (readonly [candidate: string, reference: string])[] {
  const folder = join(realrun, 'predictions');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as Prediction)
    .flatMap(({ output_image: output, ground_truth_image: reference }) =>
      output && reference ? [[join(folder, output), join(realrun, 'MedGEN_data', reference)] as const] : []
    );
}
