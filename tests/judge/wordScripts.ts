import { firstOfTenths, sampleCount, tenths, type FaultScript } from './faultScript';
import { rowRefusals } from './rowRefusals';
import { anthropic, gemini, openAi, type Refusal } from './Refusal';
import type { Act, Script } from './simulator/ProviderSimulator';

const toAct = ({ status, body }: Refusal): Act => {
  if (typeof body !== 'string') return { do: 'refuse', status, body };
  return { do: 'raw', status, body, headers: { 'content-type': 'text/plain' } };
};

/** Every request meets it: the run ends after few, with the cause that has the right remedy. */
export const wholeRefusals: readonly Refusal[] = [
  {
    name: 'a limit above what Claude takes',
    provider: 'anthropic',
    status: 400,
    body: anthropic(
      'invalid_request_error',
      'max_tokens: 4096 > 2048, which is the maximum allowed number of output tokens for claude-test'
    ),
    cause: 'limit',
    reason: /refused, at most 2,048 here/
  },
  {
    name: 'a limit out of Gemini’s range',
    provider: 'gemini',
    status: 400,
    body: gemini(
      400,
      'INVALID_ARGUMENT',
      'Unable to submit request because it has a maxOutputTokens value of 4096 but the supported range is from 1 (inclusive) to 2049 (exclusive). Update the value and try again.'
    ),
    cause: 'limit',
    reason: /refused, at most 2,048 here/
  },
  {
    name: 'a limit that vLLM’s context leaves no room for',
    provider: 'compatible',
    status: 400,
    body: openAi(
      "'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 4096 tokens and your request has 1200 input tokens (4096 > 4096 - 1200)."
    ),
    cause: 'limit',
    reason: /refused, at most 2,896 here/
  },
  {
    name: 'a limit that text-generation-inference takes with the input',
    provider: 'compatible',
    status: 422,
    body: {
      error:
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 3000 `inputs` tokens and 4096 `max_new_tokens`',
      error_type: 'validation'
    },
    cause: 'limit',
    reason: /refused, at most 1,096 here/
  },
  {
    name: 'a context that is too short for every request',
    status: 400,
    body: openAi(
      "This model's maximum context length is 2048 tokens. However, your messages resulted in 2900 tokens. Please reduce the length of the messages.",
      'context_length_exceeded'
    ),
    cause: 'refused',
    reason: /maximum context length is 2048/,
    ideal: 3
  },
  {
    name: 'Anthropic’s words for a model that is not',
    provider: 'anthropic',
    status: 404,
    body: anthropic('not_found_error', 'model: claude-none'),
    cause: 'setup',
    reason: /model: claude-none/
  },
  {
    name: 'a deployment that Azure has not',
    status: 404,
    body: {
      error: {
        code: 'DeploymentNotFound',
        message: 'The API deployment for this resource does not exist. Please wait a moment and try again.'
      }
    },
    cause: 'setup',
    reason: /deployment for this resource does not exist/
  },
  {
    name: 'a model that was decommissioned',
    status: 400,
    body: openAi(
      'The model `llava-v1.5-7b` has been decommissioned and is no longer supported.',
      'model_decommissioned'
    ),
    cause: 'setup',
    reason: /decommissioned/
  },
  {
    name: 'a model that is gone, 410',
    status: 410,
    body: openAi('The model gpt-test was retired on 2026-06-01.'),
    cause: 'setup',
    reason: /retired/
  },
  {
    name: 'a quota that is used up, Moonshot’s words',
    status: 429,
    body: openAi(
      'You exceeded your current quota: please check your account',
      null,
      'exceeded_current_quota_error'
    ),
    cause: 'setup',
    reason: /exceeded your current quota/
  },
  {
    name: 'a team without credits, 403',
    status: 403,
    body: { code: 'permission-denied', error: "Your newly created team doesn't have any credits yet." },
    cause: 'setup',
    reason: /any credits yet/
  },
  {
    name: 'a country that is not supported',
    status: 403,
    body: openAi('Country, region, or territory not supported', 'unsupported_country_region_territory'),
    cause: 'setup',
    reason: /Country, region/
  },
  {
    name: 'a location that Gemini does not support',
    provider: 'gemini',
    status: 400,
    body: gemini(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'),
    cause: 'setup',
    reason: /User location/
  },
  {
    name: 'an organisation that is not verified',
    status: 400,
    body: openAi('Your organization must be verified to use the model `gpt-test`.'),
    cause: 'setup',
    reason: /must be verified/
  },
  {
    name: 'llama.cpp without a projector, 500',
    provider: 'compatible',
    status: 500,
    body: {
      error: {
        code: 500,
        message:
          'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
        type: 'server_error'
      }
    },
    cause: 'setup',
    reason: /image input is not supported/
  },
  {
    name: 'a server that reads texts alone and names the variant',
    provider: 'compatible',
    status: 400,
    body: openAi(
      'Failed to deserialize the JSON body into the target type: messages[1]: unknown variant `image_url`, expected `text` at line 1 column 1187'
    ),
    cause: 'setup',
    reason: /unknown variant/
  },
  {
    name: 'a server that wants a text for content, 422',
    provider: 'compatible',
    status: 422,
    body: {
      detail: [
        {
          type: 'string_type',
          loc: ['body', 'messages', 1, 'content'],
          msg: 'Input should be a valid string'
        }
      ]
    },
    cause: 'setup',
    reason: /body\.messages\.1\.content: Input should be a valid string/
  },
  {
    name: 'more pictures than a server takes',
    provider: 'compatible',
    status: 400,
    body: openAi('At most 1 image(s) may be provided in one request.', null, 'BadRequestError'),
    cause: 'refused',
    reason: /At most 1 image/,
    ideal: 3
  },
  {
    name: 'a refusal that speaks of reasoning which nobody asked for',
    status: 400,
    body: openAi('Invalid value in messages: reasoning and detail are not what they should be'),
    cause: 'refused',
    reason: /not what they should be/,
    ideal: 3
  },
  {
    name: 'a plain text instead of JSON',
    provider: 'compatible',
    status: 400,
    body: 'upstream: tensor parallel size mismatch',
    cause: 'refused',
    reason: /tensor parallel size mismatch/,
    ideal: 3
  },
  {
    name: 'a page of a firewall, 403',
    status: 403,
    body: '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>…</body></html>',
    cause: 'refused',
    reason: /HTTP 403: Attention Required! \| Cloudflare$/,
    ideal: 3
  },
  {
    name: 'a request above what the gateway takes, 413, as a page',
    status: 413,
    body: '<html><head><title>413 Request Entity Too Large</title></head></html>',
    cause: 'refused',
    reason: /413 Request Entity Too Large/,
    ideal: 3
  }
];

export const wordScripts: readonly FaultScript[] = [
  ...wholeRefusals.map((one): FaultScript => ({
    name: one.name,
    ...(one.provider && { provider: one.provider }),
    script: (): Script => () => toAct(one),
    ideal: one.ideal ?? 1,
    perQuestion: 1,
    unscored: { count: sampleCount, reason: one.reason, cause: one.cause }
  })),
  ...rowRefusals.map((one): FaultScript => ({
    name: `${one.name}, for some`,
    ...(one.provider && { provider: one.provider }),
    // The first sample is answered: what concerns all would end the run.
    script: firstOfTenths(toAct(one)),
    ideal: sampleCount,
    perQuestion: 1,
    unscored: { count: tenths, reason: one.reason, cause: one.cause }
  }))
];
