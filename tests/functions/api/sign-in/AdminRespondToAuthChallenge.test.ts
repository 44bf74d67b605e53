import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, password } from '#tests/support/pools.ts';

describe('AdminRespondToAuthChallenge', () => {
  it('answers NEW_PASSWORD_REQUIRED on behalf of a user', async () => {
    const { poolId, clientId } = await makePool();
    const admin = adminClient();
    const place = { UserPoolId: poolId, ClientId: clientId };
    await admin.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: 'ada',
        TemporaryPassword: 'Temporary-1',
        MessageAction: 'SUPPRESS',
      }),
    );
    const { ChallengeName, Session } = await admin.send(
      new AdminInitiateAuthCommand({
        ...place,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: 'Temporary-1' },
      }),
    );
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');

    const { AuthenticationResult } = await admin.send(
      new AdminRespondToAuthChallengeCommand({
        ...place,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: 'ada', NEW_PASSWORD: password },
      }),
    );

    expect(AuthenticationResult?.TokenType).toBe('Bearer');
  });

  it('does not know a session that is none', async () => {
    const { poolId, clientId } = await makePool();
    const answer = new AdminRespondToAuthChallengeCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: 'not a session of any pool',
      ChallengeResponses: { USERNAME: 'ada', NEW_PASSWORD: password },
    });
    await expect(adminClient().send(answer)).rejects.toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid session provided',
    });
  });
});
