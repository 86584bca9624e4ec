import { del, set, values } from 'idb-keyval';
import type { NeuralModel } from '../engine/neuralApi';
import { describeNeuralMetric } from '../metrics/neural/meta';
import { models } from './databases';

/**
 * The models of this browser. Their files are handles to the browser's own storage: nothing of them is in memory until
 * a worker reads it.
 */
export function listModels(): Promise<NeuralModel[]> {
  return values<NeuralModel>(models());
}

/** Replaces the model that gave the same metric before. Rejects when the browser has no room or stores nothing. */
export function writeModel(model: NeuralModel): Promise<void> {
  return set(keyOf(model), model, models());
}

export function deleteModel(model: NeuralModel): Promise<void> {
  return del(keyOf(model), models());
}

const keyOf = ({ descriptor }: NeuralModel): string => describeNeuralMetric(descriptor).id;
