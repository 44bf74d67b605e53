import { createDeliverCode } from '#shared/services/codes/code-delivery.ts';
import { codes } from './codes.ts';
import { messageLimits } from './message-limits.ts';
import { messages } from './messages.ts';
import { once } from './once.ts';
import { table } from './store.ts';
import { messageTiming } from './timing.ts';

export const deliverCode = once(() =>
  createDeliverCode({
    codes: codes(),
    limits: messageLimits(),
    messages: messages(),
    messageTiming: messageTiming(),
    table: table(),
  }),
);
