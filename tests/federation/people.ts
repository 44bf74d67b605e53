/**
 * People who share a pool with somebody who is after their users. Each step is what one of them could ask of the pool, or
 * have an honest administrator ask. Every sign-in that succeeds is noted: nobody may ever be another person's user.
 */
import { randomUUID } from 'node:crypto';
import {
  AdminConfirmSignUpCommand,
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolCommandInput,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateIdentityProviderCommand,
  UpdateUserAttributesCommand,
  UpdateUserPoolClientCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import {
  type FederatedApp,
  makeScriptedApp,
  openIdGiven,
  returnFromScripted,
  tokensFor,
} from '#tests/support/federation.ts';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { setPolicy } from '#tests/support/linking.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { merge } from '#tests/support/merging.ts';
import { locationOf, onPages } from '#tests/support/oauth.ts';
import { outboundHost } from '#tests/support/outbound-server.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { scriptedIssuer } from '#tests/support/upstream/scripted-provider.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

/** Two people: the second one may be the first one's attacker, and the other way round. */
export type Person = 'ada' | 'eve';

/** `Corporate` calls an e-mail verified only if it is; nobody maps what `Loose` says about that. */
export type Provider = 'Corporate' | 'Loose';

/** What a person does next. `user` is the place of a user among all that were made by sign-up. */
export type Step =
  | { readonly does: 'sign up' | 'change address'; readonly who: Person; readonly address: Person }
  | {
      readonly does: 'confirm' | 'sign in by password' | 'sign in by code' | 'reset password';
      readonly who: Person;
      readonly user: number;
    }
  | { readonly does: 'use code for own address' | 'verify address' | 'delete user'; readonly who: Person }
  | { readonly does: 'federate'; readonly who: Person; readonly by: Provider; readonly says: Saying }
  | {
      readonly does: 'federate and prove user';
      readonly who: Person;
      readonly by: Provider;
      readonly says: Saying;
      readonly user: number;
    }
  | { readonly does: 'be linked'; readonly who: Person; readonly by: Provider; readonly user: number }
  | { readonly does: 'unlink'; readonly who: Person; readonly by: Provider }
  | { readonly does: 'be merged'; readonly user: number; readonly into: number }
  | { readonly does: 'be unlinked'; readonly who: Person; readonly by: Provider }
  | { readonly does: 'be confirmed' | 'lose password'; readonly user: number };

/** What a provider says of somebody's e-mail. */
export type Saying = 'own, verified' | 'own' | "the other's" | 'verified alone' | 'nothing';

/** How a pool links somebody who first comes through a provider. */
export type Policy = 'NEVER' | 'VERIFIED_EMAIL' | 'ASK';

/** A pool with both providers, and a client with every way to sign in. It trusts Corporate alone. */
export const makeSharedPool = async (
  pool: Partial<CreateUserPoolCommandInput>,
  policy: Policy = 'NEVER',
): Promise<FederatedApp> => {
  const app = await makeScriptedApp(
    {},
    {},
    {
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
      ...pool,
    },
  );
  const { poolId: UserPoolId, clientId: ClientId } = app;
  await makeProvider(app, {
    ...openIdGiven(scriptedIssuer(outboundHost(), { name: randomUUID() })),
    ProviderName: 'Loose',
  });
  await adminClient().send(
    new UpdateIdentityProviderCommand({
      UserPoolId,
      ProviderName: 'Corporate',
      AttributeMapping: { email: 'email', email_verified: 'email_verified' },
    }),
  );
  await adminClient().send(
    new UpdateUserPoolClientCommand({
      ...onPages,
      UserPoolId,
      ClientId,
      SupportedIdentityProviders: ['COGNITO', 'Corporate', 'Loose'],
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  await setPolicy(app, policy, ['Corporate']);
  return app;
};

interface Made {
  readonly name: string;
  readonly sub: string;
  readonly maker: Person;
}

const other = (who: Person): Person => (who === 'ada' ? 'eve' : 'ada');

/** A new life of both people in the pool: names and addresses that nobody had before. */
export const newLife = (app: FederatedApp, signsUpWithEmail: boolean) => {
  const { poolId: UserPoolId, clientId: ClientId } = app;
  const run = randomUUID();
  const addressOf = (who: Person): string => `${who}-${run}@example.com`;
  const subjectOf = (who: Person): string => `${who}-${run}`;
  const passwordOf = (who: Person): string => `Password-of-${who}-1`;
  const made: Made[] = [];
  // Whose user it is: of the first who signs in or proves the address.
  const owners = new Map<string, Person>();
  const tokens: { readonly who: Person; readonly token: string }[] = [];
  const trespasses: string[] = [];

  const entered = (who: Person, token: string | undefined): void => {
    const { sub } = token === undefined ? {} : decodeJwt(token);
    if (token === undefined || sub === undefined) return;
    const owner = owners.get(sub) ?? who;
    if (owner !== who) trespasses.push(`${who} is signed in as a user of ${owner}`);
    owners.set(sub, owner);
    tokens.push({ who, token });
  };

  const tokenOf = (who: Person): string | undefined => tokens.findLast((one) => one.who === who)?.token;
  const userAt = (place: number): Made | undefined => made[place % Math.max(made.length, 1)];

  const byCode = async (who: Person, USERNAME: string): Promise<void> => {
    const { Session, ChallengeName } = await publicClient().send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME, PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      }),
    );
    if (ChallengeName !== 'EMAIL_OTP') return;
    const ChallengeResponses = { USERNAME, EMAIL_OTP_CODE: await codeFor(addressOf(who)) };
    const answer = await publicClient().send(
      new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }),
    );
    entered(who, answer.AuthenticationResult?.AccessToken);
  };

  const claimsFor = (who: Person, says: Saying): object => {
    const sub = subjectOf(who);
    if (says === 'nothing') return { sub };
    if (says === 'verified alone') return { sub, email_verified: true };
    const email = addressOf(says === "the other's" ? other(who) : who);
    return { sub, email, email_verified: says === 'own, verified' };
  };

  /** Where a page asks for the account of somebody, that is answered as `answer` says. */
  const federate = async (
    who: Person,
    by: Provider,
    says: Saying,
    answer: Readonly<Record<string, string>>,
  ): Promise<void> => {
    const agent = newUserAgent();
    const more = { scope: 'openid aws.cognito.signin.user.admin', identity_provider: by };
    let told = locationOf(await agent.get(await returnFromScripted(agent, app, claimsFor(who, says), more)));
    if (told.pathname === '/linkAccount') {
      told = locationOf(await submit(agent, await agent.get(told.href), answer));
    }
    if (told.searchParams.has('code')) entered(who, (await tokensFor(app, told)).access_token);
  };

  const take = async (step: Step): Promise<void> => {
    switch (step.does) {
      case 'sign up': {
        const { who } = step;
        const email = addressOf(step.address);
        const name = signsUpWithEmail ? email : `user-${made.length}-${run}`;
        const UserAttributes = [{ Name: 'email', Value: email }];
        const { UserSub: sub = '' } = await publicClient().send(
          new SignUpCommand({ ClientId, Username: name, Password: passwordOf(who), UserAttributes }),
        );
        made.push({ name, sub, maker: who });
        return;
      }
      case 'confirm': {
        const user = userAt(step.user);
        // A code is typed where somebody has signed up, and nowhere else.
        if (user?.maker !== step.who) return;
        const ConfirmationCode = await codeFor(addressOf(step.who));
        await publicClient().send(new ConfirmSignUpCommand({ ClientId, Username: user.sub, ConfirmationCode }));
        owners.set(user.sub, owners.get(user.sub) ?? step.who);
        return;
      }
      case 'sign in by password': {
        const AuthParameters = { USERNAME: userAt(step.user)?.name ?? '', PASSWORD: passwordOf(step.who) };
        const answer = await publicClient().send(
          new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
        );
        entered(step.who, answer.AuthenticationResult?.AccessToken);
        return;
      }
      case 'sign in by code':
        return byCode(step.who, userAt(step.user)?.name ?? '');
      case 'use code for own address':
        return byCode(step.who, addressOf(step.who));
      case 'reset password': {
        const Username = userAt(step.user)?.name ?? '';
        await publicClient().send(new ForgotPasswordCommand({ ClientId, Username }));
        const ConfirmationCode = await codeFor(addressOf(step.who));
        const Password = passwordOf(step.who);
        await publicClient().send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password }));
        return;
      }
      case 'change address': {
        const UserAttributes = [{ Name: 'email', Value: addressOf(step.address) }];
        const AccessToken = tokenOf(step.who);
        await publicClient().send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
        return;
      }
      case 'verify address': {
        const Code = await codeFor(addressOf(step.who));
        const AccessToken = tokenOf(step.who);
        await publicClient().send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));
        return;
      }
      case 'delete user':
        await publicClient().send(new DeleteUserCommand({ AccessToken: tokenOf(step.who) }));
        return;
      case 'federate':
        return federate(step.who, step.by, step.says, { newAccount: 'true' });
      case 'federate and prove user': {
        const username = userAt(step.user)?.name ?? '';
        return federate(step.who, step.by, step.says, { username, password: passwordOf(step.who) });
      }
      case 'unlink': {
        const User = { ProviderName: step.by, ProviderAttributeValue: subjectOf(step.who) };
        await callOwnUnsigned('DisableProviderForUser', { AccessToken: tokenOf(step.who) ?? '', User });
        return;
      }
      case 'be merged': {
        const [source, destination] = [userAt(step.user), userAt(step.into)];
        const ownerOf = (user: Made | undefined) => user && (owners.get(user.sub) ?? user.maker);
        if (!source || !destination || ownerOf(source) !== ownerOf(destination)) return;
        await merge(app, source.sub, destination.sub);
        return;
      }
      case 'be linked': {
        const user = userAt(step.user);
        if (!user || (owners.get(user.sub) ?? user.maker) !== step.who) return;
        await adminClient().send(
          new AdminLinkProviderForUserCommand({
            UserPoolId,
            DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: user.sub },
            SourceUser: { ProviderName: step.by, ProviderAttributeValue: subjectOf(step.who) },
          }),
        );
        return;
      }
      case 'be unlinked': {
        const User = { ProviderName: step.by, ProviderAttributeValue: subjectOf(step.who) };
        await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId, User }));
        return;
      }
      case 'be confirmed':
        await adminClient().send(new AdminConfirmSignUpCommand({ UserPoolId, Username: userAt(step.user)?.sub }));
        return;
      case 'lose password': {
        const User = { ProviderName: 'Cognito', ProviderAttributeValue: userAt(step.user)?.sub };
        await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId, User }));
      }
    }
  };

  return {
    take,
    /** Who was let in where another person was before, in words. Tokens of earlier sign-ins are tried once more. */
    trespasses: async (): Promise<readonly string[]> => {
      for (const { who, token } of tokens) {
        const stillCounts = await publicClient()
          .send(new GetUserCommand({ AccessToken: token }))
          .then(
            () => true,
            () => false,
          );
        const owner = owners.get(decodeJwt(token).sub ?? '');
        if (stillCounts && owner !== who) trespasses.push(`a token of ${who} opens a user of ${owner}`);
      }
      return trespasses;
    },
  };
};
