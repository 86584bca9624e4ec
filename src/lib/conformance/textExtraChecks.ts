import { metricById } from '../metrics/registry';
import type { Check, CheckGroup } from './check';
import { compareNumbers, formatNumbers, quote } from './compare';
import { scoreTexts } from './scoring';
import type { Vectors } from './Vectors';

type Column =
  'rouge1' | 'rouge2' | 'rougeL' | 'chrf' | 'token_f1' | 'distinct1' | 'distinct2' | 'length_ratio';

type TextPair = { readonly response: string; readonly answer: string } & Readonly<
  Record<Column, number | null>
>;

interface Subject {
  readonly metricId: string;
  readonly column: Column;
  readonly tolerance: number;
  readonly reference: string;
}

const subjects: readonly Subject[] = [
  { metricId: 'rouge-1', column: 'rouge1', tolerance: 1e-12, reference: 'rouge-score 0.1.2' },
  { metricId: 'rouge-2', column: 'rouge2', tolerance: 1e-12, reference: 'rouge-score 0.1.2' },
  { metricId: 'rouge-l', column: 'rougeL', tolerance: 1e-12, reference: 'rouge-score 0.1.2' },
  { metricId: 'chrf', column: 'chrf', tolerance: 1e-10, reference: 'sacrebleu 2.6.0, CHRF()' },
  {
    metricId: 'token-f1',
    column: 'token_f1',
    tolerance: 1e-12,
    reference: 'transformers 4.41.2, squad_metrics.compute_f1'
  },
  { metricId: 'distinct-1', column: 'distinct1', tolerance: 0, reference: 'NLTK 3.8, ngrams' },
  { metricId: 'distinct-2', column: 'distinct2', tolerance: 0, reference: 'NLTK 3.8, ngrams' },
  { metricId: 'length-ratio', column: 'length_ratio', tolerance: 0, reference: 'sacrebleu 2.6.0, BLEU()' }
];

export const textExtraChecks: readonly CheckGroup[] = subjects.map((subject) => ({
  id: subject.metricId,
  title: metricById(subject.metricId).meta.label,
  reference: subject.reference,
  agreement: subject.tolerance === 0 ? 'the same number' : `within ${subject.tolerance.toExponential()}`,
  list: (vectors) => listChecks(vectors, subject)
}));

async function listChecks(
  vectors: Vectors,
  { metricId, column, tolerance }: Subject
): Promise<readonly Check[]> {
  const { cases } = await vectors.readJson<{ cases: TextPair[] }>('text_extras.json');
  return cases.map((golden) => ({
    name: `${quote(golden.response)} against ${quote(golden.answer)}`,
    expected: formatNumbers([golden[column]]),
    run: async (tools) => {
      const { scores } = await scoreTexts(golden, metricId, tools);
      return compareNumbers([golden[column]], [scores[metricId]?.value ?? null], tolerance);
    }
  }));
}
