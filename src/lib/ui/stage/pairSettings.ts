import type { DifferenceKind, Gain, SsimFloor } from './colourScale';

/** What is chosen in the modes that compare two images; kept from sample to sample. */
export interface PairSettings {
  /** Where A ends and B begins, 0 to 1 of the pane. */
  readonly divider: number;
  /** Which one Flicker shows while nothing is held. */
  readonly showsB: boolean;
  readonly kind: DifferenceKind;
  readonly gain: Gain;
  readonly floor: SsimFloor;
}

export const plainSettings: PairSettings = {
  divider: 0.5,
  showsB: false,
  kind: 'signed',
  gain: 4,
  floor: 0
};
