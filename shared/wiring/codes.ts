import { createCodes } from '#shared/services/codes/codes.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { codeRepository } from './store.ts';

export const codes = once(() => createCodes({ codes: codeRepository(), sealing: sealing() }));
