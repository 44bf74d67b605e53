// Runs in the browser: two apps as anybody would write them, without any code of ours. Both sign in by redirect.
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, fetchUserAttributes, signInWithRedirect, signOut } from 'aws-amplify/auth';
import { UserManager, type UserManagerSettings } from 'oidc-client-ts';

interface AmplifySettings {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly userPoolEndpoint: string;
  readonly loginWith: {
    readonly oauth: {
      readonly domain: string;
      readonly scopes: string[];
      readonly redirectSignIn: string[];
      readonly redirectSignOut: string[];
      readonly responseType: 'code' | 'token';
    };
  };
}

const amplify = {
  configure: (Cognito: AmplifySettings) => Amplify.configure({ Auth: { Cognito } }),
  signIn: () => signInWithRedirect(),
  scopes: async () => (await fetchAuthSession()).tokens?.accessToken.payload.scope,
  refreshedScopes: async () => (await fetchAuthSession({ forceRefresh: true })).tokens?.accessToken.payload.scope,
  attributes: () => fetchUserAttributes(),
  isSignedIn: async () => (await fetchAuthSession()).tokens !== undefined,
  signOut: () => signOut(),
};

const manager: { current: UserManager | undefined } = { current: undefined };

const current = (): UserManager => {
  if (!manager.current) throw new Error('The app is not configured.');
  return manager.current;
};

const oidc = {
  configure: (settings: UserManagerSettings) => {
    manager.current = new UserManager(settings);
  },
  signIn: () => current().signinRedirect(),
  finishSignIn: async () => {
    const { profile, access_token, refresh_token, scope } = (await current().signinCallback()) ?? {};
    return { profile, access_token, refresh_token, scope };
  },
  renew: async () => {
    const { profile, access_token } = (await current().signinSilent()) ?? {};
    return { profile, access_token };
  },
  signOut: () => current().signoutRedirect({ state: 'bye' }),
  finishSignOut: async () => (await current().signoutCallback()) ?? {},
};

const apps = { amplify, oidc };

export type Apps = typeof apps;

Object.assign(globalThis, { apps });
