import type { Finding, PhantomKind } from './phantom.ts';

/** What a phantom shows and what its tasks do to it, in words. */
export interface Wording {
  readonly view: string;
  readonly finding: string;
  /** Findings that the phantom does not have, for multiple choice. */
  readonly absent: readonly [string, string, string];
  /** A true sentence about the rest of the image. */
  readonly normal: string;
  /** What the annotation task outlines. */
  readonly organ: string;
  readonly style: { readonly name: string; readonly instruction: string };
  readonly removal: { readonly what: string; readonly kept: string };
  readonly edit: { readonly instruction: string; readonly done: string };
}

export const wordings: Readonly<Record<PhantomKind, Wording>> = {
  'head-ct': {
    view: 'axial CT of the head',
    finding: 'hyperdense haematoma with a rim of oedema',
    absent: ['depressed skull fracture', 'calcified meningioma', 'enlarged fourth ventricle'],
    normal: 'The lateral ventricles are of normal width and the midline is not shifted.',
    organ: 'lateral and third ventricles',
    style: {
      name: 'Window change',
      instruction:
        'Show this slice in the bone window (centre 500 HU, width 2000 HU) without moving any structure.'
    },
    removal: { what: 'scalp and skull', kept: 'brain, ventricles and haematoma' },
    edit: {
      instruction: 'Make the ventricles about 70 percent wider, as in hydrocephalus.',
      done: 'The lateral and third ventricles are about 70 percent wider; cortex, skull and haematoma are unchanged.'
    }
  },
  'abdomen-ct': {
    view: 'axial contrast-enhanced CT of the upper abdomen',
    finding: 'hypodense liver lesion',
    absent: ['splenic laceration', 'dilated pancreatic duct', 'renal calculus'],
    normal: 'Both kidneys enhance evenly and the aorta has a normal diameter.',
    organ: 'kidney on the left side of the image',
    style: {
      name: 'Window change',
      instruction:
        'Show this slice in the bone window (centre 300 HU, width 1400 HU) without moving any structure.'
    },
    removal: { what: 'kidney on the left side of the image', kept: 'liver, spleen and the other kidney' },
    edit: {
      instruction: 'Give the abdominal aorta an aneurysm with a rim of thrombus.',
      done: 'The abdominal aorta is more than twice as wide, with a rim of thrombus around the bright lumen; the other organs are unchanged.'
    }
  },
  'brain-mri': {
    view: 'axial contrast-enhanced T1-weighted MRI of the brain',
    finding: 'ring-enhancing mass with surrounding oedema',
    absent: ['acute subdural haematoma', 'arachnoid cyst', 'tumour of the pituitary gland'],
    normal: 'The ventricles are of normal width and the cortex shows no other lesion.',
    organ: 'lateral and third ventricles',
    style: {
      name: 'Weighting change',
      instruction: 'Turn this T1-weighted image into the T2-weighted image of the same slice.'
    },
    removal: { what: 'scalp and skull', kept: 'brain, ventricles and mass' },
    edit: {
      instruction: 'Make the ventricles about 70 percent wider, as in hydrocephalus.',
      done: 'The lateral and third ventricles are about 70 percent wider; cortex and mass are unchanged.'
    }
  },
  'liver-ultrasound': {
    view: 'B-mode ultrasound of the liver and gallbladder',
    finding: 'anechoic cyst with posterior enhancement',
    absent: ['hyperechoic haemangioma', 'ascites around the liver', 'dilated common bile duct'],
    normal: 'The gallbladder has a thin wall and contains no stones.',
    organ: 'gallbladder',
    style: {
      name: 'Display colour',
      instruction: 'Show this grey-scale ultrasound image with the warm colour map of the scanner.'
    },
    removal: { what: 'gallbladder', kept: 'liver, cyst and diaphragm' },
    edit: {
      instruction: 'Add gallstones with acoustic shadows to the gallbladder.',
      done: 'Bright gallstones lie in the gallbladder and cast dark acoustic shadows; liver and cyst are unchanged.'
    }
  },
  'chest-x-ray': {
    view: 'frontal chest radiograph',
    finding: 'round pulmonary nodule',
    absent: ['pneumothorax', 'pleural effusion', 'rib fracture'],
    normal: 'The heart is not enlarged and both costophrenic angles are sharp.',
    organ: 'heart and aortic arch',
    style: {
      name: 'Grey-scale inversion',
      instruction: 'Show this radiograph in the inverted grey scale, with bones dark and air bright.'
    },
    removal: { what: 'ribs and clavicles', kept: 'heart, lung vessels and nodule' },
    edit: {
      instruction: 'Enlarge the heart so that it takes up more than half of the width of the chest.',
      done: 'The heart is enlarged to more than half of the width of the chest; lungs, bones and nodule are unchanged.'
    }
  },
  'gland-pathology': {
    view: 'H&E-stained section of glandular tissue',
    finding: 'nest of atypical cells with crowded dark nuclei',
    absent: ['caseating granuloma', 'keratin pearl', 'signet-ring cells'],
    normal: 'The glands are round, with open lumina and basal nuclei.',
    organ: 'glands',
    style: {
      name: 'Virtual immunostain',
      instruction:
        'Turn this H&E stain into an immunostain that marks epithelium brown on a blue counterstain.'
    },
    removal: { what: 'glands', kept: 'stroma and nest of atypical cells' },
    edit: {
      instruction: 'Add a dense ring of lymphocytes around the nest of atypical cells.',
      done: 'A dense ring of lymphocytes surrounds the nest of atypical cells; the glands are unchanged.'
    }
  },
  'fundus-photo': {
    view: 'colour photograph of the ocular fundus',
    finding: 'group of dot haemorrhages',
    absent: ['retinal detachment', 'cotton-wool spots', 'drusen at the macula'],
    normal: 'The optic disc has a sharp edge and a small cup.',
    organ: 'optic disc',
    style: {
      name: 'Red-free',
      instruction: 'Turn this colour fundus photograph into a red-free photograph in grey.'
    },
    removal: { what: 'retinal vessels', kept: 'optic disc, macula and haemorrhages' },
    edit: {
      instruction: 'Enlarge the optic cup to about four fifths of the disc, as in glaucoma.',
      done: 'The optic cup now takes up about four fifths of the optic disc; vessels and haemorrhages are unchanged.'
    }
  },
  'skin-photo': {
    view: 'close-up photograph of skin with a ruler',
    finding: 'pigmented lesion with a notched border and several colours',
    absent: ['blister filled with clear fluid', 'scaly ring-shaped plaque', 'vascular spider'],
    normal: 'The skin around it is not inflamed; two small even moles lie farther away.',
    organ: 'pigmented lesion',
    style: {
      name: 'Polarised light',
      instruction:
        'Show this photograph as it looks under polarised light, with deeper colour and less sheen.'
    },
    removal: { what: 'pigmented lesion', kept: 'skin, small moles and ruler' },
    edit: {
      instruction: 'Add a red inflamed halo around the pigmented lesion.',
      done: 'A red inflamed halo surrounds the pigmented lesion; the lesion itself is unchanged.'
    }
  }
};

export function sideOf(finding: Finding): 'left' | 'right' {
  return finding.x < 0 ? 'left' : 'right';
}

/** "upper left part of the image", or "middle of the image" for what is not clearly off it. */
export function placeOf(finding: Finding): string {
  if (Math.abs(finding.x) < 0.12 && Math.abs(finding.y) < 0.16) return 'middle of the image';
  return `${finding.y < 0 ? 'upper' : 'lower'} ${sideOf(finding)} part of the image`;
}

/** "an anechoic cyst", "a ring-enhancing mass". */
export function withArticle(noun: string): string {
  return /^([aeio]|H&E)/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
