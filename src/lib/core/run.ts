import type { Problem } from './problem';
import type { ScoreRow } from './score';

/** Where samples can come from, as the user reads it. */
export const datasets = {
  dropped: 'In the dropped files',
  demo: 'Demo (synthetic)',
  hub: 'MedGEN-Bench (Hugging Face)',
  url: 'Address (URL)',
  local: 'Local shards'
} as const;

/** "MedGEN-Bench cee5e7a" */
export function formatDataset({
  dataset,
  datasetRevision
}: {
  readonly dataset: string;
  readonly datasetRevision?: string | undefined;
}): string {
  return datasetRevision === undefined ? dataset : `${dataset} ${formatRevision(datasetRevision)}`;
}

/** A commit by its first seven digits, as git shows it; any other name as it is. */
export function formatRevision(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision;
}

/** Rows found in the files = scored + unscored, always. */
export interface RunCounts {
  readonly found: number;
  readonly scored: number;
  readonly unscored: number;
  /** Samples of the dropped dataset that the system has no prediction for; null when no dataset was dropped. */
  readonly missing: number | null;
}

/** The fields of a prediction, by their official names. */
export type PredictionField = 'sample_id' | 'response' | 'output_image';

/** Official name → the field of a file that was read as it. */
export type FieldMapping = Readonly<Partial<Record<PredictionField, string>>>;

/** One of the files that a run was made of. */
export interface RunFile {
  /** From the root of the drop; an archive counts as a folder. */
  readonly path: string;
  readonly records: number;
  /** `scores` gave only values that were computed elsewhere. */
  readonly holds: 'predictions' | 'scores';
  /** Absent where the file has the official names. */
  readonly fields?: FieldMapping;
  /** Ids that the dataset lacks were matched with the nearest that it has. */
  readonly matchedIds?: true;
}

export type NeuralMetric = 'lpips' | 'bertscore' | 'image-embedding';

/** What computed a neural metric: enough to describe its values where the model is not at hand. */
export interface UsedModel {
  readonly metric: NeuralMetric;
  /** Names the weights, e.g. `lpips-0.1-alex`. */
  readonly weights: string;
  readonly label: string;
  readonly source: string;
  readonly licence: string;
  /** Of the weights as they are published, or of an export; 64 hexadecimal digits. */
  readonly sha256: string;
  /** Whether the hash is the published one; absent for an export. */
  readonly isKnown?: boolean;
  /** The commit of the repository that the weights were loaded from; absent where nobody knows. */
  readonly revision?: string;
  /** The hidden layer that is compared; null where the metric has none. */
  readonly layer: number | null;
}

/** Who judged a run in one view, and by which rules: all scores of that view are of this one judge. */
export interface UsedJudge {
  readonly view: 'w-gt' | 'wo-gt';
  /** E.g. `openai`. */
  readonly provider: string;
  /** Scheme, host and path that the requests went to. */
  readonly baseUrl: string;
  readonly model: string;
  /** SHA-256 of the whole prompt template, 64 hexadecimal digits. */
  readonly promptHash: string;
  /** Name and version of the template, e.g. `medgen-viewer 1`. */
  readonly prompt: string;
  /** The highest score; the lowest is 1. */
  readonly scale: 10 | 5;
  /** Images were downscaled so that no side is longer. */
  readonly imageLimitPx: number;
  /** ISO 8601; of the last answer. */
  readonly judgedAt: string;
  /** Reasoning effort that was asked for; absent where it was left to the model. */
  readonly effort?: 'low' | 'medium' | 'high';
  /** Image detail that was asked for; absent where it was left to the provider. */
  readonly imageDetail?: 'low' | 'high';
  /** What the answers themselves say; absent in runs that were judged before it was kept. */
  readonly answered?: JudgeProvenance;
}

/** What is known of the answers behind a judge's scores. */
export interface JudgeProvenance {
  /** As the provider names those that answered, e.g. `gpt-5-2025-08-07`. */
  readonly models: readonly string[];
  /** As they were accepted: null where the model takes none. Several where it changed. */
  readonly temperatures: readonly (0 | null)[];
  /** How the answer's shape was asked for: `schema`, `json`, `none`. */
  readonly structures: readonly string[];
  /** As they were accepted: null where it was left to the model, or not taken. */
  readonly efforts: readonly (string | null)[];
  /** Of the pictures, as `efforts`; absent in runs that were judged before it was kept. */
  readonly imageDetails?: readonly (string | null)[];
  readonly maxOutputTokens: readonly number[];
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** US dollars that all answers cost when they were paid, also those without a verdict; null without a price. */
  readonly costUsd: number | null;
}

/** What a list of runs shows, without the rows. */
export interface RunSummary {
  readonly id: string;
  readonly system: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Null while unfinished (cancelled, or the tab was closed). */
  readonly finishedAt: string | null;
  readonly protocol: string;
  /** Where the samples came from: one of `datasets`, or the name of the dataset itself. */
  readonly dataset: string;
  /** What fixes the dataset's content, e.g. a commit; absent where nothing does. */
  readonly datasetRevision?: string;
  readonly counts: RunCounts;
  /** Absent in runs of earlier versions, and where an imported file does not say. */
  readonly files?: readonly RunFile[];
  /** Metric id → version that computed the scores. */
  readonly metrics: Readonly<Record<string, string>>;
  /** What computed the neural ones of `metrics`; absent where there are none. */
  readonly models?: readonly UsedModel[];
  /** At most one a view; absent where nothing was judged in this viewer. */
  readonly judges?: readonly UsedJudge[];
  /** The reader's own words for it, no two the same; absent where there are none. */
  readonly tags?: readonly string[];
  /** The reader's own remark, of any number of lines; absent where there is none. */
  readonly note?: string;
}

/** One system scored over all its formats. */
export interface Run extends RunSummary {
  readonly rows: readonly ScoreRow[];
  readonly problems: readonly Problem[];
}
