import { randomUUID } from 'node:crypto';
import { AdminCreateUserCommand, AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';
import { recordsOf } from '#tests/support/audit-trail.ts';
import { adminClient } from '#tests/support/clients.ts';
import { merge } from '#tests/support/merging.ts';
import { authorizePath, onPages } from '#tests/support/oauth.ts';
import { makePool, password } from '#tests/support/pools.ts';
import { scriptedFailure } from '#tests/support/scripted-functions.ts';
import { errorOn } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

const agent = `tests ${randomUUID()}`;

const secret = 'kept-to-ourselves';

const many = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, secret]));

it.each<readonly [string, string, object]>([
  ['a code with a space', 'AWSCognitoIdentityProviderService.ConfirmSignUp', { ConfirmationCode: `${secret} ` }],
  [
    'metadata that is too long',
    'AWSCognitoIdentityProviderService.ConfirmSignUp',
    { ConfirmationCode: '123456', ClientMetadata: { a: `it's ${secret} ${'x'.repeat(132_000)}` } },
  ],
  [
    'tokens of too many providers',
    'AWSCognitoIdentityService.GetId',
    { IdentityPoolId: `us-east-1:${randomUUID()}`, Logins: many(20) },
  ],
])('has no value of %s, which the answer quotes', async (what, target, members) => {
  const { clientId: ClientId } = await makePool();
  const answer = await fetch(stack().endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      'user-agent': `${agent} ${what}`,
    },
    body: JSON.stringify({ ClientId, Username: 'ada', ...members }),
  });
  expect(await answer.text()).toContain(secret);

  const [record] = await recordsOf(stack().trailFile, ({ userAgent }) => userAgent === `${agent} ${what}`);
  expect(record?.errorMessage).toMatch(
    /^1 validation error detected: Value at '\w+(?:\.a)?' failed to satisfy constraint: /,
  );
  expect(JSON.stringify(record)).not.toContain(secret);
});

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

it('has no parameter of a sign-in that a message quotes', async () => {
  const { clientId: ClientId } = await makePool({}, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] });
  const own = `${agent} preferred`;
  const AuthParameters = { USERNAME: 'ada', PREFERRED_CHALLENGE: `${secret}.${'x'.repeat(80)}` };
  const answer = await fetch(stack().endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      'user-agent': own,
    },
    body: JSON.stringify({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters }),
  });
  expect(await answer.text()).toContain(secret);

  const [record] = await recordsOf(stack().trailFile, ({ userAgent }) => userAgent === own);
  expect(record?.errorMessage).toBe(`Invalid PREFERRED_CHALLENGE: ${hidden}`);
  expect(JSON.stringify(record)).not.toContain(secret);
});

it('has no username that a message quotes, and the rest of the message', async () => {
  const { poolId: UserPoolId } = await makePool();
  const [ada, use] = [`ada.${randomUUID()}`, 'use'];
  const admin = adminClient();
  for (const Username of [ada, use]) await admin.send(new AdminCreateUserCommand({ UserPoolId, Username }));
  await admin.send(new AdminDisableUserCommand({ UserPoolId, Username: ada }));
  await expect(merge({ poolId: UserPoolId }, ada, use)).rejects.toThrow(ada);

  const isMeant = ({ eventName, requestParameters }: TrailRecord): boolean =>
    eventName === 'AdminMergeUsers' && requestParameters?.userPoolId === UserPoolId;
  const [record] = await recordsOf(stack().trailFile, isMeant);
  expect(record?.errorMessage).toBe(`The user ${hidden} is disabled. Enable the user before a merge.`);
  expect(JSON.stringify(record)).not.toContain(ada);
});

it('has no field of a page that the message of a trigger quotes', async () => {
  const username = `ada.${randomUUID()}`;
  const failure = `no account for ${username}, please`;
  const pool = await makePool({ LambdaConfig: { PreSignUp: scriptedFailure(failure) } }, onPages);
  const browser = newUserAgent();
  const form = await browser.get(authorizePath(pool, {}, '/signup'));
  expect(await errorOn(await submit(browser, form, { username, password }))).toContain(username);

  const isMeant = ({ eventName, additionalEventData }: TrailRecord): boolean =>
    /^signup_post$/i.test(eventName) && Object(additionalEventData).userPoolId === pool.poolId;
  const [record] = await recordsOf(stack().trailFile, isMeant);
  expect(record?.errorMessage).toBe(`PreSignUp failed with error no account for ${hidden}, please.`);
  expect(JSON.stringify(record)).not.toContain(username);
});
