import { survives } from './survives.ts';

survives('stalled', 'the store does not answer a write');
