import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CreateAuthChallengeTriggerEvent, VerifyAuthChallengeResponseTriggerEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../../functions/triggers/captcha.ts';
import { invoke, sampleEvent } from './invoking.ts';

// A service that accepts one token as human, and fails for another.
const service = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const given = new URLSearchParams(Buffer.concat(chunks).toString());
  if (given.get('response') === 'breaks') response.writeHead(503);
  const success = given.get('secret') === 'a-secret' && given.get('response') === 'human';
  response.end(JSON.stringify({ success, hostname: 'example.com' }));
});

const isAddress = (address: AddressInfo | string | null): address is AddressInfo => typeof address === 'object';

beforeAll(async () => {
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
});

beforeEach(() => {
  const address = service.address();
  if (!isAddress(address)) throw new Error('The service has no port.');
  vi.stubEnv('CAPTCHA_VERIFY_URL', `http://127.0.0.1:${address.port}/siteverify`);
  vi.stubEnv('CAPTCHA_SECRET', 'a-secret');
  vi.stubEnv('CAPTCHA_SITE_KEY', 'a-site-key');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(async () => {
  service.closeAllConnections();
  await new Promise((closed) => service.close(closed));
});

const common = {
  version: '1',
  region: 'us-east-1',
  userPoolId: 'us-east-1_EXAMPLE01',
  userName: 'ada',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
};

const judge = async (challengeAnswer: string) => {
  const event: VerifyAuthChallengeResponseTriggerEvent = {
    ...common,
    triggerSource: 'VerifyAuthChallengeResponse_Authentication',
    request: { userAttributes: {}, privateChallengeParameters: {}, challengeAnswer },
    response: { answerCorrect: false },
  };
  return (await handler(event)).response;
};

describe('captcha', () => {
  it('is asked after the password', async () => {
    expect(await invoke('captcha', sampleEvent('captcha'))).toMatchObject({
      payload: { response: { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false } },
    });
  });

  it('shows the key of the site', async () => {
    const event: CreateAuthChallengeTriggerEvent = {
      ...common,
      triggerSource: 'CreateAuthChallenge_Authentication',
      request: { userAttributes: {}, challengeName: 'CUSTOM_CHALLENGE', session: [] },
      response: { publicChallengeParameters: {}, privateChallengeParameters: {}, challengeMetadata: '' },
    };
    expect((await handler(event)).response).toMatchObject({ publicChallengeParameters: { siteKey: 'a-site-key' } });
  });

  it('believes the service, and the service alone', async () => {
    expect(await judge('human')).toEqual({ answerCorrect: true });
    expect(await judge('robot')).toEqual({ answerCorrect: false });
    vi.stubEnv('CAPTCHA_SECRET', 'another');
    expect(await judge('human')).toEqual({ answerCorrect: false });
  });

  it('fails when the service does, or none is set up', async () => {
    await expect(judge('breaks')).rejects.toThrow('The CAPTCHA service answered 503');
    vi.stubEnv('CAPTCHA_VERIFY_URL', '');
    await expect(judge('human')).rejects.toThrow('No CAPTCHA is set up');
  });
});
