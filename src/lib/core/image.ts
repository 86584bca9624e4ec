export interface Size {
  readonly width: number;
  readonly height: number;
}

/** 8-bit RGB, row by row, three bytes a pixel, no padding: what Pillow's `convert('RGB')` holds. */
export interface RgbImage extends Size {
  readonly rgb: Uint8Array;
}

/** "512×256" */
export function formatSize({ width, height }: Size): string {
  return `${width}×${height}`;
}
