import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { recordsOf } from '#tests/support/audit-trail.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

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
