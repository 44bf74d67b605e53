import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { deliverDue, type HearingApp, hear, makeHearingApp } from '#tests/support/logouts.ts';
import { newTokens } from '#tests/support/oauth.ts';
import { receivedAt } from '#tests/support/outbound-server.ts';
import { callOwn } from '#tests/support/own-operations.ts';

const minute = 60_000;
const sessions = 12;
// Four at once, and two more until they have taken too long. One may be counted late.
const mostInOneRun = 7;

const signOut = ({ poolId: UserPoolId, user: { username: Username } }: HearingApp) =>
  adminClient().send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));

const statusesOf = async ({ poolId: UserPoolId }: HearingApp): Promise<readonly string[]> => {
  const { LogoutDeliveries } = await callOwn<{ LogoutDeliveries: { readonly Status: string }[] }>(
    'ListLogoutDeliveries',
    { UserPoolId },
  );
  return LogoutDeliveries.map(({ Status }) => Status);
};

it('a client that is slow to take its logouts gets a few of them in each run, and keeps no other one waiting', async () => {
  const slow = await makeHearingApp({ answers: [{ after: 7000 }], needsSession: true });
  for (let session = 0; session < sessions; session += 1) await newTokens(slow);
  const quick = await makeHearingApp();
  await newTokens(quick);
  await signOut(slow);
  await signOut(quick);

  await deliverDue(2 * minute);

  expect(await statusesOf(quick)).toEqual(['DELIVERED']);
  const toldSlow = await receivedAt(slow.receiver);
  expect(toldSlow.length).toBeGreaterThan(0);
  expect(toldSlow.length).toBeLessThanOrEqual(mostInOneRun);

  // Nothing of it is lost: once the client is quick, it is told of every session.
  const mended = await hear(slow, { answers: [{ status: 200 }], needsSession: true });
  await deliverDue(10 * minute);
  expect(await receivedAt(mended.receiver)).toHaveLength(sessions);
  expect(await statusesOf(slow)).toEqual(Array.from({ length: sessions }, () => 'DELIVERED'));
});
