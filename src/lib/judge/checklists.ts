import type { Task } from '../core/sample';

const editing = [
  'Is the requested change visible, and as strong as asked?',
  'Is everything outside the requested change as it was: anatomy, pathology, markers, orientation?',
  'Are there new artefacts, seams, blur or repeated textures?'
];

const generation = [
  'Do the picture and the text describe the same finding, side and place?',
  'Is what the text claims visible in the picture?',
  'Are structures that the request does not touch preserved?'
];

/** What the judge is to look at, by task. */
export const checklists: Readonly<Record<Task, readonly string[]>> = {
  'multiple-choice': [
    'Is the chosen option the right one for this picture?',
    'Is exactly one option chosen, from those offered?',
    'Does any reasoning given fit the picture and the choice?'
  ],
  'blank-filling': [
    'Does the filled-in term mean the right thing? Synonyms and usual abbreviations count as right.',
    'Is it as specific as the blank asks for (side, level, degree)?',
    'Is nothing false added around it?'
  ],
  'report-generation': [
    'Are all relevant findings reported, and the relevant negatives?',
    'Are side, level, size and certainty right?',
    'Does the impression follow from the findings?',
    'Are there findings, comparisons or measurements that nothing supports?'
  ],
  'question-answering': [
    'Is the question answered, and rightly?',
    'Is the answer supported by what the picture shows?',
    'Is nothing claimed that the picture cannot show?'
  ],
  'style-transfer': [
    'Is the target appearance (stain, contrast phase, weighting, style) reached throughout?',
    'Are borders, cells, vessels and lesions kept in shape and place?',
    ...editing.slice(2)
  ],
  'artifact-removal': [
    'Is the artefact gone, also at its edges?',
    'Is the anatomy under it plausible and not smoothed away?',
    ...editing.slice(1)
  ],
  'noise-reconstruction': [
    'Is the noise reduced without losing fine detail or low-contrast lesions?',
    'Are textures natural for the modality?',
    ...editing.slice(1)
  ],
  'resolution-editing': [
    'Is the resolution changed as asked, with true edges and without ringing?',
    'Is added detail anatomically plausible rather than invented?',
    ...editing.slice(1)
  ],
  'contrast-enhancement': [
    'Are the structures in question easier to see, without clipping bright or dark regions?',
    'Are grey values changed evenly, so that nothing looks like a new lesion?',
    ...editing.slice(1)
  ],
  'anatomical-annotation': [
    'Are the right structures marked, all of them, on the right side?',
    'Do the marks follow the borders?',
    'Are labels readable and correct, and the picture under them unchanged?'
  ],
  'disease-prediction': [
    'Is the predicted course or appearance of the disease plausible for this patient and time?',
    ...generation
  ],
  'instruction-editing': [...editing, ...generation.slice(0, 2)],
  'organic-removal': [
    'Is the named structure removed completely, and nothing else?',
    'Is the space it leaves filled as anatomy would fill it?',
    ...generation
  ],
  'organic-reconstruction': [
    'Is the named structure restored with the right shape, size, side and connections?',
    'Does it continue what is visible around it?',
    ...generation
  ],
  '3d-to-2d-projection': [
    'Is the direction of projection right, with the right left and right?',
    'Are superposed structures where the volume puts them?',
    ...generation.slice(0, 2)
  ],
  '2d-to-3d-reconstruction': [
    'Is the shape in depth consistent with all views given?',
    'Are proportions and neighbouring structures plausible, without holes or doubled surfaces?',
    ...generation.slice(0, 2)
  ]
};
