import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrail } from '#local/audit-trail/read-trail.ts';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';
import { operationOf } from '#tests/contract/contract.ts';
import { type Checkout, startCheckout } from '#tests/journey/checkout.ts';
import { legs } from '#tests/journey/legs.ts';
import type { Call, Step } from '#tests/journey/step.ts';
import { messagesOf, type Passed, walk } from '#tests/journey/walk.ts';

// Members and parameters that hold a secret, in whatever request or answer.
const secretNames =
  /^(?:password|previouspassword|proposedpassword|temporarypassword|secret|clientsecret|client_secret|clientsecretvalue|secrethash|secret_hash|secretcode|secretkey|secretaccesskey|session|sessiontoken|accesstoken|access_token|idtoken|id_token|refreshtoken|refresh_token|token|code|confirmationcode|usercode|code_verifier|state|nonce|feedbacktoken|registration_access_token|device_code|user_code|subject_token|assertion|samlresponse|relaystate|csrf|_csrf|question|request_uri|passwordverifier|salt|srp_a|srp_b|secret_block|password_claim_signature|password_claim_secret_block|sms_mfa_code|software_token_mfa_code|email_otp_code|sms_otp_code|new_password|answer|username|email|phone_number|value|encodeddata|presignedurl|recoverycodes)$/i;

// Words that stand for a choice, an example or this machine: such a text proves nothing.
const words = new Set(['user_id', 'nobody', 'remembered', '127.0.0.1']);
const isTelling = (text: string): boolean =>
  text.length >= 6 && !words.has(text) && !/^(?:[a-z]+s|[A-Z_]+|\d{1,5}|[A-Z]\w+Exception)$/.test(text);

const secretsIn = (value: unknown, name = ''): string[] => {
  if (typeof value === 'string') return secretNames.test(name) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, name));
  return Object.entries(value).flatMap(([member, held]) => secretsIn(held, member));
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

// The trail says which member was wrong, and not its value.
const withoutValues = (message: string): string => message.replace(/Value '[^']*' at/g, 'Value at');

