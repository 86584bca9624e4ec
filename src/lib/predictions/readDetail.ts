import { choicesOf } from '../benchmark/choices';
import type { JsonObject, JsonValue } from '../core/json';
import { pathsOf, textOf } from '../dataset/parseSample';

/** What the sample view shows of a dropped record. */
export interface SampleDetail {
  readonly instruction: string;
  readonly choices: readonly string[];
  readonly answer: JsonValue | undefined;
  readonly response: string;
  /** Paths as the record gives them. */
  readonly inputImages: readonly string[];
  readonly referenceImage: string | null;
  readonly outputImage: string | null;
}

/** Reads a record as far as it can be read: that of an unscored row may lack anything. */
export function readDetail(record: JsonObject | null): SampleDetail {
  const fields = record ?? {};
  const inputs = pathsOf(fields['input_images']);
  return {
    instruction: textOf(fields['instruction']),
    choices: choicesOf(fields),
    answer: fields['answer'],
    response: textOf(fields['response']),
    inputImages: inputs.length > 0 ? inputs : pathsOf(fields['input_image']),
    referenceImage:
      pathsOf(fields['ground_truth_image'])[0] ?? pathsOf(fields['ground_truth_images'])[0] ?? null,
    outputImage: pathsOf(fields['output_image'])[0] ?? null
  };
}
