import { createPretendDelivery } from '#shared/services/recovery/pretend-delivery.ts';
import { codes } from './codes.ts';
import { messageLimits } from './message-limits.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { table } from './store.ts';
import { messageTiming } from './timing.ts';

export const pretendDelivery = once(() =>
  createPretendDelivery({
    codes: codes(),
    limits: messageLimits(),
    messageTiming: messageTiming(),
    sealing: sealing(),
    table: table(),
  }),
);
