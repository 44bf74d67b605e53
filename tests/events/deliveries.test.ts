import {
  AdminConfirmSignUpCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { answerWith, deliveriesAbout, eventsAbout, toldAbout } from '#tests/support/heard-events.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { signUp } from '#tests/support/sign-up.ts';

describe('Events tell of pools and app clients', () => {
  it('what changed, without a value', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool({}, { GenerateSecret: true });
    const admin = adminClient();
    const { UserPoolClient } = await admin.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    await admin.send(
      new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE', MfaConfiguration: 'OFF' }),
    );
    await admin.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, RefreshTokenValidity: 7 }));
    await admin.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    await makeUser({ poolId: UserPoolId });
    await admin.send(new DeleteUserPoolCommand({ UserPoolId }));
    const told = await toldAbout(UserPoolId, 'UserDeleted');
    expect(told[0]).toEqual(['UserPoolCreated', { name: 'test' }]);
    expect(told).toContainEqual(['AppClientCreated', { clientId: ClientId, name: 'test' }]);
    const changes = told.filter(([type]) => type === 'AppClientChanged');
    expect(changes).toEqual([
      [
        'AppClientChanged',
        { clientId: ClientId, name: 'test', changed: expect.arrayContaining(['RefreshTokenValidity']) },
      ],
    ]);
    expect(told).toContainEqual(['AppClientDeleted', { clientId: ClientId, name: 'test' }]);
    expect(told).toContainEqual(['UserPoolDeleted', { name: 'test' }]);
    expect(JSON.stringify(await deliveriesAbout(UserPoolId))).not.toContain(UserPoolClient?.ClientSecret);
  });
});

describe('An event that the receiver does not take', () => {
  it.each([
    ['answers with an error', 500],
    ['leads elsewhere', 302],
    ['breaks the connection', 0],
  ])('comes again with the same id where it %s', async (_what, status) => {
    const pool = await makePool();
    const { username: Username, answer } = await signUp(pool);
    const sub = answer.UserSub ?? '';
    await toldAbout(sub, 'PasswordChanged');
    await answerWith(sub, status);
    await adminClient().send(new AdminConfirmSignUpCommand({ UserPoolId: pool.poolId, Username }));
    const confirmations = async () =>
      (await deliveriesAbout(sub)).filter(({ event }) => event.type === 'UserConfirmed');
    await expect.poll(async () => (await confirmations()).map((one) => one.status)).toEqual([status, 204]);
    const [first, second] = await confirmations();
    expect(second?.id).toBe(first?.id);
    expect(second?.event).toEqual(first?.event);
    expect((await eventsAbout(sub)).map(({ type }) => type)).toEqual([
      'UserCreated',
      'PasswordChanged',
      'UserConfirmed',
    ]);
  });
});
