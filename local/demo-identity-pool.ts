import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  DescribeIdentityPoolCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity';
import type { AccessKey } from './access-key.ts';

interface Demo {
  readonly userPoolId: string;
  readonly clientId: string;
  /** Undefined where none was ever made. */
  readonly identityPoolId?: string | undefined;
}

interface Place {
  readonly endpoint: string;
  readonly region: string;
}

const isThere = async (admin: CognitoIdentityClient, IdentityPoolId: string): Promise<boolean> => {
  try {
    await admin.send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return false;
    throw error;
  }
};

const role = (name: string): string => `arn:aws:iam::000000000000:role/${name}`;

/** The id of an identity pool for guests and for users of the demo pool. It is made where there is none. */
export const giveIdentityPool = async (
  { endpoint, region }: Place,
  accessKey: AccessKey,
  { userPoolId, clientId, identityPoolId: known }: Demo,
): Promise<string> => {
  const admin = new CognitoIdentityClient({ endpoint, region, credentials: { ...accessKey } });
  if (known !== undefined && (await isThere(admin, known))) return known;
  const provider = `cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/${userPoolId}`;
  const { IdentityPoolId = '' } = await admin.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'demo',
      AllowUnauthenticatedIdentities: true,
      DeveloperProviderName: 'login.demo',
      CognitoIdentityProviders: [{ ProviderName: provider, ClientId: clientId, ServerSideTokenCheck: true }],
    }),
  );
  await admin.send(
    new SetIdentityPoolRolesCommand({
      IdentityPoolId,
      Roles: { authenticated: role('gatehouse-user'), unauthenticated: role('gatehouse-guest') },
    }),
  );
  return IdentityPoolId;
};