// What is hidden stands for some text, and the rest is as it was told.
const isToldAs = (record: string | undefined, message: string): boolean => {
  const parts = (record ?? '').split('HIDDEN_DUE_TO_SECURITY_REASONS').map((part) => part.replace(/\W/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]+')}$`).test(withoutValues(message));
};

// Queries and forms, wherever they stand: in what was sent, and in where an answer leads.
const secretParameters = (text: string): string[] =>
  [...text.matchAll(/[?&\n]([\w-]+)=([^&\s"'#]*)/g)].flatMap(([, name = '', value = '']) =>
    secretNames.test(name) ? [value, decodeURIComponent(value.replaceAll('+', ' '))] : [],
  );

// What an answer tells of the trail is no secret of the trail.
const isOfTrail = ({ step }: Passed): boolean => step.kind === 'call' && step.operation === 'ListTrailRecords';

const secretsOf = (one: Passed): string[] => {
  const { sent, body, headers, mail } = one;
  const texts = [sent, String(headers.location ?? ''), typeof body === 'string' ? body : ''];
  const cookies = [headers['set-cookie'] ?? []].flat().map((cookie) => /=([^;]*)/.exec(cookie)?.[1] ?? '');
  const asked = parsed(sent.slice(sent.indexOf('\n') + 1));
  const inFields = [...(typeof body === 'string' ? body : '').matchAll(/name="([\w-]+)"[^>]*value="([^"]+)"/g)].flatMap(
    ([, name = '', value = '']) => (secretNames.test(name) ? [value] : []),
  );
  return [
    ...secretsIn(asked),
    ...(isOfTrail(one) ? [] : secretsIn(body)),
    ...texts.flatMap(secretParameters),
    ...inFields,
    ...cookies.filter((cookie) => cookie.length >= 20),
    ...(mail?.code === undefined ? [] : [mail.code]),
  ];
};

let stack: Checkout;
let passed: readonly Passed[];
let records: TrailRecord[] = [];

const requestIdOf = ({ headers }: Passed): string => String(headers['x-amz-request-id'] ?? '');

const isCall = (step: Step): step is Call => step.kind === 'call';

const recordsNow = async (): Promise<TrailRecord[]> => {
  const found: TrailRecord[] = [];
  for await (const record of readTrail(stack.trailFile)) found.push(record);
  return found;
};

beforeAll(async () => {
  stack = await startCheckout('.', { env: { ARGON2: '8,1,1' } });
  passed = await walk(stack, legs, Date.now());
  const last = passed.findLast(({ step }) => isCall(step));
  // They are written soon after an answer.
  for (let tries = 0; tries < 600; tries++) {
    records = await recordsNow();
    if (records.some(({ requestID }) => last !== undefined && requestID === requestIdOf(last))) break;
    await pause(100);
  }
});
afterAll(() => stack?.stop());

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

describe('the trail of a journey through all operations, endpoints and pages', () => {
  it('has one complete record of each call of an operation', () => {
    expect(passed.flatMap(({ trouble, step }) => (trouble === undefined ? [] : [`${step.name}: ${trouble}`]))).toEqual(
      [],
    );
    const byRequest = Map.groupBy(records, ({ requestID }) => requestID);
    const faults: string[] = [];
    for (const one of passed) {
      const { step, body, status } = one;
      if (!isCall(step)) continue;
      const { name, service } = operationOf(step.operation);
      const [record, ...more] = byRequest.get(requestIdOf(one)) ?? [];
      const say = (what: string): number => faults.push(`${one.leg.name} ${step.name}: ${what}`);
      if (!record || more.length > 0) {
        say(record ? 'it has several records' : 'it has no record');
        continue;
      }
      const code = status === 200 ? undefined : Object(body).__type;
      if (record.eventName !== name) say(`its record is of ${record.eventName}`);
      if (record.eventSource !== `${service}.amazonaws.com`) say(`its record is from ${record.eventSource}`);
      if (record.errorCode !== code) say(`it answered ${code}, and its record says ${record.errorCode}`);
      if (code !== undefined && !isToldAs(record.errorMessage, String(Object(body).message)))
        say('its record has another message');
      const signer = step.key === 'keys' ? 'AssumedRole' : 'IAMUser';
      if (record.userIdentity.type !== (step.isSigned ? signer : 'Unknown') && code === undefined)
        say('who called is wrong');
      if (step.isSigned && record.userIdentity.accessKeyId === undefined && code === undefined) say('no access key');
      if (!record.userAgent.startsWith('aws-sdk-js/')) say(`its agent is ${record.userAgent}`);
      if (record.sourceIPAddress !== '127.0.0.1') say(`its address is ${record.sourceIPAddress}`);
      const given = Object.keys(Object(parsed(one.sent.slice(one.sent.indexOf('\n') + 1)))).map(lowerFirst);
      const told = Object.keys(record.requestParameters ?? {});
      const lost = code === undefined ? given.filter((member) => !told.includes(member)) : [];
      if (lost.length > 0 && record.requestParameters?.omitted !== true) say(`its record lacks ${lost}`);
    }
    expect(faults).toEqual([]);
    const called = new Set(passed.flatMap(({ step }) => (isCall(step) ? [step.operation] : [])));
    expect(called.size).toBeGreaterThan(190);
  });

  it('has one record of each access key that IAM lets somebody make, without the secret', () => {
    const made = passed.filter(({ step }) => step.kind === 'worker' && step.worker === 'CreateAccessKey');
    expect(made.length).toBeGreaterThan(0);
    for (const one of made) {
      const [record, ...more] = records.filter(({ requestID }) => requestID === requestIdOf(one));
      expect(more).toEqual([]);
      expect(record).toMatchObject({
        eventName: 'CreateAccessKey',
        eventSource: 'cognito-idp.amazonaws.com',
        eventType: 'AwsApiCall',
        userIdentity: { type: 'Unknown', accountId: '000000000000' },
        responseElements: { accessKeyId: Object(one.body).accessKeyId, enabled: true },
      });
    }
  });

  it('has one record of each request of an endpoint or a page, with its status', () => {
    // One for each of them: more requests may go to the same path.
    const told = records.flatMap(({ additionalEventData: data = {} }) => {
      const status = Object(data.responseParameters).status;
      return typeof data.path === 'string' ? [`${data.path} ${status}`] : [];
    });
    const missing: string[] = [];
    for (const { step, sent, status, headers } of passed) {
      if (step.kind !== 'http') continue;
      const url = URL.parse(sent.slice(0, sent.indexOf('\n')));
      if (url?.origin !== new URL(stack.endpoint).origin && !url?.hostname.endsWith('localhost')) continue;
      // What a browser asks before it asks: the gateway answers that.
      if (step.method === 'OPTIONS') continue;
      const requestId = headers['x-amz-request-id'];
      if (requestId !== undefined) {
        if (!records.some(({ requestID }) => requestID === requestId)) missing.push(step.name);
        continue;
      }
      // The edge puts the host into the path of a document at the root of a domain, and these answers are not a function’s.
      const at = told.findIndex(
        (line) => line === `${url.pathname} ${status}` || line.endsWith(`${url.pathname} ${status}`),
      );
      if (at >= 0) told.splice(at, 1);
      else missing.push(`${step.method} ${url.pathname} ${status}`);
    }
    expect(missing).toEqual([]);
    for (const record of records.filter(({ eventType }) => eventType === 'AwsServiceEvent')) {
      expect(record).toMatchObject({
        eventVersion: '1.08',
        userIdentity: { accountId: '000000000000' },
        requestParameters: null,
        responseElements: null,
        additionalEventData: {
          responseParameters: { status: expect.any(Number) },
          requestParameters: expect.any(Object),
        },
        serviceEventDetails: { serviceAccountId: '000000000000' },
        recipientAccountId: '000000000000',
        managementEvent: true,
        eventCategory: 'Management',
      });
    }
  });

  it('has every member of CloudTrail’s records in each, and an id that no other has', () => {
    for (const record of records) {
      expect(record).toMatchObject({
        eventVersion: expect.stringMatching(/^1\.(?:10|08)$/),
        eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        awsRegion: 'us-east-1',
        requestID: expect.stringMatching(/^[\da-f-]{36}$/),
        eventID: expect.stringMatching(/^[\da-f-]{36}$/),
        readOnly: expect.any(Boolean),
        recipientAccountId: '000000000000',
      });
      expect(['requestParameters', 'responseElements'].every((name) => name in record)).toBe(true);
    }
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(records.length);
  });

  it('says of each change of a pool, client, provider, key, group or role what changed', () => {
    const changesOf = (name: string): unknown[] =>
      records
        .filter(({ eventName, errorCode }) => eventName === name && errorCode === undefined)
        .flatMap(({ additionalEventData }) => Object(additionalEventData).changes ?? []);
    const typesOf = (name: string): string[] => [
      ...new Set(changesOf(name).map((change) => `${Object(change).type} ${Object(change).change}`)),
    ];
    expect(typesOf('CreateUserPool')).toContain('UserPool created');
    expect(typesOf('UpdateUserPool')).toContain('UserPool changed');
    expect(typesOf('SetUserPoolMfaConfig')).toContain('UserPool changed');
    expect(typesOf('DeleteUserPool')).toContain('UserPool removed');
    expect(typesOf('CreateUserPoolClient')).toContain('AppClient created');
    expect(typesOf('UpdateUserPoolClient')).toContain('AppClient changed');
    expect(typesOf('AddUserPoolClientSecret')).toContain('AppClient changed');
    expect(typesOf('SetUserPoolClientOAuthSettings')).toContain('AppClient changed');
    expect(typesOf('DeleteUserPoolClient')).toContain('AppClient removed');
    expect(typesOf('Register_POST')).toContain('AppClient created');
    expect(typesOf('CreateIdentityProvider')).toContain('IdentityProvider created');
    expect(typesOf('UpdateIdentityProvider')).toContain('IdentityProvider changed');
    expect(typesOf('DeleteIdentityProvider')).toContain('IdentityProvider removed');
    expect(typesOf('RotateSigningKeys')).toContain('SigningKey created');
    expect(typesOf('CreateIdentityPool')).toContain('IdentityPool created');
    expect(typesOf('UpdateIdentityPool')).toContain('IdentityPool changed');
    expect(typesOf('SetIdentityPoolRoles')).toContain('IdentityPool changed');
    expect(typesOf('UpdateGroup')).toContain('Group changed');
    expect(typesOf('CreateUserPoolDomain')).toContain('Domain created');
    expect(changesOf('UpdateUserPool')).toContainEqual(
      expect.objectContaining({
        differences: expect.arrayContaining([
          { path: 'settings.policies.passwordPolicy.minimumLength', from: 10, to: 12 },
        ]),
      }),
    );
  });

  it('holds no secret that was in a request, an answer, a cookie or a message', async () => {
    const bytes = readFileSync(stack.trailFile, 'utf8');
    const { secretAccessKey } = stack;
    const inMessages = (await messagesOf(stack)).flatMap(({ code }) => code ?? []);
    const secrets = new Set([secretAccessKey, ...inMessages, ...passed.flatMap(secretsOf)].filter(isTelling));
    expect(secrets.size).toBeGreaterThan(500);
    // In ids and times, six digits may stand by chance.
    const plain = bytes.replace(/[\da-f]{8}-[\da-f-]{27}|"(?:\w+Date|\w+At|activeFrom|publishedUntil)":[\d.]+/g, '');
    const holds = (secret: string): boolean =>
      /^\w+$/.test(secret) ? new RegExp(`(?<![\\w.])${secret}(?!\\w)`).test(plain) : plain.includes(secret);
    expect([...secrets].filter(holds)).toEqual([]);
  });
});
