import * as v from 'valibot';
import type { Api } from '../../cli/api.ts';
import type { Call } from '../kinds/kind.ts';

const Answer = v.record(v.string(), v.unknown());

const ofIdentityPools = /IdentityPool|PrincipalTag/;

/** Calls an operation of user pools or of identity pools by its name. */
export const callsOf =
  ({ cognito, identity }: Pick<Api, 'cognito' | 'identity'>): Call =>
  (operation, request) =>
    (ofIdentityPools.test(operation) ? identity : cognito)(operation, request, Answer);
