import { describe, expect, it } from 'vitest';
import { callback, locationOf } from '#tests/support/oauth.ts';
import { makeSamlPool, providerName, type SamlPool } from '#tests/support/saml/saml-pool.ts';
import { beginSamlSignIn, bringAnswer, samlAnswer } from '#tests/support/saml/saml-sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const told = (answer: Response): Readonly<Record<string, string>> => {
  const location = locationOf(answer);
  const { iss: _iss, ...parameters } = Object.fromEntries(location.searchParams);
  return { to: `${location.origin}${location.pathname}`, ...parameters };
};

const relayStateOf = ({ clientId }: SamlPool, more: Readonly<Record<string, string>> = {}): string =>
  String(
    new URLSearchParams({
      client_id: clientId,
      redirect_uri: callback,
      response_type: 'code',
      identity_provider: providerName,
      scope: 'openid',
      ...more,
    }),
  );

const begun = { IDPInit: 'true' };
const code = { to: callback, code: expect.any(String) };
const toErrors = () => ({
  to: `${stack().endpoint}/error`,
  error: 'Invalid relayState from identity provider',
});

describe('a response that nobody asked for', () => {
  it('signs in where the provider may begin, for the app that RelayState names', async () => {
    const pool = await makeSamlPool({ details: begun });
    const answer = await bringAnswer(newUserAgent(), samlAnswer(pool), relayStateOf(pool, { state: 'own' }));
    expect(told(answer)).toEqual({ ...code, state: 'own' });
    const withoutName = new URLSearchParams(relayStateOf(pool));
    withoutName.delete('identity_provider');
    expect(told(await bringAnswer(newUserAgent(), samlAnswer(pool), String(withoutName)))).toEqual(code);
  });

  it('is refused where the provider may not begin', async () => {
    const pool = await makeSamlPool();
    expect(told(await bringAnswer(newUserAgent(), samlAnswer(pool), relayStateOf(pool)))).toEqual({
      to: callback,
      error: 'server_error',
      error_description: 'Invalid SAML response received: The provider may not begin a sign-in',
    });
  });

  it('is refused where it answers a request, is old, or was used', async () => {
    const pool = await makeSamlPool({ details: begun });
    const bring = async (xml: string) => told(await bringAnswer(newUserAgent(), xml, relayStateOf(pool)));
    const refusal = (reason: string) => ({
      to: callback,
      error: 'server_error',
      error_description: `Invalid SAML response received: ${reason}`,
    });
    const { id: requestId } = await beginSamlSignIn(newUserAgent(), pool);
    expect(await bring(samlAnswer(pool, {}, { requestId }))).toEqual(refusal('The response answers a request'));
    const old = samlAnswer(pool, { now: Date.now() - 400_000, notOnOrAfter: Date.now() + 60_000 });
    expect(await bring(old)).toEqual(refusal('The assertion is older than six minutes'));
    const xml = samlAnswer(pool);
    expect(await bring(xml)).toEqual(code);
    expect(await bring(xml)).toEqual(refusal('The assertion was used before'));
  });

  it('leads to the page of errors where RelayState names no app', async () => {
    const pool = await makeSamlPool({ details: begun });
    const states = [
      '',
      'https://app.example.com',
      `client_id=${pool.clientId}`,
      'client_id=nobody&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback',
      `${relayStateOf(pool)}&client_id=other`,
    ];
    for (const state of states) {
      expect(told(await bringAnswer(newUserAgent(), samlAnswer(pool), state))).toEqual(toErrors());
    }
  });

  it('never leads to an address that the app does not have', async () => {
    const pool = await makeSamlPool({ details: begun });
    const state = relayStateOf(pool, { redirect_uri: 'https://evil.example.com' });
    const { to, error } = told(await bringAnswer(newUserAgent(), samlAnswer(pool), state));
    expect([to, error]).toEqual([`${stack().endpoint}/error`, 'redirect_mismatch']);
  });

  it('is of no provider that the client does not have', async () => {
    const pool = await makeSamlPool({ details: begun });
    const state = relayStateOf(pool, { identity_provider: 'Nobody' });
    expect(told(await bringAnswer(newUserAgent(), samlAnswer(pool), state))).toMatchObject({
      to: callback,
      error: 'invalid_request',
    });
  });
});
