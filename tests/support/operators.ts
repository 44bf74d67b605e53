import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { join, makeGroup } from './groups.ts';
import { callOwn, callOwnUnsigned } from './own-operations.ts';
import { makePool, makeUser, type TestPool, type TestUser } from './pools.ts';
import { signIn } from './sign-in.ts';
import { stack } from './stack.ts';

/** What CreateOperatorSession answers. */
export interface OperatorKeys {
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
    readonly Expiration: number;
  };
  readonly Username: string;
  readonly Groups: readonly { readonly GroupName: string; readonly Role: string }[];
}

/** Says who operates the deployment; nobody, where nothing is given. */
export const configure = (OperatorConfiguration?: object): Promise<object> =>
  callOwn('SetOperatorConfiguration', { OperatorConfiguration });

/** A pool of operators, and one that they administer. */
export const makeOperatorPools = async () => {
  const [operators, shop] = await Promise.all([makePool(), makePool()]);
  for (const name of ['administrators', 'shop', 'auditors', 'help-desk', 'others']) await makeGroup(operators, name);
  const configuration = {
    UserPoolId: operators.poolId,
    ClientIds: [operators.clientId],
    Groups: [
      { GroupName: 'administrators', Role: 'ADMINISTRATOR' },
      { GroupName: 'shop', Role: 'ADMINISTRATOR', UserPoolIds: [shop.poolId] },
      { GroupName: 'auditors', Role: 'READER' },
      { GroupName: 'help-desk', Role: 'SUPPORT' },
    ],
  };
  await configure(configuration);
  return { operators, shop, customer: await makeUser(shop), configuration };
};

/** A user of the pool in these groups. */
export const makeOperator = async (operators: TestPool, ...groups: readonly string[]): Promise<TestUser> => {
  const user = await makeUser(operators);
  await join(operators, user, ...groups);
  return user;
};

/** Keys for an access token. */
export const exchange = (AccessToken: string): Promise<OperatorKeys> =>
  callOwnUnsigned<OperatorKeys>('CreateOperatorSession', { AccessToken });

/** Keys as SDKs take them. */
export const credentialsOf = ({ Credentials }: Pick<OperatorKeys, 'Credentials'>) => ({
  accessKeyId: Credentials.AccessKeyId,
  secretAccessKey: Credentials.SecretAccessKey,
  sessionToken: Credentials.SessionToken,
});

/** An unmodified SDK client that signs by these keys. */
export const asOperator = (keys: Pick<OperatorKeys, 'Credentials'>): CognitoIdentityProviderClient => {
  const { endpoint, region } = stack();
  return new CognitoIdentityProviderClient({ endpoint, region, maxAttempts: 1, credentials: credentialsOf(keys) });
};

/** A user of the pool in these groups, signed in, with keys. */
export const signInOperator = async (operators: TestPool, ...groups: readonly string[]) => {
  const user = await makeOperator(operators, ...groups);
  const tokens = await signIn(operators, user);
  const keys = await exchange(tokens.AccessToken);
  return { user, tokens, keys, client: asOperator(keys) };
};
