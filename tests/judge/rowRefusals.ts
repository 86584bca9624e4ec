import { anthropic, gemini, openAi, type Refusal } from './Refusal';

/** About one sample: those that meet it alone are unscored, by one request each. */
export const rowRefusals: readonly Refusal[] = [
  {
    name: 'Azure’s content filter',
    status: 400,
    body: {
      error: {
        message:
          "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
        type: null,
        param: 'prompt',
        code: 'content_filter',
        status: 400,
        innererror: { code: 'ResponsibleAIPolicyViolation' }
      }
    },
    cause: 'flagged',
    reason: /content management policy/
  },
  {
    name: 'Anthropic’s content filter',
    provider: 'anthropic',
    status: 400,
    body: anthropic('invalid_request_error', 'Output blocked by content filtering policy'),
    cause: 'flagged',
    reason: /content filtering policy/
  },
  {
    name: 'Vertex’s sensitive words',
    provider: 'gemini',
    status: 400,
    body: gemini(
      400,
      'INVALID_ARGUMENT',
      "The prompt could not be submitted. It contains sensitive words that violate Google's Responsible AI practices."
    ),
    cause: 'flagged',
    reason: /sensitive words/
  },
  {
    name: 'DashScope’s inspection',
    provider: 'compatible',
    status: 400,
    body: openAi('Input data may contain inappropriate content.', 'data_inspection_failed'),
    cause: 'flagged',
    reason: /inappropriate content/
  },
  {
    name: 'xAI’s usage guidelines, 403',
    status: 403,
    body: {
      code: 'forbidden',
      error: 'Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO'
    },
    cause: 'flagged',
    reason: /usage guidelines/
  },
  {
    name: 'a guardrail of a gateway',
    provider: 'compatible',
    status: 400,
    body: openAi('Violated guardrail policy: blocked by guardrail pre_call'),
    cause: 'flagged',
    reason: /guardrail/
  },
  {
    name: 'a context that is too short for some',
    provider: 'anthropic',
    status: 400,
    body: anthropic(
      'invalid_request_error',
      'input length and `max_tokens` exceed context limit: 197000 + 4096 > 200000, decrease input length or `max_tokens` and try again'
    ),
    cause: 'limit',
    reason: /exceed context limit/
  },
  {
    name: 'an image of a form that Claude does not take',
    provider: 'anthropic',
    status: 400,
    body: anthropic(
      'invalid_request_error',
      "messages.0.content.1.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'"
    ),
    cause: 'refused',
    reason: /media_type: Input should be/
  },
  {
    name: 'a request that is too large, 413',
    provider: 'anthropic',
    status: 413,
    body: anthropic('request_too_large', 'Request exceeds the maximum size'),
    cause: 'refused',
    reason: /exceeds the maximum size/
  }
];
