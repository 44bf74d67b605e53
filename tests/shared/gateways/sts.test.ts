import { afterEach, describe, expect, it } from 'vitest';
import { createSts } from '#shared/gateways/sts.ts';
import { answering, type ServiceStandIn, startService } from './service-stand-in.ts';

const session = `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
  <AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>se/cr+et</SecretAccessKey><SessionToken>to/k+en==</SessionToken>
  <Expiration>2026-11-30T06:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
const error = (code: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>why</Message></Error></ErrorResponse>`;
const asked = {
  roleArn: 'arn:aws:iam::000000000000:role/user',
  sessionName: 'CognitoIdentityCredentials',
  token: 'a.b.c',
  seconds: 3600,
  policy: undefined,
};

let service: ServiceStandIn;
const assume = (more: { readonly policy?: string } = {}) =>
  createSts({ region: 'us-east-1', endpoint: service.endpoint }).assumeRoleWithWebIdentity({ ...asked, ...more });

describe('AssumeRoleWithWebIdentity', () => {
  afterEach(() => service.stop());

  it('is sent unsigned, and gives the keys of a session', async () => {
    service = await startService(answering(200, session));
    expect(await assume()).toEqual({
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'se/cr+et',
      sessionToken: 'to/k+en==',
      expiresAt: Date.UTC(2026, 10, 30, 6),
    });
    const [request] = service.received;
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(request?.headers).not.toHaveProperty('x-amz-security-token');
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: asked.roleArn,
      RoleSessionName: asked.sessionName,
      WebIdentityToken: asked.token,
      DurationSeconds: '3600',
    });
  });

  it('has the policy of the session where there is one', async () => {
    service = await startService(answering(200, session));
    await assume({ policy: '{}' });
    expect(new URLSearchParams(service.received[0]?.body).get('Policy')).toBe('{}');
  });

  it.each(['IDPCommunicationError', 'Throttling'])('is sent again after %s', async (code) => {
    service = await startService(answering(400, error(code)), answering(200, session));
    expect((await assume()).accessKeyId).toBe('ASIAEXAMPLE');
    expect(service.received).toHaveLength(2);
  });

  it('is not sent again where the role does not let itself be assumed', async () => {
    service = await startService(answering(403, error('AccessDenied')));
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied', message: 'why', status: 403 });
    expect(service.received).toHaveLength(1);
  });
});
