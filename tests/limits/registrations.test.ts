import { afterEach, expect, it } from 'vitest';
import { setLimit, unlimited } from '#tests/support/limits.ts';
import { aClient, askRegistration, makeOpenPool, register } from '#tests/support/registration.ts';

// More than others here make of this category at the same time, who are in other windows by their clock.
const perSecond = 20;

const day = 86_400_000;
// So far ahead that nobody else counts, at the beginning of a window of ten seconds.
const at = Math.floor(Date.now() / day) * day + 365 * day;

afterEach(() => setLimit(unlimited, 'UserPoolClientUpdate'));

it.each([
  ['registrations without an initial access token', 'POST'],
  ['what a client asks of its registration', 'GET'],
])('the limit of the deployment counts %s', async (_what, method) => {
  const pool = await makeOpenPool();
  const { registration_client_uri: uri, registration_access_token: token } = await register(pool);
  await setLimit(perSecond, 'UserPoolClientUpdate');
  const ask = (): Promise<Response> => {
    const headers = { 'x-gatehouse-clock': String(method === 'GET' ? at : at + day) };
    return method === 'GET'
      ? askRegistration(uri, undefined, { method, token, headers })
      : askRegistration(`/${pool.poolId}/oauth2/register`, aClient, { headers });
  };
  const throttled: (string | null)[] = [];
  // What read the limits just before this one was set may know them for a moment longer.
  while (throttled.length < 2) {
    const answer = await ask();
    const { error, error_description: description }: Record<string, string> = JSON.parse(await answer.text());
    if (description !== 'Rate exceeded') continue;
    expect([answer.status, error]).toEqual([429, 'temporarily_unavailable']);
    throttled.push(answer.headers.get('retry-after'));
  }
  expect(throttled).toEqual(['10', '10']);
});
