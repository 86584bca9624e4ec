import type { Picture } from './drawing/picture.ts';
import { encodePng } from './output/png.ts';
import { systems } from './systems/systems.ts';
import type { Draft } from './tasks/draft.ts';

/** The sample that Home shows: what is done to it can be seen at a glance. */
const shown = { task: 'artifact-removal', modality: 'MRI', system: 'demo-hasty' } as const;

/** One sample of the demo as files: its input, its reference and what a made-up system answered. */
export function makeHomePictures(drafts: readonly Draft[]): ReadonlyMap<string, Uint8Array> {
  const number = drafts.findIndex(({ task, modality }) => task === shown.task && modality === shown.modality);
  const draft = drafts[number];
  const system = systems.find(({ name }) => name === shown.system);
  if (!draft?.reference || !draft.inputs[0] || !system) throw new Error('the demo lacks the sample of Home');
  const pictures: Readonly<Record<string, Picture>> = {
    input: draft.inputs[0],
    reference: draft.reference,
    output: system.draw(draft, draft.reference, number)
  };
  return new Map(Object.entries(pictures).map(([name, picture]) => [`${name}.png`, encodePng(picture)]));
}
