import { environment } from '#shared/config/environment.ts';
import { createCustomSenders } from '#shared/services/messages/custom-senders.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { workers } from './workers.ts';

export const customSenders = once(() =>
  createCustomSenders({ sealing: sealing(), workers: workers(), region: environment().region }),
);
