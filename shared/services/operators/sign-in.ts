/** Where operators sign in, for those who have no key yet. */
import { operatorRepository } from '#shared/data/operators/operator-repository.ts';
import type { OperatorConfiguration } from '#shared/domain/operators/operators.ts';
import { cached } from '../cache/cache.ts';

// Anybody may ask as often as they like, so it is also remembered that there are none.
const known = cached(async () => ({ configuration: await operatorRepository().find() }));
const only = 'operators';

/** Whose users are operators, and by which app clients; undefined where there are none. As it was at most ten seconds ago. */
export const findOperatorSignIn = async (): Promise<Pick<OperatorConfiguration, 'poolId' | 'clientIds'> | undefined> =>
  (await known.find(only))?.configuration;

/** To be called after a change: then it is read again. */
export const forgetOperatorSignIn = (): void => known.forget(only);
