import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { Refusal } from '../signature.ts';
import { isTrusted, TrustPolicy, UnknownOperator } from './trust-policy.ts';
import type { WebIdentity } from './web-identity.ts';

const Roles = v.record(v.string(), v.object({ trust: v.optional(TrustPolicy) }));

// The second one only where the session has tags.
const actions = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] as const;

const malformed = (message: string): Refusal => new Refusal(400, 'MalformedPolicyDocument', message);

const trustOf = (file: string, role: string) => {
  const given: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const { success, output } = v.safeParse(Roles, given);
  if (!success) throw malformed(`${file} has a trust policy that is none.`);
  return Object.hasOwn(output, role) ? output[role]?.trust : undefined;
};

const contextOf = (identity: WebIdentity): Readonly<Record<string, readonly string[]>> => {
  const { issuer, audience, subject, methods, sessionName, tags } = identity;
  const name = issuer.replace(/^https?:\/\//, '');
  return {
    [`${name}:aud`]: [audience],
    [`${name}:sub`]: [subject],
    [`${name}:amr`]: methods,
    'sts:RoleSessionName': [sessionName],
    'aws:TagKeys': Object.keys(tags),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, [value]])),
  };
};

/**
 * Lets a request go on whose role trusts whoever shows the token. A role without a trust policy in the file trusts
 * everybody. Throws Refusal.
 */
export const assertTrusted = (file: string, identity: WebIdentity): void => {
  const { roleArn, issuer, tags } = identity;
  const policy = trustOf(file, roleArn);
  if (!policy) return;
  const [, partition = '', , , account = ''] = roleArn.split(':');
  const provider = `arn:${partition}:iam::${account}:oidc-provider/${issuer.replace(/^https?:\/\//, '')}`;
  const context = contextOf(identity);
  const needed = Object.keys(tags).length > 0 ? actions : actions.slice(0, 1);
  try {
    const missing = needed.find((action) => !isTrusted(policy, { provider, action, context }));
    if (missing !== undefined) throw new Refusal(403, 'AccessDenied', `Not authorized to perform ${missing}`);
  } catch (error) {
    throw error instanceof UnknownOperator ? malformed(error.message) : error;
  }
};
