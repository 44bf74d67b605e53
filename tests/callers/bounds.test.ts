import { describe, expect, it } from 'vitest';
import { type RawAnswer, sendRaw } from '#tests/fuzz/raw-request.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

const send = (operation: string, members: object): Promise<RawAnswer> =>
  sendRaw(`AWSCognitoIdentityProviderService.${operation}`, JSON.stringify(members), { signed: false });

const many = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

const tokenShaped = 'e30.e30.e30';

describe('a small request that would be much work', () => {
  it.each<[string, object]>([
    ['DeleteUserAttributes', { AccessToken: tokenShaped, UserAttributeNames: many(20_000, '') }],
    ['DeleteUserAttributes', { AccessToken: tokenShaped, UserAttributeNames: many(250, '') }],
    ['SignUp', { ClientId: 'abc', Username: 'ada', Password: password, UserAttributes: many(5_000, { Name: '' }) }],
    ['SignUp', { ClientId: 'abc', Username: 'ada', Password: password, UserAttributes: many(250, { Name: '' }) }],
    ['SignUp', { ClientId: 'abc', Username: 'ada', Password: password, UserAttributes: many(9_000, {}) }],
    ['UpdateUserAttributes', { AccessToken: tokenShaped, UserAttributes: many(100, { Name: '\u0000'.repeat(300) }) }],
  ])('is refused in few words: %s', async (operation, members) => {
    const { status, text, bytes } = await send(operation, members);
    expect(status).toBe(400);
    expect(bytes).toBeLessThanOrEqual(16 * 1024);
    expect(JSON.parse(text)).toMatchObject({ message: expect.not.stringMatching(/(?:failed to satisfy.*){11}/s) });
  });

  it('is answered in about as many words, where normalizing a name makes more of it', async () => {
    const { clientId: ClientId } = await makePool(
      {},
      { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'], PreventUserExistenceErrors: 'ENABLED' },
    );
    const AuthParameters = { USERNAME: '\ufdfa'.repeat(2048), SRP_A: 'ab' };
    const { status, bytes } = await send('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters });
    expect(status).toBe(200);
    expect(bytes).toBeLessThan(64 * 1024);
  });

  it('is refused before its token is looked at', async () => {
    const { text } = await send('DeleteUserAttributes', { AccessToken: tokenShaped, UserAttributeNames: [''] });
    expect(JSON.parse(text)).toMatchObject({ __type: 'InvalidParameterException' });
  });

  it('is refused where its body is larger than the operation may need', async () => {
    const body = JSON.stringify({ ClientId: 'abc', Username: 'a'.repeat(256 * 1024) });
    for (const signed of [false, true]) {
      const name = signed ? 'AdminGetUser' : 'SignUp';
      const { status, text } = await sendRaw(`AWSCognitoIdentityProviderService.${name}`, body, { signed });
      expect(status).toBe(413);
      expect(JSON.parse(text)).toEqual({
        __type: 'RequestEntityTooLargeException',
        message: 'The request body is larger than 262144 bytes.',
      });
    }
  });

  it('may be larger where an operation needs more', async () => {
    const body = JSON.stringify({ Manifest: { id: 'a'.repeat(3_000_000) } });
    const { status, text, bytes } = await sendRaw('Gatehouse.RestoreUserPool', body, { signed: true });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ __type: 'InvalidParameterException' });
    expect(bytes).toBeLessThanOrEqual(16 * 1024);
  });

  it('names nobody by a text of a hundred thousand combining marks', async () => {
    const { clientId: ClientId } = await makePool();
    const USERNAME = `a${'\u0301\u0323'.repeat(40_000)}`;
    const AuthParameters = { USERNAME, PASSWORD: password };
    const { text } = await send('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    expect(JSON.parse(text)).toMatchObject({ __type: 'UserNotFoundException' });
  });
});

describe('a body that is no object', () => {
  const bodies = ['0', 'false', 'true', '7', '"x"', 'null', '[]', '[0]'];

  it.each(bodies)('is refused by every kind of operation: %s', async (body) => {
    for (const [name, signed] of [
      ['SignUp', false],
      ['GetUser', false],
      ['ListUserPools', true],
    ] as const) {
      const { status, text } = await sendRaw(`AWSCognitoIdentityProviderService.${name}`, body, { signed });
      expect(status).toBe(400);
      expect(JSON.parse(text)).toEqual({
        __type: 'SerializationException',
        message: 'Start of structure or map found where not expected.',
      });
    }
  });

  it.each(bodies.filter((body) => body !== 'null'))('is refused whatever its type is said to be: %s', async (body) => {
    const answer = await fetch(stack().endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
      body,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'SerializationException' });
  });
});

describe('an event that is not what the gateway sends', () => {
  const fromEdge = { 'x-origin-secret': stack().env.ORIGIN_SECRETS?.split(',')[0] ?? '' };

  it.each<[string, object, number]>([
    ['nothing', {}, 400],
    [
      'no text in its parts',
      { headers: { a: 7, 'x-gatehouse-clock': '1e300', ...fromEdge }, rawPath: 7, body: 0 },
      400,
    ],
    ['nulls', { headers: null, requestContext: null, rawQueryString: null, body: null, isBase64Encoded: null }, 400],
    ['lists', [], 400],
  ])('is answered as a request: %s', async (_what, event, statusCode) => {
    for (const name of ['SignUp', 'ListUserPools']) {
      expect(await callWorker(name, event)).toMatchObject({ statusCode });
    }
    expect(await callWorker('jwks', event)).toMatchObject({ statusCode: expect.any(Number) });
  });
});

describe('a payload of a worker', () => {
  it('is told the first ten places where it is wrong', async () => {
    const refused = callWorker('CreateAccessKey', { actions: many(90, ' ') });
    const places = Array.from({ length: 10 }, (_none, index) => `actions.${index}`).join(', ');
    await expect(refused).rejects.toThrow(`The payload is not valid: see ${places}.`);
  });
});

describe('a good request', () => {
  it('is answered whole, however long that is', async () => {
    const Value = 'x'.repeat(2048);
    const pool = await makePool({ Schema: [{ Name: 'a', AttributeDataType: 'String' }] });
    const names = [
      'name',
      'nickname',
      'profile',
      'website',
      'locale',
      'gender',
      'family_name',
      'middle_name',
      'custom:a',
    ];
    const { AccessToken } = await signIn(pool, await makeUser(pool));
    const UserAttributes = names.map((Name) => ({ Name, Value }));
    expect(await send('UpdateUserAttributes', { AccessToken, UserAttributes })).toMatchObject({ status: 200 });
    const { status, bytes } = await send('GetUser', { AccessToken });
    expect(status).toBe(200);
    expect(bytes).toBeGreaterThan(16 * 1024);
  });
});
