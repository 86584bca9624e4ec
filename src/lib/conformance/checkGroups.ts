import { bleuChecks } from './bleuChecks';
import { bootstrapChecks, resampleChecks } from './bootstrapChecks';
import type { CheckGroup } from './check';
import { choicesChecks } from './choicesChecks';
import { closedFormChecks } from './closedFormChecks';
import { holmChecks, wilcoxonChecks } from './comparisonChecks';
import { decodeChecks, decodeKindChecks, decodeVariantChecks } from './decodeChecks';
import { imageExtraChecks } from './imageExtraChecks';
import { lumaChecks } from './lumaChecks';
import { psnrChecks, ssimChecks } from './pixelChecks';
import { resizeChecks } from './resizeChecks';
import { serialiseChecks } from './serialiseChecks';
import { textExtraChecks } from './textExtraChecks';

/** Everything that is checked, in the order in which a prediction meets it. */
export const checkGroups: readonly CheckGroup[] = [
  decodeChecks,
  decodeVariantChecks,
  decodeKindChecks,
  resizeChecks,
  lumaChecks,
  psnrChecks,
  ssimChecks,
  bleuChecks,
  closedFormChecks,
  choicesChecks,
  serialiseChecks,
  bootstrapChecks,
  resampleChecks,
  wilcoxonChecks,
  holmChecks,
  ...imageExtraChecks,
  ...textExtraChecks
];
