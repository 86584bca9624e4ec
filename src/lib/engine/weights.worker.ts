import './forbidNetwork';
import { expose } from 'comlink';
import { prepareModel } from '../models/prepareModel';
import { reply } from './reply';
import type { WeightsApi } from './weightsApi';

const api: WeightsApi = { prepare: (files) => reply(() => prepareModel(files)) };

// On the first tick: a message that arrives before this line would be lost.
expose(api);
