import { frac, over, power, row, sqrt, sub, subsup, sum, sup, under, type MathNode } from './math';

export interface Formula {
  readonly lines: readonly MathNode[];
  /** What the symbols stand for; empty where the text beside it says it. */
  readonly where: string;
}

const x_i = sub('x', 'i');
const y_i = sub('y', 'i');
const squaredMean = (of: string): MathNode => subsup('μ', of, '2');
const variance = (of: string): MathNode => subsup('σ', of, '2');
const covariance = sub('σ', 'x y');
const c1 = sub('C', '1');
const c2 = sub('C', '2');
const meanOverWindows = row(frac('1', 'M'), sum('m'));
const meanSquare = row(frac('1', '3 w h'), sum('i'), power(row(x_i, '−', y_i), '2'));

function cosine(a: MathNode, b: MathNode): MathNode {
  return frac(row(a, '⋅', b), row('‖', a, '‖ ‖', b, '‖'));
}

const ssim: Formula = {
  lines: [
    row(
      'SSIM =',
      meanOverWindows,
      frac(
        row('( 2', sub('μ', 'x'), sub('μ', 'y'), '+', c1, ') ( 2', covariance, '+', c2, ')'),
        row(
          row('(', squaredMean('x'), '+', squaredMean('y'), '+', c1, ')'),
          row('(', variance('x'), '+', variance('y'), '+', c2, ')')
        )
      )
    )
  ],
  where:
    'm runs over all M windows; μ, σ² and σxy are mean, variance and covariance of the output x and the reference y in one window. C₁ = (0.01 · 255)², C₂ = (0.03 · 255)².'
};

const fMeasure = row('F =', frac('2 P R', 'P + R'));

/** F-measure of what two texts share. */
function sharedF(shared: string, where: string): Formula {
  return { lines: [row('P =', frac(shared, 'X')), row('R =', frac(shared, 'Y')), fMeasure], where };
}

const rouge = sharedF(
  'm',
  'm: n-grams that both texts share, each as often as in the text that has it less often; X, Y: n-grams of response and reference.'
);

/** By metric id; a metric whose definition is a procedure has none. */
export const formulas: Readonly<Record<string, Formula>> = {
  psnr: {
    lines: [row('PSNR = 20 ⋅', sub('log', '10'), frac('255', sqrt('MSE'))), row('MSE =', meanSquare)],
    where: 'x: output, y: reference; i runs over the red, green and blue values of all w · h pixels.'
  },
  ssim,
  'ssim-gaussian-11x11': ssim,
  'ssim-image-ssim-8x8': ssim,
  'ms-ssim': {
    lines: [
      row(
        'MS-SSIM =',
        subsup('SSIM', '5', sub('α', '5')),
        under('∏', 'j ≤ 4'),
        subsup('cs', 'j', sub('α', 'j'))
      ),
      row(
        'cs =',
        meanOverWindows,
        frac(row('2', covariance, '+', c2), row(variance('x'), '+', variance('y'), '+', c2))
      )
    ],
    where: 'j: scale, 1 the finest; αⱼ: its exponent.'
  },
  mae: { lines: [row('MAE =', frac('1', '3 w h'), sum('i'), '|', x_i, '−', y_i, '|')], where: '' },
  rmse: { lines: [row('RMSE =', sqrt(meanSquare))], where: '' },
  ncc: { lines: [row('NCC =', frac(covariance, row(sub('σ', 'x'), sub('σ', 'y'))))], where: '' },
  bleu: {
    lines: [
      row('BLEU = min ( 1 ,', sup('e', '1 − r / c'), ')', under('∏', 'n ≤ 4'), subsup('p', 'n', '1 / 4')),
      row(sub('p', 'n'), '=', frac(row('max (', sub('m', 'n'), ', 0.1 )'), row('max ( 1 , c − n + 1 )')))
    ],
    where:
      'c, r: tokens of response and reference; mₙ: n-grams of the response that are in the reference, each counted at most as often as there. The whole is 0 where m₁ = 0.'
  },
  'rouge-1': rouge,
  'rouge-2': rouge,
  'rouge-l': sharedF(
    'l',
    'l: length of the longest common subsequence; X, Y: tokens of response and reference.'
  ),
  chrf: {
    lines: [row('chrF = 100', frac('5 P R', '4 P + R'))],
    where: 'P, R: means over n = 1 … 6 of the precision and recall of character n-grams.'
  },
  'token-f1': sharedF('m', 'm: tokens that both texts share; X, Y: tokens of response and reference.'),
  lpips: {
    lines: [
      row(
        'LPIPS =',
        sum('l'),
        frac('1', row(sub('H', 'l'), sub('W', 'l'))),
        sum('h , w'),
        sup(row('‖', sub('a', 'l'), '⊙ (', sub('f', 'l'), '( x ) −', sub('f', 'l'), '( y ) ) ‖'), '2')
      )
    ],
    where:
      'fₗ: features of layer l, of length 1 at each of its H · W positions; aₗ²: trained weights of its channels.'
  },
  bertscore: {
    lines: [row('P =', frac('1', 'X'), sum('i'), under('max', 'j'), cosine(x_i, sub('y', 'j'))), fMeasure],
    where:
      'xᵢ, yⱼ: hidden states of the tokens of response and reference; X: tokens of the response; R is P with both exchanged.'
  },
  'image-embedding': {
    lines: [row('MII =', cosine(row('e ( x )'), row('e ( y )')))],
    where: 'e: the encoder’s embedding of an image.'
  }
};

export const luma: Formula = {
  lines: [row('L = ⌊ ( 19595 R + 38470 G + 7471 B + 32768 ) /', sup('2', '16'), '⌋')],
  where: ''
};

export const deviation: Formula = {
  lines: [row('s =', sqrt(row(frac('1', 'n'), sum('i'), power(row(x_i, '−', over('x', '¯')), '2'))))],
  where: ''
};

export const wilcoxonZ: Formula = {
  lines: [
    row('z = ( W − n ( n + 1 ) / 4 ) / s'),
    row(
      sup('s', '2'),
      '=',
      frac('n ( n + 1 ) ( 2 n + 1 )', '24'),
      '−',
      frac('1', '48'),
      sum('t'),
      row('(', sup('t', '3'), '− t )')
    )
  ],
  where:
    'W: the smaller of the two rank sums; n: pairs that differ; t: the sizes of groups of equal differences. p is twice the tail of the normal distribution beyond |z|.'
};

export const holmAdjusted: Formula = {
  lines: [
    row(
      sub(over('p', '~'), '( k )'),
      '=',
      under('max', 'j ≤ k'),
      '\u2009 min ( 1 , ( m − j + 1 )',
      sub('p', '( j )'),
      ')'
    )
  ],
  where: 'Index (j): the p-values of all m tests of one comparison, in ascending order.'
};
