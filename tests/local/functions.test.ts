import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFunctions, type Handler } from '#local/lambda/functions.ts';
import { startInvokeApi } from '#local/lambda/invoke-api.ts';
import { freePort } from '#local/ports.ts';

const place = { region: 'us-east-1', accountId: '000000000000' };
const declared = [
  { name: 'one', timeout: 60, memorySize: 256 },
  { name: 'hasty', timeout: 0.05, memorySize: 256 },
];

describe('a function in this process', () => {
  const functionsOf = (handler: Handler) => createFunctions(declared, async () => handler, place);
  const call = async (handler: Handler, payload: unknown = {}, name = 'one') => {
    const { payload: answer, failed } = await functionsOf(handler).invoke(name, JSON.stringify(payload));
    return { answer: JSON.parse(answer), failed };
  };

  it('is told about itself', async () => {
    const { answer } = await call((_event, context) => ({
      ...context,
      left: Reflect.get(context, 'getRemainingTimeInMillis')(),
    }));
    expect(answer).toMatchObject({
      functionName: 'one',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:one',
      memoryLimitInMB: '256',
      awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(answer.left).toBeGreaterThan(30_000);
    expect(answer.left).toBeLessThanOrEqual(60_000);
  });

  it('shares no object with its caller', async () => {
    const kept = { list: [1], when: new Date(0), none: undefined };
    const given = { list: [1] };
    const { answer } = await call((event) => {
      Reflect.get(Object(event), 'list').push(2);
      return kept;
    }, given);
    expect(given).toEqual({ list: [1] });
    answer.list.push(3);
    expect(kept.list).toEqual([1]);
    expect(answer).toEqual({ list: [1, 3], when: '1970-01-01T00:00:00.000Z' });
  });

  it.each<[string, Handler, object]>([
    [
      'an error of a class of its own',
      () => {
        throw Object.assign(new TypeError('no'), { name: 'UserLambdaValidationException' });
      },
      { errorType: 'UserLambdaValidationException', errorMessage: 'no', trace: expect.any(Array) },
    ],
    [
      'a rejection',
      async () => Promise.reject(new RangeError('far')),
      { errorType: 'RangeError', errorMessage: 'far' },
    ],
    ['a text', async () => Promise.reject('words'), { errorType: 'string', errorMessage: 'words', trace: [] }],
    ['what is no JSON', () => 1n, { errorType: 'TypeError' }],
    [
      'too much',
      () => 'x'.repeat(6 * 1024 * 1024),
      { errorType: 'Function.ResponseSizeTooLarge', errorMessage: expect.stringContaining('6291456 bytes') },
    ],
  ])('fails with %s as on Lambda', async (_what, handler, answer) => {
    expect(await call(handler)).toMatchObject({ failed: true, answer });
  });

  it.each([
    [undefined, null],
    [null, null],
    ['"', '"'],
    [0, 0],
    [false, false],
  ])('answers %j as JSON', async (given, answer) => {
    expect(await call(() => given)).toEqual({ answer, failed: false });
  });

  it('is given up where it takes longer than it may', async () => {
    const { answer, failed } = await call(() => new Promise(() => undefined), {}, 'hasty');
    expect(failed).toBe(true);
    expect(answer).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(answer.errorMessage).toMatch(/^RequestId: [\da-f-]{36} Error: Task timed out after 0\.05 seconds$/);
  });

  it('counts as running until it has answered, and so does what it called meanwhile', async () => {
    const ends: (() => void)[] = [];
    const functions = functionsOf(() => new Promise<void>((resolve) => ends.push(resolve)));
    await functions.settled();
    let isSettled = false;
    const first = functions.invoke('one', '{}');
    const settled = functions.settled().then(() => {
      isSettled = true;
    });
    await expect.poll(() => ends.length).toBe(1);
    const second = functions.invoke('one', '{}');
    await expect.poll(() => ends.length).toBe(2);
    ends[0]?.();
    await first;
    await new Promise(setImmediate);
    expect(isSettled).toBe(false);
    ends[1]?.();
    await Promise.all([second, settled]);
    expect(isSettled).toBe(true);
  });

  it('is loaded once, at the first call, and again after it could not be loaded', async () => {
    let loads = 0;
    const functions = createFunctions(
      declared,
      async () => {
        loads += 1;
        if (loads === 1) throw new SyntaxError('broken');
        return () => loads;
      },
      place,
    );
    expect(loads).toBe(0);
    expect(await functions.invoke('one', '{}')).toMatchObject({ failed: true });
    const calls = await Promise.all([functions.invoke('one', '{}'), functions.invoke('one', '{}')]);
    expect(calls.map(({ payload }) => payload)).toEqual(['2', '2']);
    await expect(functions.invoke('none', '{}')).rejects.toThrow('There is no function none.');
  });
});

describe('the Invoke API', () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'the-secret-of-this-run' };
  let endpoint = '';
  let stop: () => Promise<void>;
  let called: unknown[] = [];
  let handler: Handler = () => undefined;

  beforeAll(async () => {
    const port = await freePort();
    const take: Handler = (event, context) => {
      called.push(event);
      return handler(event, context);
    };
    const functions = createFunctions(declared, async () => take, place);
    stop = await startInvokeApi(port, () => functions, credentials);
    endpoint = `http://127.0.0.1:${port}`;
  });
  afterAll(() => stop());
  beforeEach(() => {
    called = [];
    handler = (event) => event;
  });

  const invoke = (call: object, by = credentials) =>
    new LambdaClient({ endpoint, region: 'us-east-1', credentials: by, maxAttempts: 1 }).send(
      new InvokeCommand({ FunctionName: 'one', Payload: '{"a":1}', ...call }),
    );
  const textOf = (payload: Uint8Array | undefined): string => Buffer.from(payload ?? []).toString();

  it.each(['one', 'one:live', '000000000000:function:one', 'arn:aws:lambda:us-east-1:000000000000:function:one:live'])(
    'calls %s and gives the answer',
    async (FunctionName) => {
      const { StatusCode, Payload, FunctionError } = await invoke({ FunctionName });
      expect([StatusCode, textOf(Payload), FunctionError]).toEqual([200, '{"a":1}', undefined]);
    },
  );

  it('tells the id of the request, which the function has, too', async () => {
    handler = (_event, context) => ({ id: Reflect.get(context, 'awsRequestId') });
    const { $metadata, Payload } = await invoke({});
    expect($metadata.requestId).toMatch(/^[\da-f-]{36}$/);
    expect(JSON.parse(textOf(Payload))).toEqual({ id: $metadata.requestId });
  });

  it('says that a function failed, and how', async () => {
    handler = () => {
      throw new RangeError('far');
    };
    const { StatusCode, Payload, FunctionError } = await invoke({});
    expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled']);
    expect(JSON.parse(textOf(Payload))).toMatchObject({ errorType: 'RangeError', errorMessage: 'far' });
  });

  it('does not wait for a function that is called as an event, whatever becomes of it', async () => {
    let fail = (_error: Error): void => undefined;
    handler = () =>
      new Promise((_, reject) => {
        fail = reject;
      });
    const { StatusCode, Payload } = await invoke({ InvocationType: 'Event' });
    expect([StatusCode, textOf(Payload), called]).toEqual([202, '', [{ a: 1 }]]);
    fail(new Error('nobody hears this'));
    handler = () => 'still there';
    expect(textOf((await invoke({})).Payload)).toBe('"still there"');
  });

  it('calls nothing in a dry run', async () => {
    expect((await invoke({ InvocationType: 'DryRun' })).StatusCode).toBe(204);
    expect(called).toEqual([]);
  });

  it.each([
    ['a function that is not there', { FunctionName: 'none' }, 'ResourceNotFoundException'],
    ['another type', { InvocationType: 'Sometimes' }, 'InvalidParameterValueException'],
    ['what is no JSON', { Payload: '{' }, 'InvalidRequestContentException'],
  ])('refuses %s', async (_what, call, name) => {
    await expect(invoke(call)).rejects.toMatchObject({ name });
    expect(called).toEqual([]);
  });

  it.each([
    ['another secret', { ...credentials, secretAccessKey: 'local' }, 'SignatureDoesNotMatch'],
    ['another key', { ...credentials, accessKeyId: 'other' }, 'InvalidAccessKeyId'],
  ])('refuses calls with %s', async (_what, by, name) => {
    await expect(invoke({}, by)).rejects.toMatchObject({ name });
    expect(called).toEqual([]);
  });

  it.each(['/2015-03-31/functions/one/invocations', '/2014-11-13/functions/one/invoke-async/'])(
    'refuses what is unsigned, or of a page of elsewhere, at %s',
    async (path) => {
      const unsigned = await fetch(`${endpoint}${path}`, { method: 'POST', body: '{}' });
      expect([unsigned.status, unsigned.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDenied']);
      const foreign = await fetch(`${endpoint}${path}`, { method: 'POST', headers: { origin: 'https://a.example' } });
      expect([foreign.status, await foreign.text()]).toEqual([403, expect.stringContaining('Only pages of this')]);
      expect(called).toEqual([]);
    },
  );

  it('refuses another payload than was signed', async () => {
    const lambda = new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    lambda.middlewareStack.add(
      (next) => (call) => {
        Object.assign(Object(call.request), { body: '{"b":2}' });
        return next(call);
      },
      { step: 'deserialize' },
    );
    const call = new InvokeCommand({ FunctionName: 'one', Payload: '{"a":1}' });
    await expect(lambda.send(call)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    expect(called).toEqual([]);
  });

  it.each(['/', '/2015-03-31/functions', '/2015-03-31/functions/%zz/invocations'])(
    'answers %s with an error',
    async (path) => {
      const { status } = await fetch(`${endpoint}${path}`, { method: 'POST', body: '{}' });
      expect([400, 404]).toContain(status);
    },
  );
});
