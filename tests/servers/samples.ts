import { toLines } from '../../src/lib/judge/providers/openAiBatch';
import { pairSchema } from '../../src/lib/judge/pair/parsePairVerdict';
import type { Abilities, ChatRequest, Turn, WireFormat } from '../../src/lib/judge/providers/Provider';
import { providers } from '../../src/lib/judge/providers/providers';
import { makeVerdictSchema } from '../../src/lib/judge/verdictSchema';
import { writeBatch, writeBatchLine } from '../judge/simulator/BatchSimulator';
import { writeAnswer, writeModels } from '../judge/simulator/wireShapes';

type Sample = readonly [type: string, sample: unknown];

const requestTypes: Readonly<Record<WireFormat, string>> = {
  'openai-chat': 'OpenAI.ChatCompletionCreateParamsNonStreaming',
  'anthropic-messages': 'Anthropic.MessageCreateParamsNonStreaming',
  gemini: 'GeminiRequest'
};

const image = { caption: 'Input', base64: 'iVBORw0KGgo=', width: 8, height: 8 };
const asked: Turn = {
  role: 'user',
  parts: [
    { kind: 'text', text: 'What is seen?' },
    { kind: 'image', image }
  ]
};
const repaired: readonly Turn[] = [
  asked,
  { role: 'assistant', parts: [{ kind: 'text', text: 'eight' }] },
  { role: 'user', parts: [{ kind: 'text', text: 'Send it again.' }] }
];
const whole: ChatRequest = {
  system: 'You are a judge.',
  turns: repaired,
  maxOutputTokens: 4096,
  effort: 'high',
  detail: 'low',
  schema: makeVerdictSchema(10)
};

/** Each choice of a request, one at a time. */
const requests: readonly ChatRequest[] = [
  whole,
  { ...whole, system: '' },
  { ...whole, turns: [asked] },
  { ...whole, schema: null },
  { ...whole, schema: pairSchema },
  { ...whole, schema: makeVerdictSchema(5) },
  { ...whole, detail: 'high' },
  { ...whole, detail: null },
  { ...whole, effort: 'low' },
  { ...whole, effort: 'medium' },
  { ...whole, effort: null }
];

function listAbilities(): Abilities[] {
  const both = [true, false];
  const names = [['max_completion_tokens'], ['max_tokens']] as const;
  return (['schema', 'json', 'none'] as const).flatMap((structure) =>
    both.flatMap((temperature) =>
      both.flatMap((effort) =>
        both.flatMap((detail) =>
          names.map((limitNames) => ({ structure, temperature, effort, detail, limitNames }))
        )
      )
    )
  );
}

/** Bodies of every wire format under all that a server may take or refuse, each once. */
export function composeRequests(): Sample[] {
  const all = Object.values(providers).flatMap(({ wire, abilities: usual }) => {
    const bodies = [
      ...requests.map((request) => wire.compose(request, 'model-1', usual)),
      ...listAbilities().map((abilities) => wire.compose(whole, 'model-1', abilities))
    ];
    return bodies.map((body): Sample => [requestTypes[wire.format], body]);
  });
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

const answerTypes = {
  openai: 'OpenAI.ChatCompletion',
  anthropic: 'Anthropic.Message',
  gemini: 'GeminiResponse'
};

const modelTypes = {
  openai: '{ object: "list"; data: OpenAI.Model[] }',
  anthropic: 'AnthropicModels',
  gemini: 'GeminiModels'
};

const shapes = ['openai', 'anthropic', 'gemini'] as const;

export const sampleAnswers = (): Sample[] =>
  shapes.flatMap((shape) =>
    (['stop', 'length', 'refusal'] as const).map((finish): Sample => {
      const answer = writeAnswer(shape, 'words', finish, { input: 900, output: 300 });
      return [answerTypes[shape], answer];
    })
  );

export const sampleModels = (): Sample[] =>
  shapes.map((shape): Sample => [modelTypes[shape], writeModels(shape, ['one', 'two'])]);

/** What is handed over, and what is said of it meanwhile. */
export function sampleBatches(): Sample[] {
  const bodies = composeRequests().filter(([type]) => type.startsWith('OpenAI.'));
  const lines = toLines(bodies.slice(0, 3).map(([, body], at) => ({ name: `name-${at}`, body })));
  const told = (['in_progress', 'completed', 'failed'] as const).flatMap((state): Sample[] => [
    ['OpenAI.Batch', writeBatch('openai', state)],
    ...(state === 'failed'
      ? []
      : [['Anthropic.Messages.MessageBatch', writeBatch('anthropic', state)] as const])
  ]);
  const results = [true, false].map((isAnswered): Sample => {
    const line = writeBatchLine('anthropic', 'name-1', isAnswered, 1);
    return ['Anthropic.Messages.MessageBatchIndividualResponse', line];
  });
  const asLines = lines.trim().split('\n');
  return [...told, ...results, ...asLines.map((line): Sample => ['OpenAiLine', JSON.parse(line) as unknown])];
}
