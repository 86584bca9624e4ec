import { modalityNames } from '../../src/lib/benchmark/modalities';
import { tasks } from '../../src/lib/benchmark/tasks';
import type { Sample, Task } from '../../src/lib/core/sample';

/** As many samples a task as the public release has where it says (protocol §1); 6,623 in all. */
const taskCounts: readonly (readonly [Task, number])[] = [
  ['multiple-choice', 300],
  ['blank-filling', 300],
  ['report-generation', 200],
  ['question-answering', 300],
  ['style-transfer', 900],
  ['artifact-removal', 600],
  ['noise-reconstruction', 600],
  ['resolution-editing', 600],
  ['contrast-enhancement', 600],
  ['anatomical-annotation', 572],
  ['disease-prediction', 300],
  ['instruction-editing', 300],
  ['organic-removal', 300],
  ['organic-reconstruction', 300],
  ['3d-to-2d-projection', 225],
  ['2d-to-3d-reconstruction', 226]
];

const words = ['nodule', 'ring', 'artefact', 'left', 'right', 'lobe', 'vessel', 'contrast', 'margin', 'bone'];

/** Samples in the release's number and shape, with made-up texts; the same ones every time. */
export function makeReleaseSamples(imageCount = 6_623): Sample[] {
  const samples: Sample[] = [];
  for (const [task, count] of taskCounts) {
    for (let i = 0; i < count; i++) samples.push(makeSample(task, samples.length, imageCount));
  }
  return samples;
}

function makeSample(task: Task, place: number, imageCount: number): Sample {
  const { format } = tasks[task];
  const text = Array.from({ length: 40 }, (_, i) => words[(place * 7 + i * i * (place % 13)) % words.length]);
  const modality = modalityNames[(place * 5) % 6]!;
  const imageOf = (n: number): string => `images/${n % imageCount}.png`;
  return {
    sampleId: `medgen:${format}:train-00000-of-00001:${String(place).padStart(6, '0')}`,
    format,
    task,
    subtask: format === 'vqa' ? null : `${task}-${place % 3}`,
    modality,
    modalityAsWritten: modality,
    instruction: `Sample ${place}: ${text.join(' ')}.`,
    choices: [],
    answer: format === 'edit' ? undefined : text.toReversed().join(' '),
    inputImages: Array.from({ length: place % 11 === 0 ? 2 : 1 }, (_, i) => imageOf(place + i)),
    referenceImage: format === 'vqa' ? null : imageOf(place + 2)
  };
}
