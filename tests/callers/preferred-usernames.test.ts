import {
  AdminGetUserCommand,
  type AliasAttributeType,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

describe('a preferred username', () => {
  it.each(['username', 'sub', 'email'] as const)('never stands before the %s of somebody else', async (name) => {
    const AliasAttributes: AliasAttributeType[] = ['preferred_username', 'email'];
    const pool = await makePool({ AliasAttributes });
    const [ada, eve] = [await makeUser(pool), await makeUser(pool)];
    const { AccessToken } = await signIn(pool, eve);
    const UserAttributes = [{ Name: 'preferred_username', Value: ada[name] }];
    await publicClient().send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));

    const found = await adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: ada[name] }));
    expect(found.Username).toBe(ada.username);
  });
});
