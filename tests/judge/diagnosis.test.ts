import { describe, expect, it } from 'vitest';
import { ApiKey } from '../../src/lib/judge/ApiKey';
import { describeDiagnosis, type DiagnosisCode, type Surroundings } from '../../src/lib/judge/diagnosis';
import type { Endpoint } from '../../src/lib/judge/providers/Provider';

const around: Surroundings = {
  pageProtocol: 'https:',
  pageOrigin: 'https://viewer.example',
  isOnline: true,
  localNetworkPermission: 'prompt',
  isAllowed: () => true
};

const endpoint: Endpoint = {
  provider: 'openai',
  baseUrl: 'https://server.example:8443/v1',
  model: 'gpt-test',
  key: new ApiKey('sk-0123456789abcdef')
};

const server = 'https://server.example:8443';

describe('a diagnosis', () => {
  // What stands in the way, and what is to be done: the words that the reader needs of each.
  it.each<[DiagnosisCode, string, string]>([
    ['address', 'not the address of a server', 'http://localhost:11434/v1'],
    ['offline', 'offline', 'Connect it'],
    ['blocked-here', `does not admit requests to ${server}`, `Allow ${server} for this tab`],
    ['mixed-content', `ask ${server} by http`, 'an https address'],
    ['local-network', `did not let this page reach ${server}`, '“Local network access” to “Allow”'],
    ['local-server', `No server answers at ${server}`, 'Ollama has 11434, LM Studio 1234, vLLM 8000'],
    ['ollama-origins', 'Ollama runs, and refuses', 'OLLAMA_ORIGINS=https://viewer.example'],
    ['cors', `${server} is there`, 'allow the origin https://viewer.example'],
    ['cors-organisation', 'organisation at Anthropic', 'administrator'],
    ['unreachable', `${server} cannot be reached`, 'firewall'],
    ['no-key', 'OpenAI does not know this key', 'https://platform.openai.com/api-keys'],
    ['no-access', 'may not use gpt-test', 'access to the model'],
    ['no-credit', 'no credit left at OpenAI', 'Add credit'],
    ['no-model', 'OpenAI has no model called gpt-test', 'exact name'],
    ['no-vision', 'gpt-test does not read pictures', 'a model with vision'],
    ['no-path', `nothing at ${server}/v1/chat/completions`, '/v1beta'],
    ['cut', 'gpt-test used up the output limit', 'Raise the output limit'],
    ['limit', 'not what this server takes', 'Set a lower output limit'],
    ['declined', 'gpt-test or its filter declined', 'choose another model'],
    ['streamed', 'streams its answer', 'Turn streaming off'],
    ['too-large', 'limit a minute', 'Lower the output limit'],
    ['refused', 'refused the request', 'Its words say why'],
    ['rate-limit', 'at its limit for this key', 'Wait a minute'],
    ['provider-trouble', 'trouble of its own', 'some minutes'],
    ['timeout', 'within a minute', 'loading the model'],
    ['not-understood', 'not of the form', 'the right provider']
  ])('of %s says what it is and what to do', (code, what, remedy) => {
    const diagnosis = describeDiagnosis(code, endpoint, around);
    expect(diagnosis.what).toContain(what);
    expect(diagnosis.remedy).toContain(remedy);
    expect(diagnosis).toMatchObject({ code, isReady: false, said: '' });
    expect(diagnosis).not.toHaveProperty('atMost');
  });

  it('that is none says who answers, and leaves nothing to do', () => {
    expect(describeDiagnosis('ready', endpoint, around)).toEqual({
      code: 'ready',
      isReady: true,
      what: 'gpt-test of OpenAI answers and reads pictures.',
      remedy: '',
      said: ''
    });
  });

  it('keeps the provider’s words and its limit', () => {
    const told = describeDiagnosis('limit', endpoint, around, { said: 'too much', atMost: 20_000 });
    expect(told).toMatchObject({ said: 'too much', atMost: 20_000 });
    expect(told.what).toBe('The output limit is too large; at most 20,000 here.');
  });

  it('tells a permission that was refused from one that was never given', () => {
    const denied = { ...around, localNetworkPermission: 'denied' } as const;
    expect(describeDiagnosis('local-network', endpoint, denied).what).toContain('was told not to let');
  });

  it('of a key that a server does not know sends nobody to a page that there is not', () => {
    const own: Endpoint = { ...endpoint, provider: 'compatible' };
    expect(describeDiagnosis('no-key', own, around).remedy).toBe(
      'Check the key that the server was started with.'
    );
  });

  it('of a model without a name says that', () => {
    expect(describeDiagnosis('no-model', { ...endpoint, model: ' ' }, around).what).toBe(
      'No model is named.'
    );
  });

  it('names the headers of a request that has no key, and shows an address that is none as it is', () => {
    const own: Endpoint = { ...endpoint, provider: 'compatible', key: null, baseUrl: 'server' };
    const { what, remedy } = describeDiagnosis('cors', own, around);
    expect(what).toMatch(/^server is there/);
    expect(remedy).toContain('with the headers content-type:');
  });
});
