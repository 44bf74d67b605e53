import {
  DeleteWebAuthnCredentialCommand,
  ListWebAuthnCredentialsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { addPasskeyPath, makePasskeyPages, openAddPasskey, signedInBrowser } from '#tests/support/add-passkey.ts';
import { makeAuthenticator } from '#tests/support/authenticator.ts';
import {
  answerWithPasskey,
  askForPasskey,
  completeRegistration,
  makePasskeyPool,
  newHolder,
  register,
  startRegistration,
} from '#tests/support/passkeys.ts';
import { makeUser } from '#tests/support/pools.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { anyone, once } from '../subjects.ts';

const pool = once(() => makePasskeyPool());

const pages = once(() => makePasskeyPages());

const browser = async () => signedInBrowser(await pages(), await makeUser(await pages()));

/** A user with a passkey. */
const holder = async () => {
  const user = await newHolder(await pool());
  return { ...user, authenticator: await register(user) };
};

export const passkeys: readonly Scenario[] = [
  {
    operation: 'add-passkey',
    way: 'without a session',
    prepare: async () => async () => newUserAgent().get(addPasskeyPath(await pages())),
  },
  {
    operation: 'add-passkey',
    way: 'the page',
    prepare: async () => {
      const agent = await browser();
      return async () => openAddPasskey(agent, await pages());
    },
  },
  {
    operation: 'add-passkey',
    prepare: async () => {
      const agent = await browser();
      const { page, creation } = await openAddPasskey(agent, await pages());
      const credential = JSON.stringify(makeAuthenticator().register(creation));
      return () => submit(agent, page, { credential });
    },
  },
  {
    operation: 'CompleteWebAuthnRegistration',
    prepare: async () => {
      const user = await newHolder(await pool());
      const credential = makeAuthenticator().register(await startRegistration(user));
      return () => completeRegistration(user, credential);
    },
  },
  {
    operation: 'DeleteWebAuthnCredential',
    prepare: async () => {
      const { AccessToken, authenticator } = await holder();
      const { credentialId: CredentialId } = authenticator;
      return () => anyone.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId }));
    },
  },
  {
    operation: 'ListWebAuthnCredentials',
    prepare: async () => {
      const { AccessToken } = await holder();
      return () => anyone.send(new ListWebAuthnCredentialsCommand({ AccessToken }));
    },
  },
  {
    operation: 'StartWebAuthnRegistration',
    prepare: async () => {
      const user = await newHolder(await pool());
      return () => startRegistration(user);
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'passkey',
    prepare: async () => {
      const user = await holder();
      return () => askForPasskey(user);
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'passkey',
    prepare: async () => {
      const user = await holder();
      const { options, Session } = await askForPasskey(user);
      const signature = user.authenticator.sign(options, { counter: 1 });
      return () => answerWithPasskey(user, Session, signature);
    },
  },
];
