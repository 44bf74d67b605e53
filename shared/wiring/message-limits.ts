import { createMessageLimits } from '#shared/services/messages/message-limits.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { messageCountRepository, table } from './store.ts';

export const messageLimits = once(() =>
  createMessageLimits({ counts: messageCountRepository(), sealing: sealing(), table: table() }),
);
