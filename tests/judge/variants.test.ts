import { afterEach, describe, expect, it } from 'vitest';
import { collect, makeOptions, makeQuestions } from './judgeTools';
import { makeVerdictText, ProviderSimulator } from './simulator/ProviderSimulator';

const open: ProviderSimulator[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

const good = makeVerdictText(1);
const usage = { prompt_tokens: 900, completion_tokens: 300 };
const say = (message: object, rest: object = {}, finish = 'stop'): object => ({
  choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', ...message } }],
  usage,
  ...rest
});
const change = (changes: Record<string, unknown>): string =>
  JSON.stringify({ ...(JSON.parse(good) as object), ...changes });

/** Each holds one valid verdict. */
const scored: readonly (readonly [string, object])[] = [
  ['a list of parts', say({ content: [{ type: 'text', text: good }] })],
  [
    'thinking, then text',
    say({
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'hm {' }] },
        { type: 'text', text: good }
      ]
    })
  ],
  ['an empty refusal', say({ content: good, refusal: '' })],
  ['scores as texts', say({ content: good.replaceAll(':2', ':"2"') })],
  ['scores of 10 as texts', say({ content: good.replaceAll(':2', ':"2/10"') })],
  [
    'bare scores',
    say({
      content: change({
        anatomical_accuracy: 2,
        clinical_finding_accuracy: 2,
        instruction_compliance: 2,
        cross_modal_consistency: 2,
        hallucination_omission_control: 2
      })
    })
  ],
  ['an empty usage', say({ content: good }, { usage: {} })],
  ['a usage of nulls', say({ content: good }, { usage: { prompt_tokens: null, completion_tokens: null } })],
  ['no usage', say({ content: good }, { usage: null })],
  ['a wrapped verdict', say({ content: `{"verdict": ${good}}` })],
  ['a trailing comma', say({ content: good.replace(/}$/, ',}') })],
  ['raw line breaks in texts', say({ content: good.replaceAll('explanation of', 'explanation\nof') })],
  ['a double-encoded text', say({ content: JSON.stringify(good) })],
  [
    'a called tool',
    say({ content: null, tool_calls: [{ function: { name: 'verdict', arguments: good } }] }, {}, 'tool_calls')
  ],
  [
    'a called tool with an object',
    say({
      content: null,
      tool_calls: [{ function: { name: 'verdict', arguments: JSON.parse(good) as object } }]
    })
  ],
  ['a verdict in the reasoning alone', say({ content: '', reasoning_content: `so ${good}` })],
  ['a verdict in OpenRouter’s reasoning', say({ content: null, reasoning: good })],
  ['an echo of the schema', say({ content: `{"properties": ${good}}` })],
  ['a second object behind it', say({ content: `${good} {"note": "done"}` })],
  ['a fence', say({ content: `\`\`\`json\n${good}\n\`\`\`` })],
  ['whole, though the limit was met', say({ content: good }, {}, 'length')],
  ['whole, though the filter speaks of itself', say({ content: good }, {}, 'content_filter')]
];

/** None holds a verdict; the requests that may change that. */
const unscored: readonly (readonly [string, object, number, RegExp])[] = [
  [
    'a refusal',
    say({ content: null, refusal: 'I cannot assist.' }),
    1,
    /^the judge declined: I cannot assist\.$/
  ],
  ['the filter', say({ content: null }, {}, 'content_filter'), 1, /^the judge declined: no words$/],
  ['the limit used up', say({ content: '' }, {}, 'length'), 1, /^cut at the output limit of 4,096 tokens/],
  [
    'the limit used up by reasoning',
    say({ content: '', reasoning_content: 'Let me see' }, {}, 'length'),
    1,
    /^cut at the output limit/
  ],
  [
    'a score off the scale',
    say({ content: change({ overall_score: 85 }) }),
    2,
    /overall_score is not from 1 to 10; got 85/
  ],
  ['JSON with a fault', say({ content: good.replace(',', '') }), 2, /the JSON has a fault: /],
  ['another form', { text: good }, 1, /the response has another form/]
];

async function judge(body: object) {
  const simulator = await ProviderSimulator.open({
    script: () => ({ do: 'raw', body: JSON.stringify(body) })
  });
  open.push(simulator);
  const price = {
    provider: 'openai' as const,
    model: 'gpt-test',
    inputUsdPerMillion: 1,
    outputUsdPerMillion: 1,
    date: '2026-01-01'
  };
  const { outcomes, progress } = await collect(
    makeQuestions(1),
    makeOptions(`${simulator.url}/v1`, { price, capUsd: 1 })
  );
  return { outcome: outcomes[0]!, progress, simulator };
}

describe('an answer of the OpenAI format', () => {
  it.each(scored)('with %s is scored by one request', async (_, body) => {
    const { outcome, progress, simulator } = await judge(body);
    expect(outcome.reason).toBeNull();
    expect(outcome.verdict).toMatchObject({ overall_score: 2, anatomical_accuracy: { score: 2 } });
    expect(simulator.requests).toHaveLength(1);
    expect(progress.spentUsd).toBeGreaterThan(0);
  });

  it('that is counted is charged by its counts', async () => {
    const { progress } = await judge(say({ content: good }));
    expect(progress.spentUsd).toBeCloseTo(1200e-6, 12);
  });

  it.each([
    {},
    null,
    { prompt_tokens: 0, completion_tokens: 0 },
    { prompt_tokens: -1e9, completion_tokens: 5 },
    { prompt_tokens: 900, completion_tokens: -300 },
    { prompt_tokens: '900', completion_tokens: '300' }
  ])('with a usage of %j is charged at the estimate', async (odd) => {
    const { progress } = await judge(say({ content: good }, { usage: odd }));
    expect(progress.spentUsd).toBeGreaterThan(4096e-6);
  });

  it.each(unscored)(
    'with %s is unscored, with the reason, and asked again only for what can change',
    async (_, body, requests, reason) => {
      const { outcome, simulator } = await judge(body);
      expect(outcome.verdict).toBeNull();
      expect(outcome.reason).toMatch(reason);
      expect(simulator.requests).toHaveLength(requests);
    }
  );

  it('with faulty JSON gets its fault told in the repair', async () => {
    const { simulator } = await judge(say({ content: good.slice(0, -1) }));
    expect(simulator.requests[1]!.body).toContain('1 of its braces are not closed');
  });
});
