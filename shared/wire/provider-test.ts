import type { ProviderTestOutcome, ProviderTestStatus } from '#shared/domain/federation/provider-test.ts';
import { text } from './shapes.ts';

/** Whoever knows it may read what came of the test, so no message repeats it. */
export const ProviderTestIdType = text({ min: 43, max: 43, pattern: '[\\w-]+', sensitive: true });

interface NamedValue {
  readonly Name: string;
  readonly Value: string;
}

interface Remark {
  readonly Name: string;
  /** The name of the claim, where one is mapped. */
  readonly Claim?: string;
  readonly Reason: string;
}

/** How a test of an identity provider is answered. */
export interface ProviderTestAnswer {
  readonly Status: ProviderTestStatus;
  readonly ProviderName: string;
  readonly ClientId: string;
  /** From here on: once the test is over. */
  readonly Error?: { readonly Code: string; readonly Message: string };
  readonly Subject?: string;
  readonly Claims?: readonly NamedValue[];
  readonly ClaimsLeftOut?: number;
  readonly UserAttributes?: readonly NamedValue[];
  readonly Skipped?: readonly Remark[];
  readonly Faults?: readonly Remark[];
}

const toNamed = ({ name, value }: ProviderTestOutcome['claims'][number]): NamedValue => ({ Name: name, Value: value });

const toRemark = ({ name, from, reason }: ProviderTestOutcome['faults'][number]): Remark => ({
  Name: name,
  ...(from !== undefined && { Claim: from }),
  Reason: reason,
});

interface Tested {
  readonly status: ProviderTestStatus;
  readonly providerName: string;
  readonly clientId: string;
}

/** The answer about a test; without `outcome` it tells only how far the test is. */
export const toProviderTest = (
  { status, providerName, clientId }: Tested,
  outcome: ProviderTestOutcome | undefined,
): ProviderTestAnswer => ({
  Status: status,
  ProviderName: providerName,
  ClientId: clientId,
  ...(outcome?.error && { Error: { Code: outcome.error.code, Message: outcome.error.message } }),
  ...(outcome?.subject !== undefined && { Subject: outcome.subject }),
  ...(outcome && {
    Claims: outcome.claims.map(toNamed),
    ClaimsLeftOut: outcome.claimsLeftOut,
    UserAttributes: outcome.attributes.map(toNamed),
    Skipped: outcome.skipped.map(toRemark),
    Faults: outcome.faults.map(toRemark),
  }),
});
