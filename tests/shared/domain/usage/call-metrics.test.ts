import { describe, expect, it } from 'vitest';
import { type EndedCall, measuresOf } from '#shared/domain/usage/call-metrics.ts';

const tooMany = { code: 'TooManyRequestsException' };
const wrong = { code: 'NotAuthorizedException' };

const valuesOf = (call: EndedCall): Record<string, number> =>
  Object.assign({}, ...measuresOf(call, false).map(({ values }) => values));

const of = (name: string, more: Partial<EndedCall> = {}): EndedCall => ({ name, poolId: 'p', clientId: 'c', ...more });

describe('What a request counts for', () => {
  it.each([
    ['SignUp', 'SignUp'],
    ['AdminCreateUser', 'SignUp'],
    ['InitiateAuth', 'SignIn'],
    ['AdminInitiateAuth', 'SignIn'],
    ['RespondToAuthChallenge', 'SignIn'],
    ['AdminRespondToAuthChallenge', 'SignIn'],
    ['GetTokensFromRefreshToken', 'TokenRefresh'],
  ])('is a throttle, and no success, for a %s too many', (name, attempt) => {
    const throttled = { CallCount: 1, ThrottleCount: 1, [`${attempt}Successes`]: 0, [`${attempt}Throttles`]: 1 };
    expect(valuesOf(of(name, { refusal: tooMany }))).toEqual(throttled);
    expect(valuesOf(of(name, { refusal: wrong }))).toEqual({ CallCount: 1, [`${attempt}Successes`]: 0 });
  });

  it('is the same for what a page tells in its own words', () => {
    const asked = of('login', { attempt: 'SignIn' });
    expect(valuesOf({ ...asked, refusal: wrong })).toEqual({ CallCount: 1, SignInSuccesses: 0 });
    expect(valuesOf({ ...asked, isSignedIn: true })).toEqual({ CallCount: 1, SignInSuccesses: 1 });
    expect(valuesOf(asked)).toEqual({ CallCount: 1 });
  });

  it('is a sign-up where a page says after it that somebody else has to confirm the user', () => {
    const asked = of('signUpPages', { attempt: 'SignUp', isSignedUp: true, refusal: wrong });
    expect(valuesOf(asked)).toEqual({ CallCount: 1, SignUpSuccesses: 1 });
  });

  it('has the provider among the dimensions of a sign-in through it', () => {
    const call = of('idpResponse', { attempt: 'Federation', identityProvider: 'Corp', isSignedIn: true });
    const [, federation] = measuresOf(call, true);
    expect(federation).toEqual({
      dimensions: [
        ['UserPool', 'IdentityProvider'],
        ['UserPool', 'UserPoolClient', 'IdentityProvider'],
      ],
      names: ['FederationSuccesses'],
      places: { UserPool: 'p', UserPoolClient: 'c', IdentityProvider: 'Corp' },
      values: { FederationSuccesses: 1 },
    });
    expect(valuesOf({ ...call, isSignedIn: false, refusal: tooMany })).toEqual({
      CallCount: 1,
      ThrottleCount: 1,
      FederationSuccesses: 0,
      FederationThrottles: 1,
    });
  });

  it('is nothing of a category for keys, documents, images, and identity pools', () => {
    expect(['jwks', 'asset', 'IdentityGetId'].map((name) => measuresOf(of(name), true))).toEqual([[], [], []]);
  });

  it.each([
    [{ isCompromised: false, isBlocked: false }, 'None', {}, ['NoRisk']],
    [{ level: 'Low', isCompromised: false, isBlocked: false }, 'Low', ['AccountTakeoverRisk'], ['Risk']],
    [
      { level: 'High', isCompromised: false, isBlocked: true },
      'High',
      ['AccountTakeoverRisk', 'OverrideBlock'],
      ['Risk'],
    ],
    [{ isCompromised: true, isBlocked: false }, 'High', ['CompromisedCredentialRisk'], ['Risk']],
    // An address that is refused is not scored.
    [{ isCompromised: false, isBlocked: true }, 'None', ['OverrideBlock'], []],
  ])('names the risk %j', (risk, RiskLevel, byLevel, plain) => {
    const call = of('RevokeToken', { risk: { operation: 'SignIn', ...risk } });
    const [, ...measured] = measuresOf(call, false);
    const inLevel = measured.filter(({ dimensions: [names] }) => names?.includes('RiskLevel'));
    expect(inLevel.flatMap(({ names }) => names)).toEqual(Object.values(byLevel));
    for (const { dimensions, places } of inLevel) {
      expect(dimensions).toEqual([['Operation', 'UserPoolId', 'RiskLevel']]);
      expect(places).toEqual({ Operation: 'SignIn', UserPoolId: 'p', RiskLevel });
    }
    const others = measured.filter((one) => !inLevel.includes(one));
    expect(others.flatMap(({ names }) => names)).toEqual(plain);
    for (const { dimensions } of others) expect(dimensions).toEqual([['Operation', 'UserPoolId']]);
  });
});

describe('A throttle', () => {
  it('is what the API and the OAuth endpoints answer to too many requests, and no other refusal', () => {
    const codes = [
      'TooManyRequestsException',
      'temporarily_unavailable',
      'LimitExceededException',
      'slow_down',
      'invalid_grant',
    ];
    const counts = codes.map((code) => valuesOf(of('token', { refusal: { code } })).ThrottleCount);
    expect(counts).toEqual([1, 1, undefined, undefined, undefined]);
  });
});
