import { randomUUID } from 'node:crypto';
import {
  CreateTermsCommand,
  type CreateTermsCommandInput,
  DescribeTermsByClientCommand,
  type TermsType,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import { callOwn } from './own-operations.ts';
import type { TestPool } from './pools.ts';

type Owner = Pick<TestPool, 'poolId' | 'clientId'>;

/** Links with one for all languages that have none of their own. */
export const linksTo = (document: string): Record<string, string> => ({
  'cognito:default': `https://example.com/${document}`,
});

/** An id of terms that nobody has. */
export const aTermsId = (): string => randomUUID();

/** Makes terms of an app client: its terms of use by default. */
export const makeTerms = async (
  { poolId: UserPoolId, clientId: ClientId }: Owner,
  facts: Partial<CreateTermsCommandInput> = {},
): Promise<TermsType & { readonly TermsId: string }> => {
  const { Terms } = await adminClient().send(
    new CreateTermsCommand({
      UserPoolId,
      ClientId,
      TermsName: 'terms-of-use',
      TermsSource: 'LINK',
      Enforcement: 'NONE',
      Links: linksTo('terms'),
      ...facts,
    }),
  );
  if (Terms?.TermsId === undefined) throw new Error('The answer has no terms.');
  return { ...Terms, TermsId: Terms.TermsId };
};

/** The terms of an app client by their name. */
export const termsOf = async (
  { poolId: UserPoolId, clientId: ClientId }: Owner,
  TermsName = 'terms-of-use',
): Promise<TermsType | undefined> =>
  (await adminClient().send(new DescribeTermsByClientCommand({ UserPoolId, ClientId, TermsName }))).Terms;

interface AcceptedTerms {
  readonly TermsId: string;
  readonly TermsName: string;
  readonly ClientId: string;
  readonly Link: string;
  readonly Language: string;
  /** Epoch seconds. */
  readonly LastModifiedDate: number;
  readonly AcceptanceDate: number;
}

/** What a user agreed to at the sign-up. */
export const acceptedBy = async (UserPoolId: string, Username: string): Promise<readonly AcceptedTerms[]> => {
  const request = { UserPoolId, Username };
  return (await callOwn<{ AcceptedTerms: readonly AcceptedTerms[] }>('AdminListAcceptedTerms', request)).AcceptedTerms;
};
