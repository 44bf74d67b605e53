import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AdminRevokeUserSessionCommand } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { sendRaw } from '#tests/fuzz/raw-request.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeUser } from '#tests/support/pools.ts';
import { makeTrackedPool, sessionIdOf } from '#tests/support/sessions.ts';
import { signIn } from '#tests/support/sign-in.ts';

const Event = v.looseObject({ headers: v.looseObject({ 'x-amz-target': v.string() }), body: v.string() });

// Sample events of the operations that take an access token: requests in which nothing but the token is wrong.
const requests = globSync('events/api/*/*.json').flatMap((file) => {
  const { headers, body } = v.parse(Event, JSON.parse(readFileSync(file, 'utf8')));
  const request = { operation: path.basename(file, '.json'), target: headers['x-amz-target'], body };
  return body.includes('{{AccessToken}}') ? [request] : [];
});

describe('the access token of a session that was revoked', () => {
  let AccessToken: string;

  beforeAll(async () => {
    const pool = await makeTrackedPool();
    const user = await makeUser(pool);
    ({ AccessToken } = await signIn(pool, user));
    const SessionId = sessionIdOf({ AccessToken });
    await adminClient().send(
      new AdminRevokeUserSessionCommand({ UserPoolId: pool.poolId, Username: user.username, SessionId }),
    );
  });

  it.each(requests)('is refused by $operation', async ({ target, body }) => {
    const { status, text } = await sendRaw(target, body.replace('{{AccessToken}}', AccessToken), { signed: false });
    expect(JSON.parse(text)).toEqual({ __type: 'NotAuthorizedException', message: 'Access Token has been revoked' });
    expect(status).toBe(400);
  });
});
