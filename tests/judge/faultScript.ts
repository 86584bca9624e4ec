import type { Cause } from '../../src/lib/judge/Cause';
import type { ProviderId } from '../../src/lib/judge/providers/Provider';
import type { Act, Script, SimulatorOptions } from './simulator/ProviderSimulator';

export const sampleCount = 60;

export interface FaultScript {
  readonly name: string;
  readonly provider?: ProviderId;
  /** Makes the script anew: some remember. */
  readonly script: () => Script;
  readonly simulator?: Omit<SimulatorOptions, 'script' | 'clock'>;
  /** Requests that a client would send that knew everything beforehand; `sampleCount` when absent. */
  readonly ideal?: number;
  /** Requests that one question may cost at most; 5 when absent. */
  readonly perQuestion?: number;
  /** Samples that cannot get a verdict, and what the reason says. */
  readonly unscored?: {
    readonly count: number;
    readonly reason: RegExp;
    /** Of each that was asked; what to do about it hangs on it. */
    readonly cause?: Cause;
  };
}

export const answer: Act = { do: 'answer' };
const isTenth = (sample: number): boolean => sample % 10 === 0;
export const tenths = sampleCount / 10;

/** The act for every tenth sample when it is asked for the first time. */
export const firstOfTenths =
  (act: Act | ((sample: number) => Act)): (() => Script) =>
  () =>
  ({ sample, seen }) => {
    if (!isTenth(sample) || seen > 0) return answer;
    return typeof act === 'function' ? act(sample) : act;
  };
