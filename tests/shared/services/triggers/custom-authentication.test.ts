import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTriggers } from '#shared/services/triggers/create-triggers.ts';
import type { Triggers } from '#shared/services/triggers/triggers.ts';
import { answering, type StandIn, startLambdaStandIn, throwing } from './lambda-stand-in.ts';
import { ada, arn, occasion } from './occasions.ts';

let seen: unknown;

const filling = (response: object) =>
  answering((event) => {
    seen = event;
    return { ...event, response: { ...event.response, ...response } };
  });

const functions = {
  [arn('echo')]: filling({}),
  [arn('throws')]: throwing('No more'),
  [arn('asks')]: filling({ challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false }),
  [arn('trusts')]: filling({ issueTokens: true, challengeName: 'CUSTOM_CHALLENGE' }),
  [arn('cannot-decide')]: filling({ issueTokens: true, failAuthentication: true }),
  [arn('misnames')]: filling({ challengeName: 7 }),
  [arn('makes')]: filling({
    publicChallengeParameters: { question: 'Who?' },
    privateChallengeParameters: { answer: 'I' },
    challengeMetadata: 'QUESTION',
  }),
  [arn('makes-numbers')]: filling({ publicChallengeParameters: { digits: 6 } }),
  [arn('right')]: filling({ answerCorrect: true }),
  [arn('says-yes')]: filling({ answerCorrect: 'yes' }),
};

let standIn: StandIn;
let triggers: Triggers;

beforeAll(async () => {
  standIn = await startLambdaStandIn(functions);
  triggers = createTriggers({ lambda: standIn.lambda });
});

beforeEach(() => {
  seen = undefined;
});

afterAll(() => standIn.stop());

const past = [{ challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null }];
const metadata = { clientMetadata: { from: 'app' } };
const who = { username: 'ADA', user: ada };

const define = (name: string, more: object = {}) =>
  triggers.defineAuthChallenge({
    ...occasion({ LambdaConfig: { DefineAuthChallenge: arn(name) } }),
    ...metadata,
    ...who,
    past,
    ...more,
  });

const create = (name: string) =>
  triggers.createAuthChallenge({
    ...occasion({ LambdaConfig: { CreateAuthChallenge: arn(name) } }),
    ...who,
    past,
    challengeName: 'CUSTOM_CHALLENGE',
  });

const verify = (name: string) =>
  triggers.verifyAuthChallengeResponse({
    ...occasion({ LambdaConfig: { VerifyAuthChallengeResponse: arn(name) } }),
    ...who,
    privateParameters: { answer: 'I' },
    answer: 'I',
  });

describe('DefineAuthChallenge', () => {
  it('is told what happened so far', async () => {
    expect(await define('asks')).toEqual({ kind: 'challenge', name: 'CUSTOM_CHALLENGE' });
    expect(seen).toMatchObject({
      version: '1',
      triggerSource: 'DefineAuthChallenge_Authentication',
      userName: 'ada',
      request: { userAttributes: { sub: ada.sub }, session: past, clientMetadata: { from: 'app' } },
      response: { challengeName: null, issueTokens: null, failAuthentication: null },
    });
    expect(seen).not.toHaveProperty('request.userNotFound');
  });

  it('is told that a user is not there, by the name that was typed', async () => {
    await define('asks', { username: 'Nobody', user: undefined });
    expect(seen).toMatchObject({ userName: 'Nobody', request: { userAttributes: {}, userNotFound: true } });
  });

  it('has tokens made, unless it refuses as well', async () => {
    expect(await define('trusts')).toEqual({ kind: 'tokens' });
    expect(await define('cannot-decide')).toEqual({ kind: 'refuse' });
  });

  it.each(['echo', 'misnames'])('has to decide: %s', async (name) => {
    await expect(define(name)).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    });
  });

  it('is named in the exception when it throws', async () => {
    await expect(define('throws')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'DefineAuthChallenge failed with error No more.',
    });
  });
});

describe('CreateAuthChallenge', () => {
  it('makes a challenge with a public and a private part', async () => {
    expect(await create('makes')).toEqual({
      publicParameters: { question: 'Who?' },
      privateParameters: { answer: 'I' },
      metadata: 'QUESTION',
    });
    expect(seen).toMatchObject({
      triggerSource: 'CreateAuthChallenge_Authentication',
      request: { challengeName: 'CUSTOM_CHALLENGE', session: past },
      response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
    });
  });

  it('may leave everything out, but may not give anything but text', async () => {
    expect(await create('echo')).toEqual({ publicParameters: {}, privateParameters: {}, metadata: null });
    await expect(create('makes-numbers')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });
});

describe('VerifyAuthChallengeResponse', () => {
  it('judges an answer by what was kept', async () => {
    expect(await verify('right')).toBe(true);
    expect(seen).toMatchObject({
      triggerSource: 'VerifyAuthChallengeResponse_Authentication',
      request: { privateChallengeParameters: { answer: 'I' }, challengeAnswer: 'I' },
      response: { answerCorrect: null },
    });
  });

  it('takes an answer for wrong until it is told otherwise', async () => {
    expect(await verify('echo')).toBe(false);
    await expect(verify('says-yes')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });
});

describe('a pool without the triggers of custom authentication', () => {
  it('says so', async () => {
    await expect(define('asks', occasion({}))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Custom auth lambda trigger is not configured for the user pool.',
    });
  });
});
