import {
  CreateTermsCommand,
  DeleteTermsCommand,
  DeleteUserPoolClientCommand,
  DescribeTermsByClientCommand,
  DescribeTermsCommand,
  ListTermsCommand,
  UpdateTermsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { acceptedBy, linksTo, makeTerms } from '#tests/support/terms.ts';
import type { Scenario } from '../scenario.ts';
import { admin, newUser, once } from '../subjects.ts';

/** A pool with two terms of one client, to which each round adds none. */
const pool = once(async () => {
  const made = await makePool();
  await makeTerms(made, { TermsName: 'privacy-policy' });
  const { TermsId } = await makeTerms(made);
  return { ...made, UserPoolId: made.poolId, TermsId };
});

/** Terms of a client of their own, and what removes them: so that no round finds more terms than another. */
const newTerms = async () => {
  const { UserPoolId } = await pool();
  const { clientId: ClientId } = await makeClient(UserPoolId);
  const { TermsId } = await makeTerms({ poolId: UserPoolId, clientId: ClientId });
  return { UserPoolId, ClientId, TermsId };
};

export const terms: readonly Scenario[] = [
  {
    operation: 'CreateTerms',
    prepare: async () => {
      const { UserPoolId, ClientId, TermsId } = await newTerms();
      await admin.send(new DeleteTermsCommand({ UserPoolId, TermsId }));
      const asked = { UserPoolId, ClientId, TermsName: 'terms-of-use', Links: linksTo('terms') };
      return () => admin.send(new CreateTermsCommand({ ...asked, TermsSource: 'LINK', Enforcement: 'NONE' }));
    },
  },
  {
    operation: 'DescribeTerms',
    prepare: async () => {
      const { UserPoolId, TermsId } = await pool();
      return () => admin.send(new DescribeTermsCommand({ UserPoolId, TermsId }));
    },
  },
  {
    operation: 'DescribeTermsByClient',
    prepare: async () => {
      const { UserPoolId, clientId: ClientId } = await pool();
      const asked = { UserPoolId, ClientId, TermsName: 'terms-of-use' };
      return () => admin.send(new DescribeTermsByClientCommand(asked));
    },
  },
  {
    operation: 'UpdateTerms',
    prepare: async () => {
      const { UserPoolId, TermsId } = await pool();
      return () => admin.send(new UpdateTermsCommand({ UserPoolId, TermsId, Links: linksTo('terms') }));
    },
  },
  {
    operation: 'ListTerms',
    way: 'of two',
    prepare: async () => {
      const { UserPoolId } = await pool();
      return () => admin.send(new ListTermsCommand({ UserPoolId, MaxResults: 2 }));
    },
  },
  {
    operation: 'AdminListAcceptedTerms',
    prepare: async () => {
      const { username } = await newUser(await pool());
      const { poolId } = await pool();
      return () => acceptedBy(poolId, username);
    },
  },
  {
    operation: 'DeleteTerms',
    prepare: async () => {
      const { UserPoolId, TermsId } = await newTerms();
      return () => admin.send(new DeleteTermsCommand({ UserPoolId, TermsId }));
    },
  },
  {
    operation: 'DeleteUserPoolClient',
    way: 'with terms',
    prepare: async () => {
      const { UserPoolId, ClientId } = await newTerms();
      return () => admin.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    },
  },
];
