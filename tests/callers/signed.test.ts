import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it, vi } from 'vitest';
import { sendRaw } from '#tests/fuzz/raw-request.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error('The worker gave no key.');
  return value;
};

const makeKey = async (policy: { readonly actions?: string[]; readonly pools?: string[] }): Promise<Key> => {
  const { accessKeyId, secretAccessKey } = await callWorker('CreateAccessKey', policy);
  return { accessKeyId: text(accessKeyId), secretAccessKey: text(secretAccessKey) };
};

const clientOf = (credentials: Key, more: { maxAttempts?: number } = {}) => {
  const { endpoint, region } = stack();
  return new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: { ...credentials },
    maxAttempts: 1,
    ...more,
  });
};

describe('a signed request', () => {
  it('is allowed what the policy of its key says, on the pools that it names', async () => {
    const [mine, other] = [await makePool(), await makePool()];
    const client = clientOf(await makeKey({ actions: ['Describe*', 'ListUsers'], pools: [mine.poolId] }));

    await expect(client.send(new DescribeUserPoolCommand({ UserPoolId: mine.poolId }))).resolves.toBeDefined();
    await expect(client.send(new ListUsersCommand({ UserPoolId: mine.poolId }))).resolves.toBeDefined();

    await expect(
      client.send(new AdminGetUserCommand({ UserPoolId: mine.poolId, Username: 'ada' })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`is not authorized to perform: cognito-idp:AdminGetUser on resource: arn:aws:`),
    });
    await expect(client.send(new DescribeUserPoolCommand({ UserPoolId: other.poolId }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('that names no pool wants a key for all of them', async () => {
    const { poolId } = await makePool();
    const list = new ListUserPoolsCommand({ MaxResults: 1 });
    await expect(clientOf(await makeKey({ pools: [poolId] })).send(list)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(clientOf(await makeKey({ pools: ['*'] })).send(list)).resolves.toBeDefined();
  });

  it('of a key that nobody made is not recognized', async () => {
    const client = clientOf({ accessKeyId: 'GATEAAAAAAAAAAAAAAAA', secretAccessKey: 'x'.repeat(40) });
    await expect(client.send(new ListUserPoolsCommand({ MaxResults: 1 }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });

  it('with another secret does not match', async () => {
    const { accessKeyId } = await makeKey({});
    const client = clientOf({ accessKeyId, secretAccessKey: 'x'.repeat(40) });
    await expect(client.send(new ListUserPoolsCommand({ MaxResults: 1 }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });

  it.each([-3_600_000, 3_600_000])(
    'by a clock %d ms off is refused, in words by which the SDK mends its clock',
    async (off) => {
      const key = await makeKey({});
      const list = new ListUserPoolsCommand({ MaxResults: 1 });
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off });
      try {
        await expect(clientOf(key).send(list)).rejects.toMatchObject({
          name: 'InvalidSignatureException',
          message: expect.stringMatching(off < 0 ? /^Signature expired: / : /^Signature not yet current: /),
        });
        await expect(clientOf(key, { maxAttempts: 2 }).send(list)).resolves.toBeDefined();
      } finally {
        vi.useRealTimers();
      }
    },
  );

  it('must be one: without a signature there is no token', async () => {
    const { status, text: body } = await sendRaw(
      'AWSCognitoIdentityProviderService.ListUserPools',
      '{"MaxResults":1}',
      {
        signed: false,
      },
    );
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual({
      __type: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
  });

  it('is not looked at by operations for everybody', async () => {
    const { clientId } = await makePool();
    const body = JSON.stringify({ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {} });
    const answer = await fetch(stack().endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
        authorization: 'AWS4-HMAC-SHA256 Credential=nonsense',
      },
      body,
    });
    expect(await answer.json()).toMatchObject({ message: 'Missing required parameter USERNAME' });
  });
});
