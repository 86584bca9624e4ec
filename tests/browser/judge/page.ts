import { ApiKey } from '../../../src/lib/judge/ApiKey';
import type { ProviderId } from '../../../src/lib/judge/providers/Provider';
import { testConnection } from '../../../src/lib/judge/testConnection';
import { judgeAnswers, listAnswers } from '../../../src/lib/store/judgeAnswers';
import { canaryKey, collect, makeOptions, makeQuestions } from '../../judge/judgeTools';

interface Address {
  readonly provider: ProviderId;
  readonly baseUrl: string;
  readonly model: string;
}

const toEndpoint = (address: Address) => ({ ...address, key: new ApiKey(canaryKey) });

/** What the test calls in the page: a run with the browser's own fetch and store. */
const page = {
  /** @returns how the questions ended, and the requests it took */
  async judge(address: Address, count: number, timeoutMs = 20_000) {
    const options = makeOptions(address.baseUrl, {
      endpoint: toEndpoint(address),
      store: judgeAnswers,
      random: () => 0,
      timeoutMs
    });
    const { outcomes, progress } = await collect(makeQuestions(count), options);
    const scores = outcomes.map(({ verdict, reason }) => verdict?.overall_score ?? reason);
    return { scores, requests: progress.requests, remembered: progress.remembered };
  },

  /** The samples that the browser's store has an answer of the model for. */
  async listStored(model: string): Promise<string[]> {
    const answers = await listAnswers();
    return answers
      .filter(({ question }) => question.model === model)
      .map(({ question }) => question.sampleId);
  },

  async diagnose(address: Address): Promise<string> {
    const { code } = await testConnection(toEndpoint(address), {
      pageProtocol: location.protocol,
      pageOrigin: location.origin,
      isOnline: navigator.onLine,
      localNetworkPermission: 'unknown',
      isAllowed: () => true,
      rules: { maxOutputTokens: 4096, effort: null, imageDetail: null },
      signal: new AbortController().signal
    });
    return code;
  },

  /** Everything that the browser stores for this origin, as text. */
  async dumpStorage(): Promise<string> {
    return JSON.stringify([await listAnswers(), { ...localStorage }, { ...sessionStorage }, location.href]);
  }
};

declare global {
  interface Window {
    judge: typeof page;
  }
}

window.judge = page;
