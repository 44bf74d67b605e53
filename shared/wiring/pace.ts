import { createPace } from '#shared/services/codes/pace.ts';
import { once } from './once.ts';

export const pace = once(createPace);
