import './forbidNetwork';
import { expose } from 'comlink';
import { Engine } from './Engine';

// On the first tick: a message that arrives before this line would be lost.
expose(new Engine());
