import type { Format } from '../core/sample';

interface FormatFacts {
  readonly label: string;
  /** The record's `category`. */
  readonly category: string;
  /** The ending of an official prediction file, `{system}_{fileWord}.jsonl`, and of the dataset file. */
  readonly fileWord: string;
  /** The `task` of the evaluator's results file. */
  readonly officialTask: string;
  readonly hasImage: boolean;
  readonly hasText: boolean;
}

/** Source: MedGEN-Bench evaluator (2026). */
export const formats: Readonly<Record<Format, FormatFacts>> = {
  vqa: {
    label: 'VQA',
    category: 'VQA',
    fileWord: 'vqa',
    officialTask: 'vqa',
    hasImage: false,
    hasText: true
  },
  edit: {
    label: 'Image editing',
    category: 'ImageEdit',
    fileWord: 'edit',
    officialTask: 'image_edit',
    hasImage: true,
    hasText: false
  },
  generate: {
    label: 'Multimodal generation',
    category: 'MMGeneration',
    fileWord: 'generate',
    officialTask: 'multimodal_generation',
    hasImage: true,
    hasText: true
  }
};

export const formatNames = Object.keys(formats) as readonly Format[];
