import type { Modality } from '../core/sample';

export const modalityNames: readonly Modality[] = [
  'CT',
  'MRI',
  'Ultrasound',
  'X-ray',
  'Pathology',
  'Clinical Photography',
  'unknown'
];

/** Spellings seen in data files, in lower case with spaces. */
export const modalityAliases: Readonly<Record<string, Modality>> = {
  ct: 'CT',
  'computed tomography': 'CT',
  mri: 'MRI',
  mr: 'MRI',
  'magnetic resonance': 'MRI',
  'magnetic resonance imaging': 'MRI',
  ultrasound: 'Ultrasound',
  us: 'Ultrasound',
  ultrasonography: 'Ultrasound',
  sonography: 'Ultrasound',
  'x ray': 'X-ray',
  xray: 'X-ray',
  radiograph: 'X-ray',
  radiography: 'X-ray',
  pathology: 'Pathology',
  histopathology: 'Pathology',
  'digital pathology': 'Pathology',
  'clinical photography': 'Clinical Photography',
  'clinical photograph': 'Clinical Photography',
  'clinical photo': 'Clinical Photography',
  photography: 'Clinical Photography'
};

/** The modality that a file's spelling means; `unknown` is counted like any other, never dropped. */
export function findModality(written: string): Modality {
  const name = written
    .trim()
    .toLowerCase()
    .replaceAll(/[_\-\s]+/g, ' ');
  return Object.hasOwn(modalityAliases, name) ? modalityAliases[name]! : 'unknown';
}
