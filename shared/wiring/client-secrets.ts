import { createClientSecrets } from '#shared/services/app-clients/client-secrets.ts';
import { directory } from './directory.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';

export const clientSecrets = once(() => createClientSecrets({ directory: directory(), sealing: sealing() }));
