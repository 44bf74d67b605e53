import { randomUUID } from 'node:crypto';
import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it, vi } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { callWorker } from '#tests/support/workers.ts';

interface Told {
  readonly Undeliverable: readonly { readonly Address: string; readonly Reason: string; readonly Since: number }[];
}

const told = async (UserPoolId: string, Username: string) =>
  (await callOwn<Told>('AdminGetMessageDelivery', { UserPoolId, Username })).Undeliverable;

const signUp = async (email: string) => {
  const { poolId, clientId: ClientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
  const Username = randomUUID();
  const UserAttributes = [{ Name: 'email', Value: email }];
  const { UserSub: sub = '' } = await publicClient().send(
    new SignUpCommand({ ClientId, Username, Password: password, UserAttributes }),
  );
  return { poolId, ClientId, Username, sub, email };
};

const simulated = (kind: string) => `${kind}+${randomUUID()}@simulator.amazonses.com`;

const bounceOf = (poolId: string, sub: string, to: string, bounceType = 'Permanent') => ({
  'detail-type': 'Email Bounced',
  detail: {
    mail: { tags: { 'gatehouse-pool': [poolId], 'gatehouse-user': [sub] } },
    bounce: { bounceType, bouncedRecipients: [{ emailAddress: to }] },
  },
});

describe('an address to which mails cannot be delivered', () => {
  it.each([
    ['bounce', 'BOUNCE'],
    ['complaint', 'COMPLAINT'],
  ])('gets nothing more after a %s, and who asks is answered as ever', async (kind, Reason) => {
    const { poolId: UserPoolId, ClientId, Username, email } = await signUp(simulated(kind));
    const Since = expect.any(Number);
    await vi.waitFor(
      async () => expect(await told(UserPoolId, Username)).toEqual([{ Address: email, Reason, Since }]),
      { timeout: 180_000, interval: 100 },
    );
    const user = await adminClient().send(new AdminGetUserCommand({ UserPoolId, Username }));
    expect(JSON.stringify(user)).not.toMatch(/undeliverable/i);

    const resend = () => publicClient().send(new ResendConfirmationCodeCommand({ ClientId, Username }));
    expect((await resend()).CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: `${kind.slice(0, 1)}***@s***`,
    });
    expect(await mailTo(email)).toHaveLength(1);

    await callOwn('AdminResetMessageDelivery', { UserPoolId, Username });
    expect(await told(UserPoolId, Username)).toEqual([]);
    await resend();
    expect(await mailTo(email)).toHaveLength(2);
  });

  it('is forgotten once the user has another one, or the owner vouches for it', async () => {
    const { poolId: UserPoolId, ClientId, Username, sub, email } = await signUp(anEmail());
    await callWorker('NoteMailEvents', bounceOf(UserPoolId, sub, email.toUpperCase()));
    expect(await told(UserPoolId, Username)).toHaveLength(1);
    const vouched = [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ];
    await adminClient().send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: vouched }));
    expect(await told(UserPoolId, Username)).toEqual([]);

    await callWorker('NoteMailEvents', bounceOf(UserPoolId, sub, email));
    await callWorker('NoteMailEvents', bounceOf(UserPoolId, sub, email));
    expect(await told(UserPoolId, Username)).toHaveLength(1);
    const other = anEmail();
    const changed = vouched.map(({ Name, Value }) => ({ Name, Value: Name === 'email' ? other : Value }));
    await adminClient().send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: changed }));
    expect(await told(UserPoolId, Username)).toEqual([]);
    await publicClient()
      .send(new ForgotPasswordCommand({ ClientId, Username }))
      .catch(() => undefined);
  });

  it('is noted only for who has it, and only where it is for good', async () => {
    const { poolId, Username, sub, email } = await signUp(anEmail());
    const events = [
      bounceOf(poolId, sub, email, 'Transient'),
      bounceOf(poolId, sub, anEmail()),
      bounceOf(poolId, randomUUID(), email),
      bounceOf('us-east-1_NoSuchPl1', sub, email),
      { detail: { mail: {} } },
      {
        detail: {
          mail: { tags: { 'gatehouse-pool': [poolId], 'gatehouse-user': [sub] } },
          complaint: { complainedRecipients: [{ emailAddress: email }], complaintFeedbackType: 'not-spam' },
        },
      },
    ];
    for (const event of events) await callWorker('NoteMailEvents', event);
    expect(await told(poolId, Username)).toEqual([]);
    await expect(callWorker('NoteMailEvents', { detail: 'x' })).rejects.toThrow();
  });
});
