import { survives } from './survives.ts';

survives('killed', 'it dies after a write');
