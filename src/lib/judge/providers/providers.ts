import { anthropicMessages } from './anthropicMessages';
import { geminiContent } from './geminiContent';
import { openAiChat } from './openAiChat';
import type { Abilities, ProviderId, Wire } from './Provider';

export interface ProviderFacts {
  readonly label: string;
  readonly wire: Wire;
  /** Empty where the user names it. */
  readonly baseUrl: string;
  readonly needsKey: boolean;
  /** Where a key is made; empty where there is none. */
  readonly keyPage: string;
  /** What to try first; `adapt` takes back what a server refuses. */
  readonly abilities: Abilities;
}

const all: Abilities = {
  structure: 'schema',
  temperature: true,
  effort: true,
  detail: true,
  limitNames: ['max_completion_tokens', 'max_tokens']
};
/** Gateways and local servers know the older name. */
const older: Abilities = { ...all, limitNames: ['max_tokens', 'max_completion_tokens'] };

export const providers: Readonly<Record<ProviderId, ProviderFacts>> = {
  openai: {
    label: 'OpenAI',
    wire: openAiChat,
    baseUrl: 'https://api.openai.com/v1',
    needsKey: true,
    keyPage: 'https://platform.openai.com/api-keys',
    abilities: all
  },
  anthropic: {
    label: 'Anthropic',
    wire: anthropicMessages,
    baseUrl: 'https://api.anthropic.com/v1',
    needsKey: true,
    keyPage: 'https://console.anthropic.com/settings/keys',
    abilities: all
  },
  gemini: {
    label: 'Google Gemini',
    wire: geminiContent,
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    needsKey: true,
    keyPage: 'https://aistudio.google.com/apikey',
    abilities: all
  },
  openrouter: {
    label: 'OpenRouter',
    wire: openAiChat,
    baseUrl: 'https://openrouter.ai/api/v1',
    needsKey: true,
    keyPage: 'https://openrouter.ai/keys',
    abilities: older
  },
  compatible: {
    label: 'OpenAI-compatible server',
    wire: openAiChat,
    baseUrl: '',
    needsKey: false,
    keyPage: '',
    abilities: older
  }
};

export const providerIds = Object.keys(providers) as readonly ProviderId[];
