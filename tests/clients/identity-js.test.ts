import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { describe, expect, it } from 'vitest';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const memory = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
  };
};

type Callback<T> = (error?: Error | null, result?: T) => void;

const called = <T>(call: (done: Callback<T>) => void): Promise<T | undefined> =>
  new Promise((resolve, reject) => call((error, result) => (error ? reject(error) : resolve(result))));

const authenticate = (
  user: CognitoUser,
  Username: string,
  Password: string,
  flow: 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH',
) =>
  new Promise<CognitoUserSession>((onSuccess, onFailure) => {
    user.setAuthenticationFlowType(flow);
    user.authenticateUser(new AuthenticationDetails({ Username, Password }), { onSuccess, onFailure });
  });

describe('amazon-cognito-identity-js', () => {
  it('takes a user from sign-up to a deleted account', async () => {
    const { poolId, clientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    const Storage = memory();
    const pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint: stack().endpoint, Storage });
    const email = anEmail();
    const attributes = [new CognitoUserAttribute({ Name: 'email', Value: email })];

    const signedUp = await called((done) => pool.signUp('ada', password, attributes, [], done));
    expect(signedUp).toMatchObject({ userConfirmed: false });
    const user = new CognitoUser({ Username: 'ada', Pool: pool, Storage });
    const code = await codeFor(email);
    await called((done) => user.confirmRegistration(code, false, done));

    const session = await authenticate(user, 'ada', password, 'USER_SRP_AUTH');
    expect(session.isValid()).toBe(true);
    expect(session.getIdToken().payload.email).toBe(email);
    const refreshed = await called<CognitoUserSession>((done) => user.refreshSession(session.getRefreshToken(), done));
    expect(refreshed?.getAccessToken().getJwtToken()).not.toBe(session.getAccessToken().getJwtToken());
    const shown = await called<CognitoUserAttribute[]>((done) => user.getUserAttributes(done));
    expect(shown?.map((attribute) => attribute.getName())).toContain('email');

    await called((done) => user.changePassword(password, 'Another-horse-1', done));
    await expect(authenticate(user, 'ada', password, 'USER_SRP_AUTH')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await authenticate(user, 'ada', 'Another-horse-1', 'USER_PASSWORD_AUTH');

    await new Promise<void>((resolve, reject) =>
      user.forgotPassword({ onSuccess: () => resolve(), onFailure: reject, inputVerificationCode: () => resolve() }),
    );
    const reset = await codeFor(email);
    await new Promise<void>((resolve, reject) =>
      user.confirmPassword(reset, 'Third-horse-1', { onSuccess: () => resolve(), onFailure: reject }),
    );
    await authenticate(user, 'ada', 'Third-horse-1', 'USER_SRP_AUTH');
    await called((done) => user.deleteUser(done));
    await expect(authenticate(user, 'ada', 'Third-horse-1', 'USER_SRP_AUTH')).rejects.toBeDefined();
  });
});
