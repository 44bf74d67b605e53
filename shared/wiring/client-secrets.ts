import { createClientSecrets } from '#shared/services/app-clients/client-secrets.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';

export const clientSecrets = once(() => createClientSecrets({ sealing: sealing() }));
