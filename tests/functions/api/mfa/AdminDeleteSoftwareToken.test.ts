import { AdminDeleteSoftwareTokenCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeUser } from '#tests/support/pools.ts';
import { answerTotp, begin, codeOf, enrol, makeTotpPool, makeTotpUser } from '#tests/support/totp.ts';

const remove = (UserPoolId: string, Username: string) =>
  adminClient().send(new AdminDeleteSoftwareTokenCommand({ UserPoolId, Username }));

describe('AdminDeleteSoftwareToken', () => {
  it('takes the app away: sign-in asks for it no longer', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);

    await remove(pool.poolId, user.username);

    expect((await begin(pool, user)).AuthenticationResult?.AccessToken).toBeDefined();
    const { UserMFASettingList = [], PreferredMfaSetting } = await adminClient().send(
      new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: user.username }),
    );
    expect([UserMFASettingList, PreferredMfaSetting]).toEqual([[], undefined]);
  });

  it('lets the user set up another one', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    await remove(pool.poolId, user.username);

    const again = await enrol(pool, user);

    const { ChallengeName } = await begin(pool, again);
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect(again.secret).not.toBe(user.secret);
  });

  it('refuses the code of a sign-in that began before', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    const { Session } = await begin(pool, user);
    await remove(pool.poolId, user.username);

    await expect(answerTotp(pool, user, Session, codeOf(user.secret))).rejects.toMatchObject({
      name: 'SoftwareTokenMFANotFoundException',
      message: 'Software Token MFA does not exist for the user.',
    });
  });

  it('refuses a user who has none, and one who is not there', async () => {
    const pool = await makeTotpPool();
    const { username } = await makeUser(pool);

    await expect(remove(pool.poolId, username)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Software token MFA has not been configured for this user',
    });
    await expect(remove(pool.poolId, 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});
