import { NeuralScorer } from '../../../src/lib/engine/NeuralScorer';
import { loadOffer, loadOffers } from '../../../src/lib/models/modelOffers';
import { loadKernels } from '../../../src/lib/engine/loadModules';
import { drawImage } from '../../../src/lib/metrics/neural/modelCheck';
import { deleteModel, listModels, writeModel } from '../../../src/lib/store/models';

/** What the test calls in the page: the whole way of a model, from its address to a score. */
const page = {
  NeuralScorer,
  deleteModel,
  drawImage,
  listModels,
  loadKernels,
  loadOffer,
  loadOffers,
  writeModel
};

declare global {
  interface Window {
    neural: typeof page;
  }
}

window.neural = page;
