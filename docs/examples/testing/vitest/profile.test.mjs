import { connectGatehouse } from 'gatehouse-pools/testing';
import { expect, inject, it } from 'vitest';

const gatehouse = connectGatehouse(inject('gatehouse'));

it('confirms an address by the code that was sent', async () => {
  const { username, accessToken } = await gatehouse.user();
  const address = `new-${username}@example.com`;
  await gatehouse.call('UpdateUserAttributes', {
    AccessToken: accessToken,
    UserAttributes: [{ Name: 'email', Value: address }],
  });
  const Code = await gatehouse.codeFor(address);
  await gatehouse.call('VerifyUserAttribute', { AccessToken: accessToken, AttributeName: 'email', Code });
  const { UserAttributes } = await gatehouse.call('GetUser', { AccessToken: accessToken });
  expect(UserAttributes).toContainEqual({ Name: 'email', Value: address });
});
