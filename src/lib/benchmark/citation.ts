/** The benchmark's paper. Source: arXiv 2511.13135. */
export const paper = {
  key: 'yang2025medgenbench',
  title: 'MedGEN-Bench: Contextually entangled benchmark for open-ended multimodal medical generation',
  authors: [
    'Yang, Junjie',
    'Yan, Yuhao',
    'Wu, Gang',
    'Wang, Yuxuan',
    'Liang, Ruoyu',
    'Jiang, Xinjie',
    'Wan, Xiang',
    'Fan, Fenglei',
    'Zhang, Yongquan',
    'Qin, Feiwei',
    'Wang, Changmiao'
  ],
  year: '2025',
  arxiv: '2511.13135',
  arxivClass: 'cs.CV'
} as const;
