import type { Abilities, Answer, ChatRequest, Wire } from '../../../src/lib/judge/providers/Provider';

const image = { caption: 'Input', base64: 'iVBO', width: 8, height: 8 };
export const schema = {
  type: 'object',
  properties: { type: { type: 'integer' }, list: { enum: ['a', 1, null], anyOf: [{ type: 'string' }] } },
  additionalProperties: false
};

/** Everything that can be asked for. */
export const full: ChatRequest = {
  system: 'Be fair.',
  turns: [
    {
      role: 'user',
      parts: [
        { kind: 'text', text: 'Look.' },
        { kind: 'image', image }
      ]
    },
    { role: 'assistant', parts: [{ kind: 'text', text: '8' }] }
  ],
  maxOutputTokens: 900,
  effort: 'low',
  detail: 'high',
  schema
};
/** Nothing that need not be asked for. */
export const bare: ChatRequest = { ...full, system: '', turns: [], effort: null, detail: null, schema: null };

export const able: Abilities = {
  structure: 'schema',
  temperature: true,
  effort: true,
  detail: true,
  limitNames: ['max_completion_tokens', 'max_tokens']
};
export const unable: Abilities = {
  structure: 'none',
  temperature: false,
  effort: false,
  detail: false,
  limitNames: ['max_tokens']
};

export const answer = (facts: Partial<Answer>): Answer => ({
  text: '',
  finish: 'stop',
  usage: null,
  model: null,
  ...facts
});

export const urlOf = (wire: Wire, model = 'm') => wire.address({ baseUrl: 'https://x.example/v1', model });
