import type { TokenChanges } from '#shared/domain/tokens/token-changes.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { type CallTrigger, unrecognizable } from './call.ts';
import { responseV1, responseV2 } from './token-response.ts';
import type { ClientCredentials, PreTokenGeneration } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

const mostChanges = 5000;

const countOf = ({ idToken, accessToken }: TokenChanges): number =>
  [idToken.suppress, accessToken.suppress, accessToken.scopesToAdd, accessToken.scopesToSuppress]
    .concat([Object.keys(idToken.add), Object.keys(accessToken.add)])
    .reduce((count, changes) => count + changes.length, 0);

const bounded = (changes: TokenChanges): TokenChanges => {
  if (countOf(changes) > mostChanges) throw unrecognizable();
  return changes;
};

const eventVersions = { V1_0: '1', V2_0: '2', V3_0: '3' } as const;

const configured = ({ settings }: UserPool) => settings.LambdaConfig?.PreTokenGenerationConfig;

const requestOf = ({ pool, user, groups }: PreTokenGeneration) => ({
  userAttributes: userAttributes(pool, user),
  groupConfiguration: {
    groupsToOverride: groups.groups,
    iamRolesToOverride: groups.roles,
    preferredRole: groups.preferredRole ?? null,
  },
});

/**
 * Asks what tokens should say. V1_0 changes the ID token and groups; V2_0 and V3_0 also the access token and scopes.
 */
export const preTokenGeneration = async (call: CallTrigger, on: PreTokenGeneration): Promise<TokenChanges> => {
  const version = eventVersions[configured(on.pool)?.LambdaVersion ?? 'V1_0'];
  const common = {
    version,
    source: on.source,
    occasion: on,
    username: on.user.username,
  } as const;
  const request = requestOf(on);
  const changes =
    version === '1'
      ? await call({ ...common, request, blank: { claimsOverrideDetails: null }, response: responseV1 })
      : await call({
          ...common,
          request: { ...request, scopes: on.scopes },
          blank: { claimsAndScopeOverrideDetails: null },
          response: responseV2,
        });
  return bounded(changes);
};

/** Asks what the token of a machine should say. Only V3_0 knows of machines. */
export const clientCredentials = async (call: CallTrigger, on: ClientCredentials): Promise<TokenChanges> =>
  bounded(
    await call({
      version: '3',
      source: 'TokenGeneration_ClientCredentials',
      occasion: on,
      username: 'ClientCredentials',
      request: { userAttributes: {}, groupConfiguration: null, scopes: on.scopes },
      blank: { claimsAndScopeOverrideDetails: null },
      response: responseV2,
    }),
  );
