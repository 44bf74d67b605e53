import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { UsageError } from '../cli/failures.ts';
import { createPace, type Turns } from './pace.ts';

type Config = ConstructorParameters<typeof CognitoIdentityProviderClient>[0];

/** The client of an SDK for one side, which makes its calls by turns and asks again where the service was busy. */
export const connect = (config: Config, turns?: Turns): CognitoIdentityProviderClient => {
  const client = new CognitoIdentityProviderClient({ ...config, maxAttempts: 1 });
  const pace = createPace(turns);
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) =>
        pace(commandName.replace(/Command$/, ''), () => next(args)),
    { step: 'initialize', priority: 'high', name: 'pace' },
  );
  return client;
};

/** The Region in a pool's id, which names a host and a file. Throws UsageError for what is no such id. */
export const regionOf = (poolId: string): string => {
  const [, region] = /^([\w-]+)_[\dA-Za-z]+$/.exec(poolId) ?? [];
  if (region === undefined) throw new UsageError(`${poolId} is no id of a user pool.`);
  return region;
};

/** Where Cognito answers in a Region. */
export const cognitoEndpoint = (region: string): string =>
  `https://cognito-idp.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
