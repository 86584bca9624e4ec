import type { NeuralMetric } from './descriptor';

/** A place on the disks of people who have run the metric before. */
interface UsualPlace {
  readonly path: string;
  readonly whose: string;
}

/** What a browser lacks to compute a metric, and how its user gets it. */
export interface ModelNeed {
  /** The reason that stands in place of the value. */
  readonly reason: string;
  /** In this order; each is a sentence, commands between backticks. */
  readonly steps: readonly string[];
  /** The weights as their authors publish them; null where they cannot be read here. */
  readonly published: {
    readonly file: string;
    readonly sizeBytes: number;
    readonly licence: string;
    /** Where they can be had. */
    readonly url: string;
    /** `owner/name` on the Hugging Face hub, which lets pages read its files; null where a download has to be dropped. */
    readonly repository: string | null;
    /** What weights are taken for that are dropped here without a name. */
    readonly assumedRepository: string | null;
    readonly places: readonly UsualPlace[];
  } | null;
}

const hubCache = (folder: string): UsualPlace => ({
  path: `~/.cache/huggingface/hub/models--${folder}/`,
  whose: 'transformers and bert-score; drop the folder, its files need no endings'
});

const exportStep = (metric: string): string =>
  `Other weights: export them with Python, in a copy of this project, with \`pip install -r src/models/requirements.txt\` and \`python src/models/export_onnx.py ${metric}\`, and drop what it writes.`;

const pubMedBert = 'microsoft/BiomedNLP-BiomedBERT-base-uncased-abstract';

export const modelNeeds: Readonly<Record<NeuralMetric, ModelNeed>> = {
  lpips: {
    reason:
      'not computed: needs the weights of AlexNet (a file of 244 MB, of which 10 MB are kept), which this browser does not have',
    steps: [
      'Drop alexnet-owt-7be5be79.pth here or anywhere on the Score page. Whoever has run LPIPS has it already. The five linear heads are part of this page.',
      exportStep('lpips')
    ],
    published: {
      file: 'alexnet-owt-7be5be79.pth',
      sizeBytes: 244_408_911,
      licence: 'BSD-3-Clause (torchvision), BSD-2-Clause (lpips)',
      url: 'https://download.pytorch.org/models/alexnet-owt-7be5be79.pth',
      repository: null,
      assumedRepository: null,
      places: [{ path: '~/.cache/torch/hub/checkpoints/', whose: 'torchvision and lpips' }]
    }
  },
  bertscore: {
    reason: 'not computed: needs the weights of PubMedBERT (about 440 MB), which this browser does not have',
    steps: [
      'Download them from the hub, or drop pytorch_model.bin or model.safetensors together with vocab.txt (or tokenizer.json). Since 2023 the repository is called BiomedBERT; the weights are the same.',
      'Any other BERT-type encoder, dropped with its config.json or named below as owner/name, gives a metric of its own name.',
      exportStep('bertscore')
    ],
    published: {
      file: 'pytorch_model.bin or model.safetensors, with vocab.txt',
      sizeBytes: 440_000_000,
      licence: 'MIT',
      url: `https://huggingface.co/${pubMedBert}`,
      repository: pubMedBert,
      assumedRepository: pubMedBert,
      places: [hubCache('microsoft--BiomedNLP-PubMedBERT-base-uncased-abstract')]
    }
  },
  'image-embedding': {
    reason:
      'not computed: needs an export of MedImageInsight’s image encoder, which this browser does not have',
    steps: [
      'MedImageInsight’s encoder (DaViT, 2 GB with its text side) has no published file that a page could read by itself: its code belongs to it. Import values that the official evaluator computed, or export the encoder to ONNX, describe it in a JSON file as src/models/README.md shows, and drop both.',
      'Rad-DINO, which an earlier release of the evaluator used, is read from its model.safetensors; it gives a metric of its own name.',
      exportStep('image-encoder')
    ],
    published: {
      file: 'model.safetensors of Rad-DINO, for a metric of its own name',
      sizeBytes: 346_345_912,
      licence: 'MSRLA (research)',
      url: 'https://huggingface.co/microsoft/rad-dino',
      repository: 'microsoft/rad-dino',
      assumedRepository: 'microsoft/rad-dino',
      places: [hubCache('microsoft--rad-dino')]
    }
  }
};
