import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { makeAuthenticator } from '#tests/support/authenticator.ts';
import { adminClient } from '#tests/support/clients.ts';
import { complaintsIn, makeManagedPool } from '#tests/support/managed-login.ts';
import { onPages } from '#tests/support/oauth.ts';
import { newHolder, register, toRequestOptions } from '#tests/support/passkeys.ts';
import { makeClient, type TestPool } from '#tests/support/pools.ts';
import { codeIn, loginPath, textOf, userOf } from '#tests/support/sign-in-page.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const makePasskeyPool = () =>
  makeManagedPool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } });

const unescaped = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** What the sign-in page hands to the browser. */
const offerOn = async (page: Response) => {
  const [, options = ''] = /data-offer="([^"]*)"/.exec(await textOf(page)) ?? [];
  return toRequestOptions({ CREDENTIAL_REQUEST_OPTIONS: unescaped(options) });
};

const opened = async (pool: Pick<TestPool, 'clientId'>, agent: UserAgent = newUserAgent()) => {
  const page = await agent.get(loginPath(pool));
  return { agent, page, options: await offerOn(page) };
};

const complaintsOn = async (page: Response): Promise<readonly string[]> => complaintsIn(await textOf(page));

const refused = 'This passkey was not accepted. Try again, or choose another way to sign in.';

describe('a passkey that the browser offers', () => {
  it('signs in without a name', async () => {
    const pool = await makePasskeyPool();
    const holder = await newHolder(pool);
    const authenticator = await register(holder);
    const { agent, page, options } = await opened(pool);
    expect(await textOf(page)).toMatch(/name="username"[^>]* autocomplete="username webauthn"/);
    const answer = await submit(agent, page, { credential: authenticator.sign(options) });
    expect(await userOf(pool, answer)).toBe(holder.sub);
  });

  it('is asked for on no page of a pool whose users have none', async () => {
    const pool = await makeManagedPool();
    const text = await textOf(await newUserAgent().get(loginPath(pool)));
    expect(text).not.toContain('data-offer');
    expect(text).not.toContain('webauthn');
  });

  it('signs in once: the same answer again is refused', async () => {
    const pool = await makePasskeyPool();
    const authenticator = await register(await newHolder(pool));
    const { agent, page, options } = await opened(pool);
    const { action, fields } = formIn(await textOf(page));
    const posted = { ...fields, credential: authenticator.sign(options) };
    expect(await codeIn(await agent.post(action, posted))).toBeTruthy();
    expect(await complaintsOn(await agent.post(action, posted))).toEqual(['Your sign-in has expired. Sign in again.']);
  });

  it('is refused with the challenge of another page, of another client, or after its time', async () => {
    const pool = await makePasskeyPool();
    const authenticator = await register(await newHolder(pool));
    const one = await opened(pool);
    const other = await opened(pool);
    const { action, fields } = formIn(await textOf(one.page));
    const swapped = await submit(one.agent, one.page, { credential: authenticator.sign(other.options) });
    expect(await complaintsOn(swapped)).toEqual([refused]);

    const client = await makeClient(pool.poolId, onPages);
    const foreign = await opened(client);
    const offer = formIn(await textOf(foreign.page)).fields.offer ?? '';
    const credential = authenticator.sign(foreign.options);
    const expired = 'Your sign-in has expired. Sign in again.';
    expect(await complaintsOn(await one.agent.post(action, { ...fields, offer, credential }))).toEqual([expired]);

    const late = newUserAgent({ ahead: 3_600_000, cookies: other.agent.cookies });
    const answer = await submit(late, other.page, { credential: authenticator.sign(other.options) });
    expect(await complaintsOn(answer)).toEqual([expired]);
  });

  it('is refused where it is nobody’s, another user’s, or says nobody', async () => {
    const pool = await makePasskeyPool();
    const own = await register(await newHolder(pool));
    const { sub } = await newHolder(pool);
    const cases: readonly ((options: Awaited<ReturnType<typeof offerOn>>) => string)[] = [
      (options) => makeAuthenticator().sign(options),
      (options) => own.sign(options, { userHandle: Buffer.from(sub).toString('base64url') }),
      (options) => own.sign(options, { userHandle: Buffer.from('nobody').toString('base64url') }),
    ];
    for (const sign of cases) {
      const { agent, page, options } = await opened(pool);
      expect(await complaintsOn(await submit(agent, page, { credential: sign(options) }))).toEqual([refused]);
    }
    for (const credential of ['{}', 'none', '{"id":1}']) {
      const { agent, page } = await opened(pool);
      const answer = await submit(agent, page, { credential });
      expect([answer.status, (await complaintsOn(answer)).length]).toEqual([200, 1]);
    }
  });

  it('does not sign in a user who is disabled', async () => {
    const pool = await makePasskeyPool();
    const holder = await newHolder(pool);
    const authenticator = await register(holder);
    const { agent, page, options } = await opened(pool);
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: holder.username }));
    const answer = await submit(agent, page, { credential: authenticator.sign(options) });
    expect(await complaintsOn(answer)).toEqual(['This account is disabled. Contact an administrator.']);
  });
});
