import {
  DeleteWebAuthnCredentialCommand,
  ListWebAuthnCredentialsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
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
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const anyone = publicClient();

const passkeyPool = once(() => makePasskeyPool());

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
