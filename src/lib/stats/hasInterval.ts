/** Fewer values than this say too little of how far their mean may be off: a drawn interval would look like knowledge. */
export const fewestForInterval = 5;

/** Stands where an interval would. */
export const withoutInterval = `no interval below n = ${fewestForInterval}`;

export function hasInterval(n: number): boolean {
  return n >= fewestForInterval;
}
