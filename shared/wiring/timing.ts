import { createTiming } from '#shared/services/codes/timing.ts';
import { once } from './once.ts';

export const timing = once(createTiming);
