import { survives } from './survives.ts';

// Whoever meets the fault waits a second, after which the request is given up. Flows with forty writes take most of a
// minute, in which the machine does something else.
survives('stalled', 'the store does not answer a write');
