import { quantise } from '../drawing/picture.ts';
import { Random } from '../drawing/random.ts';
import type { Case, DrawnModality } from '../phantoms/phantomPool.ts';
import { makeFollicles, makeTrunk, makeVesselTree, ribCage, type Trunk } from '../solids/anatomy.ts';
import { turnSolids } from '../solids/solid.ts';
import { renderFront } from '../solids/views.ts';
import { makeContactSheet } from './contactSheet.ts';
import type { Draft } from './draft.ts';
import * as views from './projection.ts';

/** Six samples of sections → projection, then six of projection → rendered volume. */
export function makeVolumeDrafts(cases: (modality: DrawnModality, number: number) => Case): Draft[] {
  return [...makeProjectionDrafts(cases), ...makeReconstructionDrafts()];
}

type Made = Omit<Draft, 'task' | 'sheet'>;

function makeProjectionDrafts(cases: (modality: DrawnModality, number: number) => Case): Draft[] {
  const drafts: Made[] = [
    projectTrunk(new Random('trunk 1'), 'y'),
    projectTrunk(new Random('trunk 2'), 'x'),
    projectVessels(new Random('vessels 1'), 'y'),
    projectVessels(new Random('vessels 2'), 'x'),
    projectFollicles(new Random('follicles 1')),
    projectFocus(cases('Pathology', 5), new Random('focus'))
  ];
  return drafts.map((draft) => ({
    ...draft,
    task: '3d-to-2d-projection' as const,
    sheet: makeContactSheet(draft.inputs)
  }));
}

function describeTrunk({ bulge, kidneys }: Trunk): string {
  const aorta = bulge ? 'an aneurysm of the abdominal aorta' : 'an aorta of normal width';
  return `the spine, nine pairs of ribs, ${kidneys === 2 ? 'both kidneys' : 'one kidney'} and ${aorta}`;
}

function projectTrunk(random: Random, axis: 'x' | 'y'): Made {
  const trunk = makeTrunk(random, axis === 'x', 2);
  const direction = axis === 'y' ? 'frontal' : 'lateral';
  return {
    subtask: `Sections to ${direction} projection`,
    modality: 'CT',
    instruction: `The four axial CT sections run from chest to pelvis. Generate the ${direction} projection of the volume and describe it.`,
    inputs: views.trunkSections(trunk.solids, random),
    reference: views.trunkRadiograph(trunk.solids, axis, random),
    answer: `The ${direction} projection shows ${describeTrunk(trunk)}.`,
    replies: {
      careful: `The ${direction} projection shows ${describeTrunk(trunk)}.`,
      hasty: 'The projection shows the chest and the spine.'
    }
  };
}

function projectVessels(random: Random, axis: 'x' | 'y'): Made {
  const tree = makeVesselTree(random);
  const direction = axis === 'y' ? 'frontal' : 'lateral';
  const side = tree.side < 0 ? 'left' : 'right';
  const place = axis === 'y' ? `on the ${side} side of the image` : 'at the middle cerebral artery';
  return {
    subtask: `Angiography to ${direction} projection`,
    modality: 'MRI',
    instruction: `The sections are from an MR angiography of the brain. Generate the ${direction} intensity projection and describe it.`,
    inputs: views.vesselSections(tree.solids, random),
    reference: views.vesselProjection(tree.solids, axis, random),
    answer: `The ${direction} projection shows the carotid, basilar and cerebral arteries and a saccular aneurysm ${place}.`,
    replies: {
      careful: `The ${direction} projection shows the cerebral arteries and a saccular aneurysm ${place}.`,
      hasty: 'Cerebral arteries without an aneurysm.'
    }
  };
}

function projectFollicles(random: Random): Made {
  const { solids, count } = makeFollicles(random);
  return {
    subtask: 'Sweep to projection',
    modality: 'Ultrasound',
    instruction:
      'The sections are from an ultrasound sweep through an ovary. Generate the projection of the whole sweep and describe it.',
    inputs: views.follicleSections(solids, random),
    reference: views.follicleProjection(solids, random),
    answer: `The projection shows an ovary with ${count} round anechoic follicles.`,
    replies: {
      careful: `The projection shows an ovary with ${count} anechoic follicles.`,
      hasty: `There are ${count - 2} dark areas.`
    }
  };
}

