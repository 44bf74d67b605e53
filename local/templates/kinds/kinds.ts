import { appClient } from './app-client.ts';
import { domain } from './domain.ts';
import { identityPool } from './identity-pool.ts';
import type { Kind } from './kind.ts';
import { simpleKinds } from './simple.ts';
import { user } from './user.ts';
import { userPool } from './user-pool.ts';

const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    ...simpleKinds,
    'AWS::Cognito::IdentityPool': identityPool,
    'AWS::Cognito::UserPool': userPool,
    'AWS::Cognito::UserPoolClient': appClient,
    'AWS::Cognito::UserPoolDomain': domain,
    'AWS::Cognito::UserPoolUser': user,
  }),
);

/** How resources of a type are made; undefined for a type that is not made here. */
export const kindOf = (type: string): Kind | undefined => kinds.get(type);

const sync = 'belongs to Amazon Cognito Sync, which is not here';
const replicas = 'a deployment is in one Region, so pools have no replicas';

/** Types and properties that are left out when a file has them, and why. They are said at each start. */
export const leftOut: Readonly<Record<string, string>> = {
  'AWS::Cognito::UserPoolRegionalConfigurationAttachment': replicas,
  'AWS::Cognito::UserPoolReplica': replicas,
  'AWS::Cognito::IdentityPool.CognitoEvents': sync,
  'AWS::Cognito::IdentityPool.CognitoStreams': sync,
  'AWS::Cognito::IdentityPool.PushSync': sync,
  'AWS::Cognito::ManagedLoginBranding.ReturnMergedResources': 'says what CloudFormation reads back, and sets nothing',
};
