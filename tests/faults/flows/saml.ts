import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { logoutRequest, signedXml } from '#shared/domain/federation/saml/messages.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { askHost } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { authorizePath, exchange, locationOf } from '#tests/support/oauth.ts';
import { makeSamlPool, providerKey, providerName } from '#tests/support/saml/saml-pool.ts';
import { bringAnswer, receivedRequest, samlAnswer, signInBySaml } from '#tests/support/saml/saml-sign-in.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const pool = once(() => makeSamlPool());

const refused = (name: string): Error => Object.assign(new Error(name), { name });

// A page of errors, or an error without a word, is a fault of the pool.
const assertWell = ({ status }: Response, { searchParams }: URL): void => {
  const error = searchParams.get('error');
  const description = searchParams.get('error_description');
  if (status >= 500 || (error === 'server_error' && description === null)) throw refused('InternalErrorException');
  if (error !== null) throw refused(`${error} ${description}`);
};

/** A whole sign-in, as a person begins it again who hears of a fault. */
const signIn = async (nameId: string, mail: string): Promise<void> => {
  const agent = newUserAgent();
  const left = await agent.get(authorizePath(await pool(), { identity_provider: providerName }));
  assertWell(left, locationOf(left));
  const { id: requestId, relayState } = receivedRequest(locationOf(left));
  const xml = samlAnswer(await pool(), { nameId, attributes: { mail: [mail] } }, { requestId });
  const answer = await bringAnswer(agent, xml, relayState);
  assertWell(answer, locationOf(answer));
};

const mailOf = async (nameId: string): Promise<string | undefined> => {
  const asked = { UserPoolId: (await pool()).poolId, Username: `${providerName}_${nameId}` };
  const { UserAttributes = [] } = await adminClient().send(new AdminGetUserCommand(asked));
  return UserAttributes.find(({ Name }) => Name === 'email')?.Value;
};

const atDomain = once(async () => {
  const prefix = aPrefix();
  await createDomain((await pool()).poolId, prefix);
  return hostOf(prefix);
});

/** An access token of a new user. */
const tokenOf = async (nameId: string): Promise<string | undefined> => {
  const facts = { nameId, attributes: { mail: ['ada@example.com'] } };
  const told = await signInBySaml(await pool(), facts, { scope: 'openid aws.cognito.signin.user.admin' });
  const answer = await exchange(await pool(), locationOf(told).searchParams.get('code') ?? '');
  const { access_token }: Record<string, string> = JSON.parse(await answer.text());
  return access_token;
};

const logoutOf = (host: string, value: string) =>
  logoutRequest({
    id: `_${randomUUID()}`,
    issuer: 'https://idp.example.com/metadata',
    destination: `http://${host}/saml2/logout`,
    issuedAt: Date.now(),
    nameId: { value, format: undefined, nameQualifier: undefined, spNameQualifier: undefined },
    sessionIndex: undefined,
  });

/** Sign-ins through a SAML provider, and logouts by it. */
export const saml: readonly Flow[] = [
  {
    operation: 'saml2-idp-response',
    way: 'first sign-in',
    prepare: async () => {
      await pool();
      const nameId = randomUUID();
      return {
        call: () => signIn(nameId, 'ada@example.com'),
        proof: async () => expect(await mailOf(nameId)).toBe('ada@example.com'),
      };
    },
  },
  {
    operation: 'saml2-idp-response',
    way: 'changed attribute',
    prepare: async () => {
      const nameId = randomUUID();
      await signIn(nameId, 'ada@example.com');
      return {
        call: () => signIn(nameId, 'lovelace@example.com'),
        proof: async () => expect(await mailOf(nameId)).toBe('lovelace@example.com'),
      };
    },
  },
  {
    operation: 'saml2-logout',
    way: 'request of a SAML provider',
    prepare: async () => {
      const host = await atDomain();
      const nameId = randomUUID();
      const AccessToken = await tokenOf(nameId);
      const form = { SAMLRequest: Buffer.from(signedXml(logoutOf(host, nameId), providerKey).xml).toString('base64') };
      return {
        call: async () => {
          const { status, headers } = await askHost(host, '/saml2/logout', 'POST', { form });
          if (status >= 500) throw refused('InternalErrorException');
          if (headers.location?.includes('/error?')) throw refused('UsedBefore');
        },
        doneBefore: ['UsedBefore'],
        proof: async () => {
          const asked = publicClient().send(new GetUserCommand({ AccessToken }));
          await expect(asked).rejects.toMatchObject({ message: 'Access Token has been revoked' });
        },
      };
    },
  },
];
