import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makePool, makeUser } from '#tests/support/pools.ts';
import type { Scenario } from '../scenario.ts';

const words = { Kind: 'SignUp', Language: 'de', EmailText: 'Code {####}' };

const scenario = (
  operation: string,
  request: object,
  before: readonly (readonly [string, object])[] = [],
): Scenario => ({
  operation,
  prepare: async () => {
    const { poolId: UserPoolId } = await makePool();
    for (const [name, given] of before) await callOwn(name, { UserPoolId, ...given });
    return () => callOwn(operation, { UserPoolId, ...request });
  },
});

export const messages: readonly Scenario[] = [
  scenario('SetMessageBranding', { SenderName: 'Acme' }),
  scenario('GetMessageBranding', {}),
  scenario('SetMessageTemplate', words),
  scenario('GetMessageTemplates', {}, [['SetMessageTemplate', words]]),
  scenario('PreviewMessage', { Kind: 'SignUp', Language: 'de' }),
  scenario('SendTestMessage', { Kind: 'SignUp', Language: 'de', Destination: anEmail() }),
  ...['AdminGetMessageDelivery', 'AdminResetMessageDelivery'].map(
    (operation): Scenario => ({
      operation,
      prepare: async () => {
        const { poolId: UserPoolId } = await makePool();
        const { username: Username } = await makeUser({ poolId: UserPoolId });
        return () => callOwn(operation, { UserPoolId, Username });
      },
    }),
  ),
];
