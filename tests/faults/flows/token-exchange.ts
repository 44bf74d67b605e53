import { expect } from 'vitest';
import { newRsaKeys } from '#tests/support/client-keys.ts';
import { newProofKeys, proofHeader } from '#tests/support/dpop.ts';
import { isActive } from '#tests/support/logouts.ts';
import { newTokens } from '#tests/support/oauth.ts';
import { makeUser } from '#tests/support/pools.ts';
import {
  allowGrants,
  bringAssertion,
  type Exchanged,
  exchangeToken,
  foreignToken,
  jwtBearer,
  makeExchange,
  tokenExchange,
  trustIssuer,
} from '#tests/support/token-exchange.ts';
import { listening } from '../heard.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const issuer = 'https://idp.example.com';
const keys = newRsaKeys({ kid: 'theirs' });

const trusting = async (more: object) => {
  const made = await makeExchange();
  await allowGrants(made.api, [jwtBearer, tokenExchange]);
  await trustIssuer(made.api, issuer, keys, { UsernameClaim: 'name', ...more });
  return made;
};

const exchanges = once(() => trusting({}));
const exchangesOnce = once(() => trusting({ UseOnce: true }));

const assertionFor = (name: string): Promise<string> =>
  foreignToken(keys, { iss: issuer, aud: 'https://id.example.com', sub: 'u1', name });

const refused = (name: string): Error => Object.assign(new Error(name), { name });

/** The access token of an answer. Throws an Error named by the error in it. */
const tokenOf = ({ status, error = '', access_token = '' }: Exchanged): string => {
  if (status >= 500) throw refused('InternalErrorException');
  if (status !== 200) throw refused(error);
  return access_token;
};

/** Tokens for tokens. */
export const tokenExchanges: readonly Flow[] = [
  {
    operation: 'token',
    way: 'jwt-bearer, for a user',
    prepare: async () => {
      const { app, api } = await exchanges();
      const { username } = await makeUser(app);
      const assertion = await assertionFor(username);
      const { call, heard } = listening(async () => tokenOf(await bringAssertion(api, assertion)));
      return { call, proof: async () => expect(await isActive(api, heard())).toBe(true) };
    },
  },
  {
    operation: 'token',
    way: 'jwt-bearer, with an assertion that counts once',
    prepare: async () => {
      const { app, api } = await exchangesOnce();
      const assertion = await assertionFor((await makeUser(app)).username);
      const bring = async () => tokenOf(await bringAssertion(api, assertion));
      return {
        call: bring,
        // Nobody can tell a client that heard nothing from somebody who found its assertion.
        doneBefore: ['invalid_grant'],
        proof: () => expect(bring()).rejects.toThrow('invalid_grant'),
      };
    },
  },
  {
    operation: 'token',
    way: 'token-exchange, with the proof of a key',
    prepare: async () => {
      const { app, api } = await exchanges();
      const { access_token } = await newTokens({ ...app, user: await makeUser(app) });
      const proofKeys = newProofKeys();
      const { call, heard } = listening(async () => {
        const proof = await proofHeader(proofKeys);
        const token = tokenOf(await exchangeToken(api, access_token, {}, proof));
        return { proof, token };
      });
      return {
        call,
        proof: async () => {
          const { proof, token } = heard();
          expect(await isActive(api, token)).toBe(true);
          const again = await exchangeToken(api, access_token, {}, proof);
          expect(again).toMatchObject({ error: 'invalid_dpop_proof' });
        },
      };
    },
  },
];
