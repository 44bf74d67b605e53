import * as v from 'valibot';
import type { Api } from '../../cli/api.ts';
import type { Call } from '../kinds/kind.ts';

const Answer = v.record(v.string(), v.unknown());

const ofIdentityPools = /IdentityPool|PrincipalTag/;
const ofOurOwn = /UserPoolChange$/;

/** Calls an operation of user pools, of identity pools or of Gatehouse's own by its name. */
export const callsOf =
  ({ cognito, identity, own }: Pick<Api, 'cognito' | 'identity' | 'own'>): Call =>
  (operation, request) => {
    const ofOthers = ofIdentityPools.test(operation) ? identity : cognito;
    return (ofOurOwn.test(operation) ? own : ofOthers)(operation, request, Answer);
  };
