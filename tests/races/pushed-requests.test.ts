import { expect, it } from 'vitest';
import { callback, makeOAuthApp, postForm } from '#tests/support/oauth.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const times = 16;

it('a pushed request counts once, when it is used many times at once', async () => {
  const { clientId: client_id } = await makeOAuthApp();
  const fields = { client_id, response_type: 'code', redirect_uri: callback, scope: 'openid' };
  const pushed = await postForm('/oauth2/par', fields);
  const { request_uri }: { request_uri: string } = JSON.parse(await pushed.text());
  const path = `/oauth2/authorize?${new URLSearchParams({ client_id, request_uri })}`;
  const answers = await Promise.all(Array.from({ length: times }, () => newUserAgent().get(path)));
  const locations = answers.map((answer) => answer.headers.get('location') ?? '');
  expect(locations.filter((location) => location.includes('/login?'))).toHaveLength(1);
  expect(locations.filter((location) => location.includes('invalid_request_uri'))).toHaveLength(times - 1);
});
