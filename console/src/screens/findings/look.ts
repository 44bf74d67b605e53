/** What the doctor finds in a pool, by the same checks as `gatehouse-pools doctor`. */
import * as v from 'valibot';
import { ClientFacts, ClientOAuthFacts, checkClient } from '#shared/domain/doctor/client-checks.ts';
import type { Finding } from '#shared/domain/doctor/finding.ts';
import { checkMessages, MessageFacts } from '#shared/domain/doctor/message-checks.ts';
import { checkOAuth, DcrFacts, RegistrationFacts, TokenFacts } from '#shared/domain/doctor/oauth-checks.ts';
import { checkPool, PoolFacts, SignInFacts } from '#shared/domain/doctor/pool-checks.ts';
import type { Call } from '../../api/api.ts';

const WholePool = v.object({ ...PoolFacts.entries, DcrConfiguration: v.optional(DcrFacts) });

/** The findings about a pool itself. */
export const lookAtPool = async (call: Call, UserPoolId: string): Promise<readonly Finding[]> => {
  const { UserPool } = await call('DescribeUserPool', { UserPoolId });
  const [{ Strict }, signIn, messages, registration, tokens] = await Promise.all([
    call('GetUserPoolCompatibility', { UserPoolId }),
    call('GetUserPoolSignInSettings', { UserPoolId }),
    call('GetUserPoolMessageLimits', { UserPoolId }),
    call('GetUserPoolRegistrationSettings', { UserPoolId }),
    call('GetUserPoolTokenSettings', { UserPoolId }),
  ]);
  const pool = v.parse(WholePool, UserPool);
  return [
    ...checkPool({ ...pool, Strict }, v.parse(SignInFacts, signIn)),
    ...checkMessages(pool, v.parse(MessageFacts, messages)),
    ...checkOAuth({
      poolId: UserPoolId,
      dcr: pool.DcrConfiguration,
      registration: v.parse(RegistrationFacts, registration),
      tokens: v.parse(TokenFacts, tokens),
    }),
  ];
};

/** A finding about an app client. */
export interface ClientFinding extends Finding {
  readonly clientId: string;
  readonly clientName: string;
}

const clientsAtOnce = 10;

/** The findings about ten app clients of a pool, and where the next ones are. */
export const lookAtClients = async (call: Call, UserPoolId: string, NextToken: string | undefined) => {
  const listed = await call('ListUserPoolClients', { UserPoolId, MaxResults: clientsAtOnce, NextToken });
  const clients = (listed.UserPoolClients ?? []).flatMap(({ ClientId, ClientName = '' }) =>
    ClientId === undefined ? [] : [{ ClientId, ClientName }],
  );
  const found = await Promise.all(
    clients.map(async ({ ClientId, ClientName }): Promise<readonly ClientFinding[]> => {
      const [{ UserPoolClient }, oauth] = await Promise.all([
        call('DescribeUserPoolClient', { UserPoolId, ClientId }),
        call('GetUserPoolClientOAuthSettings', { UserPoolId, ClientId }),
      ]);
      const facts = { ...v.parse(ClientFacts, UserPoolClient), ...v.parse(ClientOAuthFacts, oauth) };
      return checkClient(facts).map((finding) => ({ ...finding, clientId: ClientId, clientName: ClientName }));
    }),
  );
  return { items: found.flat(), next: listed.NextToken };
};
