/** The content of a small link to a run: version 1 of the format, written by hand. */
export const runContent = {
  system: 'gpt',
  protocol: 'Official evaluator (2026)',
  dataset: 'In the dropped files',
  revision: null,
  day: '2026-01-01',
  counts: [2, 1, 1, null],
  predictions: '0123456789abcdef'.repeat(4),
  metrics: [
    ['psnr', '1'],
    ['ssim', '1'],
    ['study', '3', 'Study', 'ours', 'points', 1, false, 2.5, [0, null], 'extra']
  ],
  groups: [
    [
      1,
      2,
      1,
      [
        [1, 1, 3013, 0, 0, 2, 0, 1],
        [0, 2],
        [2, 0, 15, 5, 5, 1, 5, 2]
      ],
      [
        [
          4,
          2,
          1,
          [
            [1, 1, 3013, 0, 0],
            [0, 2],
            [2, 0, 15, 5, 5]
          ]
        ]
      ],
      [[0, 2, 1, [[1, 1, 3013, 0, 0], [0, 2], 0]]]
    ]
  ],
  omitted: 0
};
