import { formats } from '../benchmark/formats';
import type { JudgeView } from '../benchmark/judge';
import type { JudgeSubject, SubjectImage } from './JudgeQuestion';

export interface Picture {
  /** The words of the strip below it. */
  readonly caption: string;
  readonly image: SubjectImage;
}

export type Pictures =
  | { readonly ok: true; readonly pictures: readonly Picture[] }
  /** Why the sample cannot be judged in this view. */
  | { readonly ok: false; readonly reason: string };

/**
 * The pictures that a view shows, with the protocol's captions: "Ground Truth" and "Generated Answer" with ground truth,
 * "Input" and "Output" without, "Input" alone for VQA. Several inputs are numbered.
 */
export function listPictures(subject: JudgeSubject, view: JudgeView, rival?: JudgeSubject): Pictures {
  const { inputs, reference, output, format } = subject;
  const named = inputs.map((image, i) => ({
    caption: inputs.length === 1 ? 'Input' : `Input ${i + 1} of ${inputs.length}`,
    image
  }));
  if (rival) return comparePictures(subject, rival, view, named);
  if (!formats[format].hasImage) return describeVqa(subject, view, named);
  if (!output) return { ok: false, reason: 'not judged: there is no output image' };
  if (view === 'wo-gt') {
    if (named.length === 0) return { ok: false, reason: 'not judged: there is no input image' };
    return { ok: true, pictures: [...named, { caption: 'Output', image: output }] };
  }
  if (!reference) return { ok: false, reason: 'not judged: there is no reference image' };
  return {
    ok: true,
    pictures: [
      { caption: 'Ground Truth', image: reference },
      { caption: 'Generated Answer', image: output }
    ]
  };
}

/** The reference, or without it the inputs, then both outputs. */
function comparePictures(
  subject: JudgeSubject,
  rival: JudgeSubject,
  view: JudgeView,
  inputs: readonly Picture[]
): Pictures {
  if (!formats[subject.format].hasImage) {
    const own = describeVqa(subject, view, inputs);
    return own.ok ? describeVqa(rival, view, inputs) : own;
  }
  const base = listPictures(subject, view);
  const other = listPictures(rival, view);
  if (!base.ok || !other.ok) return base.ok ? other : base;
  const outputs = [base, other].map(({ pictures }, i) => ({
    caption: i === 0 ? 'Output A' : 'Output B',
    image: pictures.at(-1)!.image
  }));
  return { ok: true, pictures: [...base.pictures.slice(0, -1), ...outputs] };
}

function describeVqa(
  { response, answer }: JudgeSubject,
  view: JudgeView,
  inputs: readonly Picture[]
): Pictures {
  if (inputs.length === 0) return { ok: false, reason: 'not judged: there is no input image' };
  if (response.trim() === '') return { ok: false, reason: 'not judged: the response is empty' };
  if (view === 'w-gt' && answer === undefined) {
    return { ok: false, reason: 'not judged: there is no reference answer' };
  }
  return { ok: true, pictures: inputs };
}
