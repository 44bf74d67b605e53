import {
  DeleteWebAuthnCredentialCommand,
  ListWebAuthnCredentialsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { makePasskeyPages, openAddPasskey, signedInBrowser } from '#tests/support/add-passkey.ts';
import { makeAuthenticator } from '#tests/support/authenticator.ts';
import { publicClient } from '#tests/support/clients.ts';
import {
  answerWithPasskey,
  askForPasskey,
  completeRegistration,
  type Holder,
  makePasskeyPool,
  newHolder,
  register,
  signInWithPasskey,
  startRegistration,
} from '#tests/support/passkeys.ts';
import { textOf } from '#tests/support/sign-in-page.ts';
import { submit } from '#tests/support/user-agent.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const anyone = publicClient();

const passkeyPool = once(() => makePasskeyPool());

const pages = once(() => makePasskeyPages());

const listed = async ({ AccessToken }: Holder): Promise<unknown[]> => {
  const { Credentials = [] } = await anyone.send(new ListWebAuthnCredentialsCommand({ AccessToken }));
  return Credentials.map(({ CredentialId }) => CredentialId);
};

export const passkeys: readonly Flow[] = [
  {
    operation: 'CompleteWebAuthnRegistration',
    prepare: async () => {
      const holder = await newHolder(await passkeyPool());
      const authenticator = makeAuthenticator();
      const credential = authenticator.register(await startRegistration(holder));
      return {
        call: () => completeRegistration(holder, credential),
        proof: async () => {
          expect(await listed(holder)).toEqual([authenticator.credentialId]);
          await signInWithPasskey(holder, authenticator);
        },
      };
    },
  },
  {
    operation: 'add-passkey',
    prepare: async () => {
      const holder = await newHolder(await pages());
      const authenticator = makeAuthenticator();
      const agent = await signedInBrowser(await pages(), holder);
      const { page, creation } = await openAddPasskey(agent, await pages());
      const credential = JSON.stringify(authenticator.register(creation));
      return {
        call: async () => {
          const answer = await submit(agent, page.clone(), { credential });
          if (answer.status >= 500) throw Object.assign(new Error('a fault'), { name: 'InternalErrorException' });
          expect(await textOf(answer)).toContain('Your passkey has been created.');
        },
        proof: async () => {
          expect(await listed(holder)).toEqual([authenticator.credentialId]);
          await signInWithPasskey(holder, authenticator);
        },
      };
    },
  },
  {
    operation: 'DeleteWebAuthnCredential',
    prepare: async () => {
      const holder = await newHolder(await passkeyPool());
      const { credentialId: CredentialId } = await register(holder);
      const { AccessToken } = holder;
      return {
        call: () => anyone.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId })),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => expect(await listed(holder)).toEqual([]),
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'WEB_AUTHN',
    prepare: async () => {
      const holder = await newHolder(await passkeyPool());
      const authenticator = await register(holder);
      const { options, Session } = await askForPasskey(holder);
      const credential = authenticator.sign(options, { counter: 1 });
      return {
        call: () => answerWithPasskey(holder, Session, credential),
        doneBefore: ['NotAuthorizedException'],
        proof: () => signInWithPasskey(holder, authenticator, { counter: 2 }),
      };
    },
  },
];