function projectFocus(source: Case, random: Random): Made {
  const glands = `${source.phantom.count} glands`;
  return {
    subtask: 'Focal planes to one sharp image',
    modality: 'Pathology',
    instruction:
      'The images are focal planes through one thick H&E-stained section. Generate the projection in which everything is sharp and describe it.',
    inputs: views.focalPlanes(source, random),
    reference: source.picture,
    answer: `The sharp projection shows ${glands} and a nest of atypical cells with crowded dark nuclei.`,
    replies: {
      careful: `The projection shows ${glands} and a nest of atypical cells.`,
      hasty: 'Tissue with several glands.'
    }
  };
}

function makeReconstructionDrafts(): Draft[] {
  const drafts: Made[] = [
    renderTrunk(new Random('trunk 3'), 2),
    renderTrunk(new Random('trunk 4'), 1),
    renderVessels(new Random('vessels 3')),
    renderVessels(new Random('vessels 4')),
    renderFollicles(new Random('follicles 2')),
    renderRibCage(new Random('ribs'))
  ];
  return drafts.map((draft) => ({
    ...draft,
    task: '2d-to-3d-reconstruction' as const,
    ...(draft.inputs.length > 1 && { sheet: makeContactSheet(draft.inputs) })
  }));
}

/** Renders the solids as the viewer sees them from a little to one side. */
function render(solids: Parameters<typeof renderFront>[0]): NonNullable<Draft['reference']> {
  return quantise(renderFront(turnSolids(solids, 0.94, 0.341), views.projectionSize), 8);
}

function renderTrunk(random: Random, kidneys: 1 | 2): Made {
  const trunk = makeTrunk(random, kidneys === 1, kidneys);
  return {
    subtask: 'Projection to volume view',
    modality: 'CT',
    instruction:
      'Generate a shaded 3D view of bones, kidneys and aorta from this frontal projection and describe it.',
    inputs: [views.trunkRadiograph(trunk.solids, 'y', random)],
    reference: render(trunk.solids),
    answer: `The 3D view shows ${describeTrunk(trunk)}.`,
    replies: { careful: `The 3D view shows ${describeTrunk(trunk)}.`, hasty: 'A 3D view of the skeleton.' }
  };
}

function renderVessels(random: Random): Made {
  const tree = makeVesselTree(random);
  const side = tree.side < 0 ? 'left' : 'right';
  return {
    subtask: 'Angiography to volume view',
    modality: 'MRI',
    instruction:
      'Generate a shaded 3D view of the arteries from this frontal MR angiography projection and describe it.',
    inputs: [views.vesselProjection(tree.solids, 'y', random)],
    reference: render(tree.solids),
    answer: `The 3D view shows the arteries at the base of the brain with a saccular aneurysm on the ${side} side of the image.`,
    replies: {
      careful: `The 3D view shows the arteries of the brain with a saccular aneurysm on the ${side} side.`,
      hasty: `Vessels with a bulge on the ${side === 'left' ? 'right' : 'left'} side.`
    }
  };
}

function renderFollicles(random: Random): Made {
  const { solids, count } = makeFollicles(random);
  return {
    subtask: 'Projection to volume view',
    modality: 'Ultrasound',
    instruction:
      'Generate a shaded 3D view of the follicles from this ultrasound projection of an ovary and describe it.',
    inputs: [views.follicleProjection(solids, random)],
    reference: render(solids),
    answer: `The 3D view shows ${count} separate round follicles of different size.`,
    replies: {
      careful: `The 3D view shows ${count} separate round follicles.`,
      hasty: `The 3D view shows ${count + 3} cysts that touch each other.`
    }
  };
}

function renderRibCage(random: Random): Made {
  const solids = ribCage();
  return {
    subtask: 'Two radiographs to volume view',
    modality: 'X-ray',
    instruction:
      'Generate a shaded 3D view of the rib cage from its frontal and lateral radiographs and describe it.',
    inputs: [views.trunkRadiograph(solids, 'y', random), views.trunkRadiograph(solids, 'x', random)],
    reference: render(solids),
    answer: 'The 3D view shows the spine and nine pairs of ribs without fracture or deformity.',
    replies: {
      careful: 'The 3D view shows the spine and nine pairs of ribs, with no fracture.',
      hasty: 'A rib cage.'
    }
  };
}
