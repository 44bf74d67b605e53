import { createLookupTiming } from '#shared/services/timing/lookup-timing.ts';
import { createMessageTiming } from '#shared/services/timing/message-timing.ts';
import { once } from './once.ts';

export const lookupTiming = once(createLookupTiming);

export const messageTiming = once(createMessageTiming);
