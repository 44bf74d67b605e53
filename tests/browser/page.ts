// Runs in the browser: an app as anybody would write it, without any code of ours.
import { Amplify } from 'aws-amplify';
import {
  associateWebAuthnCredential,
  deleteWebAuthnCredential,
  getCurrentUser,
  listWebAuthnCredentials,
  signIn,
  signOut,
} from 'aws-amplify/auth';

interface Settings {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly userPoolEndpoint: string;
}

const app = {
  configure: (Cognito: Settings) => Amplify.configure({ Auth: { Cognito } }),
  signInWithPassword: (username: string, password: string) => signIn({ username, password }),
  signInWithPasskey: (username: string) =>
    signIn({ username, options: { authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' } }),
  signOut: () => signOut(),
  username: async () => (await getCurrentUser()).username,
  register: () => associateWebAuthnCredential(),
  list: async () => (await listWebAuthnCredentials()).credentials,
  remove: (credentialId: string) => deleteWebAuthnCredential({ credentialId }),
};

export type App = typeof app;

Object.assign(globalThis, { app });
