import type { Format } from '../core/sample';

export type PublishedMetricId =
  | 'judge-with-reference'
  | 'judge-without-reference'
  | 'ssim'
  | 'psnr'
  | 'lpips'
  | 'mii'
  | 'bleu'
  | 'bertscore'
  | 'em';

export type PublishedGroupId = 'clinical' | 'image' | 'text';

export const systemKinds = ['unified', 'compositional', 'editing model', 'VLM'] as const;
export type SystemKind = (typeof systemKinds)[number];

/** What one system reached in one format. */
export interface PublishedRow {
  readonly format: Format;
  readonly system: string;
  readonly kind: SystemKind;
  /** Means as printed, in the unit of the metric; a metric that is not published for the row is absent. */
  readonly values: Readonly<Partial<Record<PublishedMetricId, number>>>;
}

export interface PublishedMetric {
  readonly label: string;
  readonly group: PublishedGroupId;
  readonly unit: '%' | '% of samples' | 'dB' | 'points of 1–5';
  readonly higherIsBetter: boolean;
}

/** The table's column groups with what their numbers are. */
export const publishedGroups: Readonly<
  Record<PublishedGroupId, { readonly label: string; readonly protocol: string }>
> = {
  clinical: { label: 'Clinical', protocol: 'judge 1–5, Qwen3-VL-8B-Instruct' },
  image: { label: 'Image', protocol: 'percent, PSNR in dB, LPIPS: lower is better' },
  text: { label: 'Text', protocol: 'percent' }
};

export const publishedMetrics: Readonly<Record<PublishedMetricId, PublishedMetric>> = {
  'judge-with-reference': describeMetric('With reference', 'clinical', 'points of 1–5'),
  'judge-without-reference': describeMetric('Without reference', 'clinical', 'points of 1–5'),
  ssim: describeMetric('SSIM', 'image', '%'),
  psnr: describeMetric('PSNR', 'image', 'dB'),
  lpips: { ...describeMetric('LPIPS', 'image', '%'), higherIsBetter: false },
  mii: describeMetric('MII', 'image', '%'),
  bleu: describeMetric('BLEU', 'text', '%'),
  bertscore: describeMetric('BERTScore', 'text', '%'),
  em: describeMetric('EM', 'text', '%')
};

export const publishedMetricIds = Object.keys(publishedMetrics) as readonly PublishedMetricId[];

/** Of every printed value. */
export const publishedDecimals = 2;

/** One line of the printed table: system, kind, and a value for each column of its format. */
type PrintedRow = readonly [system: string, kind: SystemKind, ...values: number[]];

const generated: readonly PrintedRow[] = [
  ['Gemini-2.5-flash-image', 'unified', 2.9, 3.48, 37.61, 11.85, 46.15, 65.36, 0.61, 88.95],
  ['Show-o', 'unified', 1.04, 1.04, 26.94, 9.72, 69.99, 33.92, 0.53, 86.07],
  ['Ming-UniVision', 'unified', 2.02, 2.52, 33.82, 8.93, 59.7, 54.64, 0.57, 87.54],
  ['Qwen3-VL & Seedream-4.0', 'compositional', 2.18, 2.23, 17.61, 8.83, 64.28, 47.47, 0.58, 88.11],
  ['Qwen3-VL & DALL-E 3', 'compositional', 1.59, 1.63, 13.34, 9.2, 66.12, 44.45, 0.59, 88.12],
  ['Qwen3-VL & Imagen-4.0', 'compositional', 2.09, 2.24, 22.12, 9.56, 62.84, 46.94, 0.59, 88.08],
  ['GPT-4o & Seedream-4.0', 'compositional', 1.87, 1.86, 16.67, 9.01, 64.8, 46.62, 0.64, 87.8],
  ['Gemini-2.5-pro & Seedream-4.0', 'compositional', 2.07, 2.21, 17.1, 8.64, 64.68, 47.64, 0.61, 88.23]
];

const edited: readonly PrintedRow[] = [
  ['Gemini-2.5-pro', 'unified', 3.85, 4.19, 47.24, 15.74, 26.67, 82.55],
  ['Show-o', 'unified', 1.07, 1.08, 26.33, 9.65, 70.15, 33.71],
  ['Ming-UniVision', 'unified', 3.08, 3.36, 46.06, 14.97, 34.71, 77.03],
  ['Seedream-4.0', 'editing model', 1.62, 1.5, 18.16, 7.98, 64.29, 46.37],
  ['Qwen-image-edit', 'editing model', 3.77, 4.11, 53.1, 16.46, 24.57, 83.88],
  ['Qwen3-VL & GPT-image-1', 'compositional', 4.02, 4.37, 35.2, 12.06, 47.29, 72.54],
  ['Qwen3-VL & DALL-E 3', 'compositional', 1.59, 1.5, 15.17, 8.32, 64.39, 51.73],
  ['Qwen3-VL & Imagen-4.0', 'compositional', 2.87, 2.94, 24.78, 8.98, 58.06, 59.51],
  ['GPT-4o & Imagen-4.0', 'compositional', 2.6, 2.64, 24.14, 8.82, 59.31, 56.88],
  ['Gemini-2.5-pro & Imagen-4.0', 'compositional', 2.65, 2.8, 24.86, 8.84, 58.64, 58.78]
];

const answered: readonly PrintedRow[] = [
  ['Qwen3-VL', 'VLM', 4.04, 4.55, 2.21, 87.67, 43.28],
  ['Gemini-2.5-pro', 'VLM', 4, 4.5, 2.22, 87.77, 18.1],
  ['GPT-4o', 'VLM', 3.7, 4.14, 2.25, 87.36, 24.67],
  ['HuaTuoGPT-Vision', 'VLM', 3.61, 4.03, 3.79, 87.86, 28.37],
  ['RadFM', 'VLM', 1.89, 1.95, 1.13, 86.12, 13.33],
  ['Show-o', 'unified', 1.59, 1.64, 0.05, 74.91, 3.01],
  ['Ming-UniVision', 'unified', 2.82, 3.17, 1.62, 87.08, 25.68]
];

const judge = ['judge-with-reference', 'judge-without-reference'] as const;
const image = ['ssim', 'psnr', 'lpips', 'mii'] as const;

/**
 * Table 3 of the MedGEN-Bench manuscript, as its public project page shows it (2026), in the printed order.
 * The kind of a system is read out of the manuscript by this project.
 */
export const publishedRows: readonly PublishedRow[] = [
  ...readPrinted('generate', [...judge, ...image, 'bleu', 'bertscore'], generated),
  ...readPrinted('edit', [...judge, ...image], edited),
  ...readPrinted('vqa', [...judge, 'bleu', 'bertscore', 'em'], answered)
];

function readPrinted(
  format: Format,
  columns: readonly PublishedMetricId[],
  rows: readonly PrintedRow[]
): PublishedRow[] {
  return rows.map(([system, kind, ...values]) => ({
    format,
    system,
    kind,
    values: Object.fromEntries(columns.map((id, i) => [id, values[i]]))
  }));
}

function describeMetric(
  label: string,
  group: PublishedGroupId,
  unit: PublishedMetric['unit']
): PublishedMetric {
  return { label, group, unit, higherIsBetter: true };
}
