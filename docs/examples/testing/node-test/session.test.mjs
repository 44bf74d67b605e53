// For node:test: node --test
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startGatehouse } from 'gatehouse-pools/testing';

let gatehouse;
let clean;

before(async () => {
  gatehouse = await startGatehouse();
  clean = await gatehouse.snapshot();
});
after(() => gatehouse.stop());
beforeEach(() => gatehouse.restore(clean));

test('a member of a group has it in the token', async () => {
  const { idToken } = await gatehouse.user({ username: 'ada', groups: ['admins'] });
  const claims = JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url'));
  assert.deepEqual(claims['cognito:groups'], ['admins']);
});

test('an hour later the token is no longer good, and nobody of the test before is there', async () => {
  const { accessToken } = await gatehouse.user({ username: 'ada' });
  await gatehouse.moveClock('61 min');
  await assert.rejects(gatehouse.call('GetUser', { AccessToken: accessToken }), { name: 'NotAuthorizedException' });
});
