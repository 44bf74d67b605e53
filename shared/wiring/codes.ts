import { createCodes } from '#shared/services/codes/codes.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { codeRepository, messageCountRepository, table } from './store.ts';

export const codes = once(() =>
  createCodes({
    codeRepository: codeRepository(),
    counts: messageCountRepository(),
    sealing: sealing(),
    table: table(),
  }),
);
