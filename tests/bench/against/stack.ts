import { setTimeout as pause } from 'node:timers/promises';
import { startCheckout } from '#tests/journey/checkout.ts';
import { alternate, type Both, type Figure, type Measured, toFigures } from './figures.ts';
import type { Plan } from './plan.ts';
import { readTaken } from './processes.ts';
import { onStack } from './works.ts';

/** `npm start` in an empty folder: until the first sign-in is answered, and the memory of all its processes at rest. */
export const stackFigures = async (
  folders: Both<string>,
  { rounds, idleSeconds }: Plan,
): Promise<readonly Figure[]> => {
  const found = await alternate(rounds, (side): Promise<readonly Measured[]> => {
    const begun = performance.now();
    const starting = startCheckout(folders[side], { inMemory: false, env: { GATEHOUSE_WATCH: 'on' } });
    return onStack(starting, async ({ call }, { clientId: ClientId, username, password, pid = 0 }) => {
      const AuthParameters = { USERNAME: username, PASSWORD: password };
      await call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
      const seconds = (performance.now() - begun) / 1000;
      await pause(idleSeconds * 1000);
      const { megabytes } = await readTaken(pid);
      return [
        { name: 'npm start to first answer', unit: 's', value: seconds },
        { name: `its memory ${idleSeconds} s later`, unit: 'MB', value: megabytes },
      ];
    });
  });
  return toFigures(found);
};
