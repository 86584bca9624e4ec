import { del, set, values } from 'idb-keyval';
import type { NeuralModel } from '../models/NeuralModel';
import { models } from './databases';

/**
 * The models of this browser. Their files are handles to the browser's own storage: nothing of them is in memory until
 * a worker reads it.
 */
export function listModels(): Promise<NeuralModel[]> {
  return values<NeuralModel>(models());
}

/** Replaces the model that gave the same metric before. Rejects when the browser has no room or stores nothing. */
export async function writeModel(model: NeuralModel): Promise<void> {
  return set(await makeKey(model), model, models());
}

export async function deleteModel(model: NeuralModel): Promise<void> {
  return del(await makeKey(model), models());
}

/** The description is loaded only where there are models at all: most visits have none. */
async function makeKey({ descriptor }: NeuralModel): Promise<string> {
  const { describeNeuralMetric } = await import('../metrics/neural/meta');
  return describeNeuralMetric(descriptor).id;
}
