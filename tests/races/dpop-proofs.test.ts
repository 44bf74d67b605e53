import { expect, it } from 'vitest';
import { newProof, newProofKeys } from '#tests/support/dpop.ts';
import { makeOAuthApp, newTokens, postForm } from '#tests/support/oauth.ts';

const times = 16;

it('a proof of a key counts once, when it is used many times at once', async () => {
  const app = await makeOAuthApp();
  const { refresh_token } = await newTokens(app);
  const headers = { dpop: await newProof(newProofKeys()) };
  const fields = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token };
  const answers = await Promise.all(
    Array.from({ length: times }, async () => (await postForm('/oauth2/token', fields, { headers })).text()),
  );
  expect(answers.filter((text) => text.includes('access_token'))).toHaveLength(1);
  expect(answers.filter((text) => text.includes('invalid_dpop_proof'))).toHaveLength(times - 1);
});
