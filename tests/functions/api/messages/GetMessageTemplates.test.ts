import { expect, it } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';

it('tells the words of a pool, by kind and language', async () => {
  const { poolId: UserPoolId } = await makePool();
  const get = async (more = {}) =>
    (await callOwn<{ Templates: object[] }>('GetMessageTemplates', { UserPoolId, ...more })).Templates;
  expect(await get()).toEqual([]);
  const german = { Kind: 'SignUp', Language: 'de', EmailSubject: 'Hallo', EmailText: 'Code {####}' };
  const japanese = { Kind: 'RiskBlock', Language: 'ja', EmailText: '{login-time}' };
  await callOwn('SetMessageTemplate', { UserPoolId, ...german });
  await callOwn('SetMessageTemplate', { UserPoolId, ...japanese });
  expect(await get()).toEqual([japanese, german]);
  expect(await get({ Kind: 'SignUp' })).toEqual([german]);
  expect(await get({ Language: 'ja' })).toEqual([japanese]);
  expect(await get({ Kind: 'SignUp', Language: 'ja' })).toEqual([]);
});
