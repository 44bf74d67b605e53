import { survives } from './survives.ts';

survives('repeated', 'it hears nothing of a write and makes it again');
