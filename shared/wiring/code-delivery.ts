import { createDeliverCode } from '#shared/services/codes/code-delivery.ts';
import { codes } from './codes.ts';
import { messageLimits } from './message-limits.ts';
import { messages } from './messages.ts';
import { once } from './once.ts';
import { pace } from './pace.ts';
import { table } from './store.ts';

export const deliverCode = once(() =>
  createDeliverCode({ codes: codes(), limits: messageLimits(), messages: messages(), pace: pace(), table: table() }),
);
