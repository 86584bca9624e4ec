import { expect, it } from 'vitest';
import { isWideGrey } from '../../src/lib/images/isWideGrey';
import { images, kinds, readImage, variants } from './goldenImages';

const files = [
  ...Object.keys(images).map((name) => `decode/${name}`),
  ...Object.keys(kinds).map((name) => `decode-kinds/${name}`),
  ...Object.keys(variants).map((name) => `decode-variants/${name}`)
];

it('only grey of more than 8 bits is, of all kinds that decode', async () => {
  const wide: string[] = [];
  for (const file of files) if (isWideGrey(await readImage(file), file)) wide.push(file);
  expect(wide.toSorted()).toEqual(
    files.filter((file) => /gr[ae]y1[26]|type0_depth16|int32|float32/.test(file)).toSorted()
  );
});
