import { survives } from './survives.ts';

survives('killed', 'it dies after a write');
survives('repeated', 'it hears nothing of a write and makes it again');
survives('late', 'a write is made after the client asked again');
