import type { NeuralMetric } from './descriptor';

/** What a browser lacks to compute a metric, and how its user gets it. */
export interface ModelNeed {
  /** The reason that stands in place of the value. */
  readonly reason: string;
  /** In this order; each is a sentence, commands between backticks. */
  readonly steps: readonly string[];
}

const dropIt =
  'Drop the files on the Score page. They stay in this browser until you remove them. Or give the web address of the description below; the model’s files lie beside it. Whoever hosts the page can put them into static/models/, and every visitor is offered them.';

const installPython =
  'With Python 3.10 or later, in a copy of this project, run `pip install -r src/models/requirements.txt`.';

export const modelNeeds: Readonly<Record<NeuralMetric, ModelNeed>> = {
  lpips: {
    reason: 'not computed: needs the model LPIPS AlexNet (about 10 MB), which this browser does not have',
    steps: [
      installPython,
      'Run `python src/models/export_onnx.py lpips`. It writes lpips-alex.onnx and lpips-alex.json.',
      dropIt
    ]
  },
  bertscore: {
    reason: 'not computed: needs the model PubMedBERT (about 440 MB), which this browser does not have',
    steps: [
      installPython,
      'Run `python src/models/export_onnx.py bertscore`. It writes a model (.onnx), its tokenizer and a description (both .json).',
      dropIt
    ]
  },
  'image-embedding': {
    reason:
      'not computed: needs an export of MedImageInsight’s image encoder, which this browser does not have',
    steps: [
      'Export the image encoder of MedImageInsight to ONNX: one float32 input of 1×3×480×480, the embedding as output.',
      'Describe it in a JSON file as src/models/README.md shows.',
      dropIt
    ]
  }
};
