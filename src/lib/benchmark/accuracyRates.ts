import type { PublishedRow } from './publishedResults';

/**
 * Shares of samples over a threshold, percent, as the first version of the paper (arXiv 2511.13135v1) prints them. It
 * does not print the thresholds. The kind of a system is read out of the paper by this project.
 */
export const accuracyRateRows: readonly PublishedRow[] = [
  {
    format: 'generate',
    system: 'Qwen3-VL & Imagen-4.0-fast',
    kind: 'compositional',
    values: { 'judge-with-reference': 30.11, 'judge-without-reference': 75.32, bertscore: 51.14 }
  },
  {
    format: 'generate',
    system: 'Gemini-2.5-flash-image',
    kind: 'unified',
    values: { 'judge-with-reference': 23.58, 'judge-without-reference': 49.78, bertscore: 46.86 }
  },
  {
    format: 'generate',
    system: 'Ming-UniVision',
    kind: 'unified',
    values: { 'judge-with-reference': 8.54, 'judge-without-reference': 11.48, bertscore: 24.93 }
  },
  {
    format: 'edit',
    system: 'Qwen3-VL & Gpt-image-1-mini',
    kind: 'compositional',
    values: { 'judge-with-reference': 72.59, 'judge-without-reference': 87.62 }
  },
  {
    format: 'edit',
    system: 'Gemini-2.5-flash',
    kind: 'unified',
    values: { 'judge-with-reference': 71.28, 'judge-without-reference': 84.22 }
  },
  {
    format: 'vqa',
    system: 'Qwen3-VL',
    kind: 'VLM',
    values: { 'judge-with-reference': 53.1, 'judge-without-reference': 98.27, bertscore: 29.83 }
  },
  {
    format: 'vqa',
    system: 'HuaTuoGPT-Vision',
    kind: 'VLM',
    values: { 'judge-with-reference': 36.03, 'judge-without-reference': 75.82, bertscore: 53.67 }
  }
];
