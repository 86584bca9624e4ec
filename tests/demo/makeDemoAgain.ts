/** A worker that makes the demo by itself and posts its bytes. */
import { parentPort } from 'node:worker_threads';
import { makeDemo } from '../../src/demo/makeDemo.ts';

void makeDemo().then(({ archive }) => parentPort?.postMessage(archive));
