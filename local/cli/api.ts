import { setTimeout as pause } from 'node:timers/promises';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import * as v from 'valibot';
import { Refusal } from './failures.ts';
import type { Settings } from './settings.ts';

type Call = <Schema extends v.GenericSchema>(
  operation: string,
  request: object,
  schema: Schema,
) => Promise<v.InferOutput<Schema>>;

/**
 * A deployment's operations, signed. They throw Refusal where the service refuses, a plain Error where no answer comes.
 */
export interface Api {
  readonly endpoint: string;
  readonly region: string;
  /** Operations that Cognito also has. */
  readonly cognito: Call;
  /** Operations of identity pools. */
  readonly identity: Call;
  /** Gatehouse's own operations. */
  readonly own: Call;
}

const attempts = 4;
const timeoutMs = 35_000;

interface Answer {
  readonly status: number;
  readonly text: string;
}

const ErrorBody = v.fallback(v.object({ __type: v.optional(v.string()), message: v.optional(v.string()) }), {});

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

// An exception of Gatehouse has a name. Everything else was answered by something before it, or in its place.
const failureFrom = (endpoint: string, { status, text }: Answer, isOfLaptop = false): Error => {
  const { __type: type, message } = v.parse(ErrorBody, parse(text));
  if (isOfLaptop && type === 'UnrecognizedClientException') {
    return new Refusal(
      type,
      `The stack at ${endpoint} is not the one that was started in this folder. Start that again.`,
    );
  }
  if (type) return new Refusal(type, message || `The answer had status ${status}.`);
  return status >= 500
    ? new Error(`${endpoint} answers with status ${status}. Try again in a while.`)
    : new Error(`${endpoint} answers with status ${status}, and not as Gatehouse does. Is it the right address?`);
};

const isWorthAnother = ({ status, text }: Answer): boolean =>
  status === 429 || status >= 500 || text.includes('TooManyRequestsException');

const send = async (
  endpoint: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<Answer> => {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    // After a redirect, a signature would not match, and the method could be another.
    const answer = await fetch(endpoint, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return { status: answer.status, text: await answer.text() };
  } catch (cause) {
    throw new Error(`Nothing answers at ${endpoint}. Is it the right address, and is it running?`, { cause });
  }
};

/** Calls an operation of Gatehouse's own that asks for no signature. Throws as the signed ones do. */
export const callUnsigned = async <Schema extends v.GenericSchema>(
  endpoint: string,
  operation: string,
  request: object,
  schema: Schema,
): Promise<v.InferOutput<Schema>> => {
  const answer = await send(endpoint, {
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Gatehouse.${operation}` },
    body: JSON.stringify(request),
  });
  const said = v.safeParse(schema, parse(answer.text));
  if (answer.status === 200 && said.success) return said.output;
  throw failureFrom(endpoint, answer);
};

/** Calls the API of a deployment. */
export const createApi = ({ endpoint, region, accessKey, isOfLaptop }: Settings): Api => {
  const url = new URL(endpoint);
  const signerOf = (service: string) => new SignatureV4({ service, region, credentials: accessKey, sha256: Sha256 });
  const signers = { pools: signerOf('cognito-idp'), identities: signerOf('cognito-identity') };

  const post = async (signer: SignatureV4, target: string, body: string): Promise<Answer> => {
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: {},
      headers: { host: url.host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
      body,
    });
    const { host: _, ...sent } = headers;
    return send(endpoint, { headers: sent, body });
  };

  const call =
    (prefix: string, signer = signers.pools): Call =>
    async (operation, request, schema) => {
      for (let made = 1; ; made++) {
        const answer = await post(signer, `${prefix}.${operation}`, JSON.stringify(request));
        const said = v.safeParse(schema, parse(answer.text));
        if (answer.status === 200 && said.success) return said.output;
        if (made >= attempts || !isWorthAnother(answer)) throw failureFrom(endpoint, answer, isOfLaptop);
        await pause(Math.random() * 200 * 2 ** made);
      }
    };

  return {
    endpoint,
    region,
    cognito: call('AWSCognitoIdentityProviderService'),
    identity: call('AWSCognitoIdentityService', signers.identities),
    own: call('Gatehouse'),
  };
};

interface Page {
  readonly NextToken?: string | undefined;
}

/** The items of all pages, one after the other. */
export async function* everyItem<Answer extends Page, Item>(
  page: (next: string | undefined) => Promise<Answer>,
  itemsOf: (answer: Answer) => readonly Item[],
): AsyncGenerator<Item> {
  let next: string | undefined;
  do {
    const answer = await page(next);
    yield* itemsOf(answer);
    next = answer.NextToken;
  } while (next);
}

/** All items, or the first `most`, in an array. */
export const collect = async <Item>(items: AsyncIterable<Item>, most = Number.POSITIVE_INFINITY): Promise<Item[]> => {
  const collected: Item[] = [];
  for await (const item of items) {
    collected.push(item);
    if (collected.length === most) break;
  }
  return collected;
};
