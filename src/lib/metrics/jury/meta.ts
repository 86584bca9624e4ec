import { judgeDimensionNames, judgeViews, type JudgeDimension } from '../../benchmark/importedKeys';
import { judgeParts, judgeViewFields, judgeViewNames, type JudgeView } from '../../benchmark/judge';
import { formatNames } from '../../benchmark/formats';
import type { MetricMeta } from '../metric';

/** Who is on a jury, as its metrics carry it. */
export interface UsedJury {
  readonly view: JudgeView;
  /** The highest score; the lowest is 1. All members have the same. */
  readonly scale: 10 | 5;
  /**
   * One a member, e.g. `openai:gpt-5:0a1b2c3d4e5f:effort-high`: provider, model, first digits of the prompt's SHA-256, and
   * what is not as usual of the image limit (`512px`), effort and image detail; the address where only it differs.
   */
  readonly members: readonly string[];
}

/** `jury-w-gt-overall`, `jury-wo-gt-anatomical_accuracy` … */
export const juryMetricId = (view: JudgeView, dimension: JudgeDimension | null): string =>
  `jury-${view}-${dimension ?? 'overall'}`;

/** In a run's `metrics`: another jury is another version. */
export const juryVersion = ({ scale, members }: UsedJury): string =>
  `1-${scale} | ${members.toSorted().join(' | ')}`;

/** The juries of a run, at most one a view. */
export function findJuries(computed: Readonly<Record<string, string>>): readonly UsedJury[] {
  return judgeViewNames.flatMap((view) => {
    const [scale, ...members] = computed[juryMetricId(view, null)]?.split(' | ') ?? [];
    return scale === undefined
      ? []
      : [{ view, members, scale: scale === '1-5' ? (5 as const) : (10 as const) }];
  });
}

/** The metrics of a run's juries. */
export function listJuryMetas(computed: Readonly<Record<string, string>>): readonly MetricMeta[] {
  return findJuries(computed).flatMap((jury) => judgeParts.map((part) => describePart(jury, part)));
}

/** "gpt-5, claude-opus-5-5"; of two members with one model, what else they have: "gpt-5 (openai, prompt 0a1b2c, effort high)". */
function nameMembers({ members }: UsedJury): string {
  const read = members.map(readName);
  return read
    .map(({ model, origin, rules }) => {
      const isShared = read.filter((one) => one.model === model).length > 1;
      const own = isShared ? [...origin, ...rules] : rules;
      return own.length === 0 ? model : `${model} (${own.join(', ')})`;
    })
    .join(', ');
}

const memberName = /^([^:]+):(.+):([0-9a-f]{12})((?::\d+px)?(?::effort-\w+)?(?::detail-\w+)?)(?::at-(.+))?$/;

function readName(member: string) {
  const [, provider, model, prompt, options, address] = memberName.exec(member) ?? [];
  if (model === undefined) return { model: member, origin: [], rules: [] };
  const rules = options!.split(':').slice(1);
  return {
    model,
    origin: [provider, `prompt ${prompt!.slice(0, 6)}`],
    rules: [...rules.map((rule) => rule.replace('-', ' ')), ...(address ? [`at ${address}`] : [])]
  };
}

function describePart(jury: UsedJury, dimension: JudgeDimension | null): MetricMeta {
  const { view, scale, members } = jury;
  const seen = judgeViews[judgeViewFields[view]].label;
  const part = dimension ? judgeDimensionNames[dimension].label : 'overall';
  return {
    id: juryMetricId(view, dimension),
    version: juryVersion(jury),
    label: `Jury ${seen}: ${part}`,
    variant: `mean of ${members.length} judges, scale 1–${scale}: ${nameMembers(jury)}`,
    unit: `of ${scale}`,
    range: [1, scale],
    higherIsBetter: true,
    formats: formatNames,
    threshold: null,
    officialKey: null,
    digits: 2,
    source: `Asked of ${members.join('; ')} from this page; the evaluator's dimensions.`,
    definition: `The mean of the members' ${part} scores ${seen}.`,
    edgeCases:
      'A sample has a value only where every member has a verdict; otherwise the reason says who has none. Members with another scale are never mixed.',
    namesakes:
      'Another jury, or one judge alone, is another metric: compare only runs with the same members.',
    group: 'judge'
  };
}
