import type { Component } from 'svelte';
import bertscore from './formulas/bertscore.tex';
import bleu from './formulas/bleu.tex';
import chrf from './formulas/chrf.tex';
import deviationLines from './formulas/deviation.tex';
import holmLines from './formulas/holmAdjusted.tex';
import imageEmbedding from './formulas/imageEmbedding.tex';
import lpips from './formulas/lpips.tex';
import lumaLines from './formulas/luma.tex';
import mae from './formulas/mae.tex';
import msSsim from './formulas/msSsim.tex';
import ncc from './formulas/ncc.tex';
import psnr from './formulas/psnr.tex';
import rmse from './formulas/rmse.tex';
import rougeL from './formulas/rougeL.tex';
import sharedTokens from './formulas/sharedTokens.tex';
import ssimLines from './formulas/ssim.tex';
import wilcoxonLines from './formulas/wilcoxonZ.tex';

export interface Formula {
  /** Draws the formula's lines, one `math` element each. */
  readonly Lines: Component;
  /** What the symbols stand for; empty where the text beside it says it. */
  readonly where: string;
}

const ssim: Formula = {
  Lines: ssimLines,
  where:
    'm runs over all M windows; μ, σ² and σxy are mean, variance and covariance of the output x and the reference y in one window. C₁ = (0.01 · 255)², C₂ = (0.03 · 255)².'
};

const rouge: Formula = {
  Lines: sharedTokens,
  where:
    'm: n-grams that both texts share, each as often as in the text that has it less often; X, Y: n-grams of response and reference.'
};

/** By metric id; a metric whose definition is a procedure has none. */
export const formulas: Readonly<Record<string, Formula>> = {
  psnr: {
    Lines: psnr,
    where: 'x: output, y: reference; i runs over the red, green and blue values of all w · h pixels.'
  },
  ssim,
  'ssim-gaussian-11x11': ssim,
  'ssim-image-ssim-8x8': ssim,
  'ms-ssim': { Lines: msSsim, where: 'j: scale, 1 the finest; αⱼ: its exponent.' },
  mae: { Lines: mae, where: '' },
  rmse: { Lines: rmse, where: '' },
  ncc: { Lines: ncc, where: '' },
  bleu: {
    Lines: bleu,
    where:
      'c, r: tokens of response and reference; mₙ: n-grams of the response that are in the reference, each counted at most as often as there. The whole is 0 where m₁ = 0.'
  },
  'rouge-1': rouge,
  'rouge-2': rouge,
  'rouge-l': {
    Lines: rougeL,
    where: 'l: length of the longest common subsequence; X, Y: tokens of response and reference.'
  },
  chrf: {
    Lines: chrf,
    where: 'P, R: means over n = 1 … 6 of the precision and recall of character n-grams.'
  },
  'token-f1': {
    Lines: sharedTokens,
    where: 'm: tokens that both texts share; X, Y: tokens of response and reference.'
  },
  lpips: {
    Lines: lpips,
    where:
      'fₗ: features of layer l, of length 1 at each of its H · W positions; aₗ²: trained weights of its channels.'
  },
  bertscore: {
    Lines: bertscore,
    where:
      'xᵢ, yⱼ: hidden states of the tokens of response and reference; X: tokens of the response; R is P with both exchanged.'
  },
  'image-embedding': { Lines: imageEmbedding, where: 'e: the encoder’s embedding of an image.' }
};

export const luma: Formula = { Lines: lumaLines, where: '' };

export const deviation: Formula = { Lines: deviationLines, where: '' };

export const wilcoxonZ: Formula = {
  Lines: wilcoxonLines,
  where:
    'W: the smaller of the two rank sums; n: pairs that differ; t: the sizes of groups of equal differences. p is twice the tail of the normal distribution beyond |z|.'
};

export const holmAdjusted: Formula = {
  Lines: holmLines,
  where: 'Index (j): the p-values of all m tests of one comparison, in ascending order.'
};
