import type { Format, Modality, Task } from '../../core/sample';

/**
 * Links hold positions in these lists. They are part of version 1 of the format: never reorder or remove, only append.
 */
export const linkFormats: readonly Format[] = ['vqa', 'edit', 'generate'];

export const linkTasks: readonly Task[] = [
  'multiple-choice',
  'blank-filling',
  'report-generation',
  'question-answering',
  'style-transfer',
  'artifact-removal',
  'noise-reconstruction',
  'resolution-editing',
  'contrast-enhancement',
  'anatomical-annotation',
  'disease-prediction',
  'instruction-editing',
  'organic-removal',
  'organic-reconstruction',
  '3d-to-2d-projection',
  '2d-to-3d-reconstruction'
];

export const linkModalities: readonly Modality[] = [
  'CT',
  'MRI',
  'Ultrasound',
  'X-ray',
  'Pathology',
  'Clinical Photography',
  'unknown'
];

/** The position of a name; −1 for a group of rows too broken to tell. */
export function positionOf<Name>(names: readonly Name[], name: Name | null): number {
  return name === null ? -1 : names.indexOf(name);
}
