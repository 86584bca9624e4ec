import { accuracyRateRows } from './accuracyRates';
import { manuscriptRules, thresholdRules, type BoardRule } from './boardRules';
import { protocols, type Protocol } from './protocols';
import {
  publishedGroups,
  publishedMetricIds,
  publishedMetrics,
  publishedRows,
  type PublishedGroupId,
  type PublishedMetric,
  type PublishedMetricId,
  type PublishedRow
} from './publishedResults';

export type BoardId = 'table-3' | 'paper-v1';

/** A published table, with what its numbers are and which other numbers may stand beside them. */
export interface Board {
  readonly id: BoardId;
  readonly label: string;
  readonly protocol: Protocol;
  /** What the values are, in a sentence. */
  readonly about: string;
  readonly groups: Readonly<Record<PublishedGroupId, { readonly label: string; readonly protocol: string }>>;
  readonly metrics: Readonly<Record<PublishedMetricId, PublishedMetric>>;
  readonly rules: Readonly<Record<PublishedMetricId, BoardRule>>;
  readonly rows: readonly PublishedRow[];
}

const share = 'share of samples over a threshold, percent';

export const boards: Readonly<Record<BoardId, Board>> = {
  'table-3': {
    id: 'table-3',
    label: 'Manuscript, Table 3: means',
    protocol: protocols['manuscript-table-3'],
    about: 'Means as printed, without n or interval, over a snapshot of 6,422 pairs.',
    groups: publishedGroups,
    metrics: publishedMetrics,
    rules: manuscriptRules,
    rows: publishedRows
  },
  'paper-v1': {
    id: 'paper-v1',
    label: 'Paper, version 1: accuracy rates',
    protocol: protocols['paper-v1'],
    about: 'Shares of samples over a threshold, in percent, as printed. The thresholds are not published.',
    groups: {
      clinical: { label: 'Clinical', protocol: `judge 1–10, GPT-4o: ${share}` },
      image: { label: 'Image', protocol: share },
      text: { label: 'Text', protocol: share }
    },
    metrics: Object.fromEntries(
      publishedMetricIds.map((id) => [
        id,
        { ...publishedMetrics[id], unit: '% of samples', higherIsBetter: true }
      ])
    ) as Record<PublishedMetricId, PublishedMetric>,
    rules: thresholdRules,
    rows: accuracyRateRows
  }
};

export const boardIds = Object.keys(boards) as readonly BoardId[];
