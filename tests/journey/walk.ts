import { randomUUID } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request as open } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { operationOf, targetOf } from '#tests/contract/contract.ts';
import { ownOperations } from '#tests/contract/deviations.ts';
import type { Mail } from '#tests/support/mailbox.ts';
import type { Checkout } from './checkout.ts';
import { type Call, type Facts, fill, type Leg, memberAt, type Step } from './step.ts';

/** The result of a step. */
export interface Passed {
  readonly leg: Leg;
  readonly step: Step;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Parsed where it is JSON. */
  readonly body: unknown;
  /** The address and the body as they were sent. */
  readonly sent: string;
  readonly mail: Omit<Mail, 'sentAt'> | undefined;
  /** Why the step could not be made, or differs from the journey. */
  readonly trouble: string | undefined;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly sent: string;
}

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const patienceMs = 180_000;
const userAgent =
  'aws-sdk-js/3.1169.0 ua/2.1 os/linux lang/js md/nodejs#24.21.0 api/cognito-identity-provider#3.1169.0';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const send = (agent: Agent, { method, url, headers, body = '' }: Request): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const all = { ...headers, ...(length > 0 && { 'content-length': String(length) }) };
    const outgoing = open(url, { agent, method, headers: all, timeout: patienceMs }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const { statusCode = 0, headers: told } = incoming;
        const answered = parsed(Buffer.concat(parts).toString());
        resolve({ status: statusCode, headers: told, body: answered, sent: `${url}\n${body}` });
      });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('No answer came.')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const asText = ({ headers, body }: Answer): string => {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`));
  return [...lines, typeof body === 'string' ? body : JSON.stringify(body)].join('\n');
};

const expectation = (step: Step, { status, body }: Answer): string | undefined => {
  const type = Object(body).__type;
  const told = `${status} ${type ?? ''}`.trim();
  if (step.kind === 'http' && status !== step.status) return `it answers ${told}, not ${step.status}`;
  if (step.kind !== 'call') return undefined;
  if (step.refused === undefined && status !== 200) return `it answers ${told}: ${Object(body).message}`;
  if (step.refused !== undefined && type !== step.refused) return `it answers ${told}, not ${step.refused}`;
  return undefined;
};

/** All messages of a stack, or those to one address. */
export const messagesOf = async ({ mailboxUrl }: Checkout, to?: string): Promise<Mail[]> => {
  const answer = await fetch(`${mailboxUrl}/messages${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`);
  const messages: Mail[] = JSON.parse(await answer.text());
  return messages;
};

/** Walks the legs on a stack, with the first step at `start`, in epoch milliseconds. No answer stops it. */
export const walk = async (stack: Checkout, legs: readonly Leg[], start: number): Promise<readonly Passed[]> => {
  const agent = new Agent({ keepAlive: true });
  const { endpoint, region, accessKeyId, secretAccessKey } = stack;
  const { protocol, hostname, host } = new URL(endpoint);
  const lambda = new LambdaClient({ ...stack.lambda, region });
  const seen = new Map<string, number>();
  let clock = start;

  const toRequest = async (call: Call, facts: Facts, at: number): Promise<Omit<Request, 'method' | 'url'>> => {
    const { operation, isSigned, request, key } = call;
    const body = JSON.stringify(fill(request, facts));
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': targetOf(operation, ownOperations),
      'x-amz-user-agent': userAgent.slice(0, userAgent.indexOf(' ')),
      'user-agent': userAgent,
      host,
      'amz-sdk-invocation-id': randomUUID(),
      'amz-sdk-request': 'attempt=1; max=3',
    };
    if (!isSigned) return { headers, body };
    const secretOf = (name: string): string => String(facts[`${key}.${name}`]);
    const session = facts[`${key}.sessionToken`];
    const credentials = key
      ? {
          accessKeyId: secretOf('accessKeyId'),
          secretAccessKey: secretOf('secretAccessKey'),
          ...(typeof session === 'string' && { sessionToken: session }),
        }
      : { accessKeyId, secretAccessKey };
    const signer = new SignatureV4({ service: operationOf(operation).service, region, credentials, sha256: Sha256 });
    const unsigned = { method: 'POST', protocol, hostname, path: '/', query: {}, headers, body };
    return { headers: (await signer.sign(unsigned, { signingDate: new Date(at) })).headers, body };
  };

  const ask = async (step: Step, facts: Facts, at: number, isMoved: boolean): Promise<Answer> => {
    if (step.kind === 'worker') {
      const FunctionName = `gatehouse-local-${step.worker}`;
      const Payload = JSON.stringify(fill(step.payload, facts));
      const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
      const headers = { 'x-amz-request-id': answer.$metadata.requestId ?? '' };
      return { status: 200, headers, body: parsed(Buffer.from(answer.Payload ?? []).toString()), sent: Payload };
    }
    const more: Record<string, string> = isMoved ? { 'x-gatehouse-clock': String(at) } : {};
    for (const [name, value] of Object.entries(step.headers ?? {})) more[name] = String(fill(value, facts));
    if (step.kind === 'http') {
      const [url, body] = [String(fill(step.url, facts)), step.body && String(fill(step.body, facts))];
      return send(agent, { method: step.method, url, headers: more, body });
    }
    const { headers, body } = await toRequest(step, facts, at);
    return send(agent, { method: 'POST', url: endpoint, headers: { ...headers, ...more }, body });
  };

  const newestTo = async (to: string): Promise<Mail> => {
    const late = Date.now() + patienceMs;
    for (;;) {
      const messages = await messagesOf(stack, to);
      const newest = messages.at(-1);
      if (newest && messages.length > (seen.get(to) ?? 0)) {
        seen.set(to, messages.length);
        return newest;
      }
      if (Date.now() > late) throw new Error(`no message went to ${to}`);
      await pause(50);
    }
  };

  const go = async (leg: Leg, step: Step, facts: Record<string, unknown>): Promise<Passed> => {
    let answer: Answer = { status: 0, headers: {}, body: undefined, sent: '' };
    let mail: Passed['mail'];
    let trouble: string | undefined;
    const { after = 0, until } = step;
    const isMachine = leg.clock === 'machine';
    clock += isMachine ? 0 : 1000 * (after + 1);
    const time = (): number => (isMachine ? Date.now() + 1000 * after : clock);
    try {
      Object.assign(facts, await step.make?.(facts, time()));
      const late = Date.now() + patienceMs;
      for (;;) {
        answer = await ask(step, facts, time(), !isMachine || after !== 0);
        if (!until || memberAt(answer.body, until[0]) === until[1] || answer.status !== 200) break;
        if (Date.now() > late) throw new Error(`${until[0]} is not ${until[1]}`);
        await pause(200);
      }
      trouble = expectation(step, answer);
      if (step.opens && trouble === undefined) {
        const opened = await step.opens(answer.body, facts);
        answer = { ...answer, body: opened };
        Object.assign(facts, { opened });
      }
      for (const [fact, path] of Object.entries(step.keep ?? {})) {
        facts[fact] = memberAt(answer.body, path);
        if (facts[fact] === undefined) trouble ??= `the answer has no ${path}`;
      }
      for (const [fact, pattern] of Object.entries(step.reads ?? {})) {
        facts[fact] = pattern.exec(asText(answer))?.[1];
        if (facts[fact] === undefined) trouble ??= `the answer has no ${fact}`;
      }
      if (step.mail !== undefined) {
        const { sentAt: _, ...newest } = await newestTo(String(fill(step.mail, facts)));
        mail = newest;
        Object.assign(facts, { code: newest.code, message: newest.body });
      }
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
    }
    return { leg, step, ...answer, mail, trouble };
  };

  const passed: Passed[] = [];
  for (const leg of legs) {
    const facts: Record<string, unknown> = { endpoint, region };
    for (const step of leg.steps) passed.push(await go(leg, step, facts));
  }
  agent.destroy();
  lambda.destroy();
  return passed;
};
