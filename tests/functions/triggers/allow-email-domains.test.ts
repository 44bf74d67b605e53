import { AdminCreateUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

const signUp = (ClientId: string, email: string) =>
  publicClient().send(
    new SignUpCommand({
      ClientId,
      Username: email.replace('@', '.'),
      Password: password,
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
  );

describe('allowEmailDomains', () => {
  it('lets its sample event pass as it is', async () => {
    const event = sampleEvent('allow-email-domains');
    expect(await invoke('allowEmailDomains', event)).toEqual({ outcome: 'answered', payload: event });
  });

  it('lets addresses of the allowed domain sign up, and no others', async () => {
    const { clientId } = await makePool({ LambdaConfig: { PreSignUp: functionArn('allowEmailDomains') } });

    expect((await signUp(clientId, anEmail())).UserConfirmed).toBe(false);
    await expect(signUp(clientId, 'ada@example.com.evil.example')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error Sign-up is open to addresses of your organization only.',
    });
  });

  it('leaves invitations to the administrators', async () => {
    const { poolId } = await makePool({ LambdaConfig: { PreSignUp: functionArn('allowEmailDomains') } });
    const { User } = await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: 'ada',
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'email', Value: 'ada@elsewhere.example' }],
      }),
    );
    expect(User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  });

  it('that is not there stops the sign-up', async () => {
    const { clientId } = await makePool({ LambdaConfig: { PreSignUp: functionArn('nothingOfTheKind') } });
    await expect(signUp(clientId, anEmail())).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
      message: 'PreSignUp invocation failed due to error ResourceNotFoundException.',
    });
  });
});
