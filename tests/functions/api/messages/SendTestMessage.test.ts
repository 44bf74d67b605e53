import { describe, expect, it } from 'vitest';
import { mailTo } from '#tests/support/mailbox.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, aPhoneNumber, makePool } from '#tests/support/pools.ts';

const send = (request: object) => callOwn('SendTestMessage', { Kind: 'SignUp', Language: 'it', ...request });

describe('SendTestMessage', () => {
  it('sends a message with made-up values, twenty times an hour to one address', async () => {
    const { poolId: UserPoolId } = await makePool();
    const Destination = anEmail();
    await send({ UserPoolId, Destination });
    expect((await mailTo(Destination)).at(-1)).toMatchObject({
      subject: 'Il tuo codice di verifica',
      text: expect.stringMatching(/^Il tuo codice di verifica è 123456\./),
    });
    for (let sent = 1; sent < 20; sent++) await send({ UserPoolId, Destination });
    await expect(send({ UserPoolId, Destination })).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('sends an SMS to a number, and tells what does not arrive', async () => {
    const { poolId: UserPoolId } = await makePool();
    const Destination = aPhoneNumber();
    await send({ UserPoolId, Destination });
    expect((await mailTo(Destination)).at(-1)?.body).toBe('Il tuo codice di verifica è 123456.');
    await expect(send({ UserPoolId, Destination, Kind: 'RiskBlock' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'RiskBlock is sent by e-mail alone.',
    });
    await expect(send({ UserPoolId, Destination: 'nowhere' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(send({ UserPoolId, Destination: 'a@refused.example' })).rejects.toMatchObject({
      name: 'CodeDeliveryFailureException',
    });
  });
});
