import { survives } from './survives.ts';

survives('late', 'a write is made after the client asked again');
