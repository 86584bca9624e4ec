import './forbidNetwork';
import { expose, transfer } from 'comlink';
import type { FilesApi } from './filesApi';
import { readTogether } from './readTogether';
import { reply } from './reply';

const api: FilesApi = {
  async read(files) {
    const replies = await reply(() => readTogether(files));
    if (!replies.ok) return replies;
    const buffers = replies.value.flatMap((one) => (one.ok ? [one.value.bytes.buffer] : []));
    return transfer(replies, [...new Set(buffers)]);
  }
};

// On the first tick: a message that arrives before this line would be lost.
expose(api);
