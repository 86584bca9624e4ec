import type { AskedQuestion } from '../AnswerStore';
import { defaultRules } from '../JudgeQuestion';
import { providers } from '../providers/providers';
import type { JuryMember } from './collectJury';

/** A judge's questions have all that identifies it in common; any of them describes it. */
export interface CountedJudge {
  readonly question: AskedQuestion;
  /** Rows that it has a verdict of. */
  readonly n: number;
}

/** What tells judges apart, in the order in which it is named; a null goes without saying where nothing else differs. */
interface Trait {
  readonly read: (question: AskedQuestion) => string | null;
  /** Of a judge without it beside one that has it. */
  readonly absent: string;
}

const traits: readonly Trait[] = [
  { read: ({ provider }) => providerLabel(provider), absent: '' },
  { read: readHost, absent: 'the provider’s own address' },
  { read: ({ scale }) => `1–${scale}`, absent: '' },
  { read: ({ imageLimitPx }) => `${imageLimitPx} px`, absent: '' },
  { read: ({ promptHash }) => `prompt ${promptHash.slice(0, 6)}`, absent: '' },
  { read: ({ effort }) => (effort ? `effort ${effort}` : null), absent: 'effort left to the model' },
  {
    read: ({ imageDetail }) => (imageDetail ? `detail ${imageDetail}` : null),
    absent: 'detail left to the provider'
  }
];

/** All that makes scores comparable, as one text. */
export function identifyJudge(question: AskedQuestion): string {
  const { provider, model, promptHash, scale, imageLimitPx, effort, imageDetail } = question;
  const rules = [promptHash, scale, imageLimitPx, effort ?? '', imageDetail ?? ''];
  return JSON.stringify([provider, readHost(question), model, ...rules]);
}

/** Names the judges of a jury so that no two look alike: the model, and of those that share it what differs. */
export function describeMembers(judges: ReadonlyMap<string, CountedJudge>): readonly JuryMember[] {
  const byModel = Map.groupBy(judges.values(), ({ question }) => question.model);
  const names = [...judges.values()].map(({ question }) => nameInMetrics(question));
  return [...judges].map(([id, { question, n }]) => {
    const all = traits.flatMap(({ read }) => read(question) ?? []);
    const rivals = byModel.get(question.model)!.map((one) => one.question);
    const own = traits.flatMap(({ read, absent }) =>
      new Set(rivals.map(read)).size > 1 ? [read(question) ?? absent] : []
    );
    const { model, scale } = question;
    const name = nameInMetrics(question);
    const isShared = names.filter((one) => one === name).length > 1;
    return {
      id,
      label: `${model} (${all.join(', ')})`,
      shortLabel: own.length === 0 ? model : `${model} (${own.join(', ')})`,
      name: isShared ? `${name}:at-${question.baseUrl}` : name,
      scale,
      n
    };
  });
}

/** As metrics carry it, see `UsedJury`: what is as usual is left out. */
function nameInMetrics(question: AskedQuestion): string {
  const { provider, model, promptHash, imageLimitPx, effort, imageDetail } = question;
  const options = [
    imageLimitPx !== defaultRules.imageLimitPx && `${imageLimitPx}px`,
    effort && `effort-${effort}`,
    imageDetail && `detail-${imageDetail}`
  ];
  return [provider, model, promptHash.slice(0, 12), ...options.filter(Boolean)].join(':');
}

const providerLabel = (id: string): string =>
  id in providers ? providers[id as keyof typeof providers].label : id;

/** Where an own server is; null at the provider's own address. */
function readHost({ provider, baseUrl }: AskedQuestion): string | null {
  const own = provider in providers ? providers[provider as keyof typeof providers].baseUrl : '';
  return baseUrl === own ? null : baseUrl.replace(/^https?:\/\//, '');
}
