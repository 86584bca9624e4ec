import * as v from 'valibot';
import { defaultRules } from '../judge/JudgeQuestion';
import { providerIds } from '../judge/providers/providers';
import { tabStore } from '../store/tabStore';

const isWhole = v.pipe(v.number(), v.integer());
const views = v.picklist(['w-gt', 'wo-gt']);

/** What the form holds, the key aside. */
const schema = v.object({
  /** Scores for the run; or what is known of the judge itself: whether it notices replaced parts, whether it repeats itself. */
  purpose: v.picklist(['scores', 'pairs', 'controls', 'repeats']),
  /** Answers to each question, for repeatability. */
  repeats: v.pipe(isWhole, v.minValue(2), v.maxValue(20)),
  provider: v.picklist(providerIds),
  baseUrl: v.string(),
  /** Behind every address, without the question mark. */
  query: v.string(),
  model: v.string(),
  views: v.array(views),
  scale: v.picklist([10, 5]),
  imageLimitPx: v.pipe(isWhole, v.minValue(64), v.maxValue(4096)),
  maxOutputTokens: v.pipe(isWhole, v.minValue(16), v.maxValue(65536)),
  /** Null leaves it to the model. */
  effort: v.nullable(v.picklist(['low', 'medium', 'high'])),
  /** Null leaves it to the provider. */
  imageDetail: v.nullable(v.picklist(['low', 'high'])),
  /** Null for all samples. */
  perTask: v.nullable(v.pipe(isWhole, v.minValue(1))),
  seed: v.pipe(isWhole, v.minValue(0), v.maxValue(2 ** 32 - 1)),
  leaveMarked: v.boolean(),
  leaveParts: v.string(),
  /** Null for the text that comes with the viewer. */
  system: v.nullable(v.string()),
  user: v.nullable(v.string()),
  /** US dollars; null for no cap. */
  capUsd: v.nullable(v.pipe(v.number(), v.minValue(0))),
  concurrency: v.pipe(isWhole, v.minValue(1), v.maxValue(32))
});

export type JudgeSettings = v.InferOutput<typeof schema>;
export type JudgePurpose = JudgeSettings['purpose'];

export const defaultSettings: JudgeSettings = {
  purpose: 'scores',
  repeats: 3,
  provider: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  query: '',
  model: '',
  views: ['w-gt', 'wo-gt'],
  ...defaultRules,
  perTask: 5,
  seed: 1,
  leaveMarked: true,
  leaveParts: '',
  system: null,
  user: null,
  capUsd: 5,
  concurrency: 4
};

const name = 'judge-settings';

/** Those of this tab before it was reloaded; the defaults where there are none or they cannot be read. */
export function readSettings(): JudgeSettings {
  try {
    const parsed = v.safeParse(schema, JSON.parse(tabStore.read(name) ?? 'null'));
    return parsed.success ? parsed.output : defaultSettings;
  } catch {
    return defaultSettings;
  }
}

export function writeSettings(settings: JudgeSettings): void {
  tabStore.write(name, JSON.stringify(settings));
}

/** What is wrong with them, in a sentence; null when nothing is. */
export function findSettingsFault(settings: JudgeSettings): string | null {
  const parsed = v.safeParse(schema, settings);
  if (parsed.success)
    return settings.purpose !== 'controls' && settings.views.length === 0 ? 'Choose at least one view' : null;
  const [issue] = parsed.issues;
  return `${words[v.getDotPath(issue) ?? ''] ?? 'A number'} is not in its range; got ${issue.received}`;
}

const words: Readonly<Record<string, string>> = {
  imageLimitPx: 'The image limit (64 to 4,096 px)',
  maxOutputTokens: 'The output limit (16 to 65,536 tokens)',
  perTask: 'The number of samples a task (from 1)',
  repeats: 'The number of times (2 to 20)',
  seed: 'The seed (0 to 4,294,967,295)',
  capUsd: 'The spending cap (from 0)',
  concurrency: 'The number of requests at a time (1 to 32)'
};
