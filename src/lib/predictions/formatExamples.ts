import { formats } from '../benchmark/formats';
import type { JsonObject } from '../core/json';
import type { Format, Sample } from '../core/sample';

/** The smallest records of a format: what a system writes, and what the dataset says of the sample. */
export interface FormatExample {
  readonly prediction: JsonObject;
  readonly dataset: JsonObject;
}

export const formatExamples: Readonly<Record<Format, FormatExample>> = {
  vqa: {
    prediction: { sample_id: 'v1', response: 'B' },
    dataset: {
      sample_id: 'v1',
      paper_task: 'multiple-choice',
      instruction: 'Which side?\nA. left\nB. right',
      answer: 'B'
    }
  },
  edit: {
    prediction: { sample_id: 'e1', output_image: 'output_image/e1.png' },
    dataset: {
      sample_id: 'e1',
      paper_task: 'artifact-removal',
      instruction: 'Remove the ring.',
      ground_truth_image: 'images/e1.png'
    }
  },
  generate: {
    prediction: { sample_id: 'g1', response: 'It grows.', output_image: 'output_image/g1.png' },
    dataset: {
      sample_id: 'g1',
      paper_task: 'disease-prediction',
      answer: 'It grew.',
      ground_truth_image: 'images/g1.png'
    }
  }
};

/** One line a sample of this format, with its id and the fields to fill in. */
export function makeTemplate(samples: Iterable<Sample>, format: Format): string {
  const { hasImage, hasText } = formats[format];
  let text = '';
  for (const sample of samples) {
    if (sample.format !== format) continue;
    const record = {
      sample_id: sample.sampleId,
      ...(hasText && { response: '' }),
      ...(hasImage && { output_image: '' })
    };
    text += `${JSON.stringify(record)}\n`;
  }
  return text;
}
