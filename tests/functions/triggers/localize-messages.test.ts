import { AdminCreateUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

const makeLocalizedPool = () =>
  makePool({ AutoVerifiedAttributes: ['email'], LambdaConfig: { CustomMessage: functionArn('localizeMessages') } });

describe('localizeMessages', () => {
  it('writes the message of its sample event in German', async () => {
    expect(await invoke('localizeMessages', sampleEvent('localize-messages'))).toMatchObject({
      outcome: 'answered',
      payload: { response: { smsMessage: 'Ihr Code lautet {####}.', emailSubject: 'Ihr Code' } },
    });
  });

  it.each([
    ['fr-CA', 'Votre code', /^<p lang="fr">Votre code est \d{6}\.<\/p>$/],
    ['nl', 'Your verification code', /<html lang="en".*\d{6}/s],
  ])('sends codes to users whose locale is %s', async (locale, subject, body) => {
    const { clientId } = await makeLocalizedPool();
    const email = anEmail();
    await publicClient().send(
      new SignUpCommand({
        ClientId: clientId,
        Username: 'ada',
        Password: password,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'locale', Value: locale },
        ],
      }),
    );
    expect((await mailTo(email)).at(-1)).toMatchObject({ subject, body: expect.stringMatching(body) });
  });

  it('invites in Spanish, with username and temporary password', async () => {
    const { poolId } = await makeLocalizedPool();
    const email = anEmail();
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: 'ada',
        DesiredDeliveryMediums: ['EMAIL'],
        TemporaryPassword: password,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'locale', Value: 'es' },
        ],
      }),
    );
    expect((await mailTo(email)).at(-1)?.body).toBe(
      `<p lang="es">Su nombre de usuario es ada y su contraseña temporal ${password}</p>`,
    );
  });
});
