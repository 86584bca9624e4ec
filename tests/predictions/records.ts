import { basename } from 'node:path';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { dropFile, jsonl } from '../dataset/dropFiles';

/** A VQA prediction with everything in it; `fields` replace or, as undefined, remove. */
export const vqaRecord = (sampleId: string, fields: object = {}) => ({
  sample_id: sampleId,
  category: 'VQA',
  paper_format: 'VQA',
  paper_task: 'question-answering',
  paper_subtask: null,
  'sub-category': 'question-answering',
  modality: 'CT',
  instruction: `What is seen in ${sampleId}?`,
  input_images: ['images/in.png'],
  input_image: 'images/in.png',
  answer: 'A nodule.',
  response: 'A nodule.',
  raw_response: '',
  output_image: '',
  ...fields
});

/** An image editing prediction; its images are those of `images`. */
export const editRecord = (sampleId: string, fields: object = {}) => ({
  sample_id: sampleId,
  category: 'ImageEdit',
  paper_format: 'ImageEditing',
  paper_task: 'style-transfer',
  modality: 'CT',
  instruction: `Stain ${sampleId}.`,
  input_image: 'images/in.png',
  ground_truth_image: 'images/gt.png',
  response: 'Done.',
  output_image: `output_image/gpt/${sampleId}.png`,
  ...fields
});

export const generateRecord = (sampleId: string, fields: object = {}) => ({
  ...editRecord(sampleId),
  category: 'MMGeneration',
  paper_format: 'MultimodalGeneration',
  paper_task: 'disease-prediction',
  answer: 'It grows.',
  response: 'It grows.',
  ...fields
});

/** The sample of a prediction: what the dataset has of it. */
export function sampleOf(record: object): object {
  const { response, raw_response, output_image, ...sample } = record as Record<string, unknown>;
  return response === undefined && raw_response === undefined && output_image === undefined ? record : sample;
}

/** The images of the records above, for these samples of system "gpt". */
export function images(...sampleIds: string[]): DroppedFile[] {
  return ['images/in.png', 'images/gt.png', ...sampleIds.map((id) => `output_image/gpt/${id}.png`)].map(
    (path) => dropFile(path, basename(path))
  );
}

export const predictions = (path: string, ...records: object[]): DroppedFile =>
  dropFile(path, jsonl(records));
