import type { Random } from './random.ts';

/** A smooth random field over the plane, about −1 to 1. */
export type Noise = (x: number, y: number) => number;

const side = 64;
const mask = side - 1;

/** Value noise: random numbers on a lattice of pitch 1 that repeats after 64, joined smoothly. */
export function valueNoise(random: Random): Noise {
  const lattice = Float32Array.from({ length: side * side }, () => random.between(-1, 1));
  return (x, y) => sampleLattice(lattice, 0, x, y);
}

/** Several octaves of value noise, each twice as fine and half as strong. */
export function fractalNoise(random: Random, octaves: number): Noise {
  const lattices = Float32Array.from({ length: octaves * side * side }, () => random.between(-1, 1));
  return (x, y) => {
    let sum = 0;
    let frequency = 1;
    let weight = 0.6;
    for (let start = 0; start < lattices.length; start += side * side) {
      sum += weight * sampleLattice(lattices, start, x * frequency, y * frequency);
      frequency *= 2.03;
      weight *= 0.5;
    }
    return sum;
  };
}

/** The lattice that begins at `start`, at (x, y). */
function sampleLattice(lattices: Float32Array, start: number, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const fx = fade(x - column);
  const fy = fade(y - row);
  const left = column & mask;
  const right = (column + 1) & mask;
  const top = start + (row & mask) * side;
  const bottom = start + ((row + 1) & mask) * side;
  const above = lattices[top + left]! + (lattices[top + right]! - lattices[top + left]!) * fx;
  const below = lattices[bottom + left]! + (lattices[bottom + right]! - lattices[bottom + left]!) * fx;
  return above + (below - above) * fy;
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}
