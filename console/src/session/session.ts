import { callUnsigned } from '../api/api.ts';
import { ApiError, sentenceOf } from '../api/errors.ts';
import type { OperatorGroup } from '../api/own/operators.ts';
import type { Keys } from '../api/sign.ts';
import {
  type Client,
  goToLogout,
  goToSignIn,
  redeemCode,
  refresh,
  revoke,
  type Tokens,
  takeReturn,
} from './sign-in.ts';

/** Who signed in. */
export interface Operator {
  readonly username: string;
  readonly groups: readonly OperatorGroup[];
}

export type SessionState =
  | { readonly status: 'starting' }
  /** Nobody operates this deployment. */
  | { readonly status: 'nobody' }
  /** The browser is not signed in, for that reason. `asAnother`: the same user would be refused again. */
  | { readonly status: 'refused'; readonly message: string; readonly asAnother: boolean }
  | { readonly status: 'signed-in'; readonly client: Client; readonly operator: Operator }
  /** The session or its keys have ended. What is on the screen stays. */
  | { readonly status: 'ended'; readonly client: Client; readonly operator: Operator; readonly message: string };

export interface Session {
  readonly state: () => SessionState;
  /** Has `changed` called at each change, until the function that it gives is called. */
  readonly subscribe: (changed: () => void) => () => void;
  readonly start: () => Promise<void>;
  /** Signs in over the hosted pages, and comes back to the same route. */
  readonly signIn: () => Promise<void>;
  /** Ends the session everywhere: its keys, its tokens, and that of the hosted pages. */
  readonly signOut: () => Promise<void>;
  /** The keys of now. `refused` are keys that are not to be given again. Throws ApiError where there are none. */
  readonly keys: (refused?: Keys) => Promise<Keys>;
}

// Keys are renewed that long before they end.
const earlyMs = 5 * 60_000;

const ended = 'Your session has ended. Sign in again to go on.';

/** The session of the operator. Its tokens and keys are in this closure, and nowhere else. */
export const createSession = (): Session => {
  let state: SessionState = { status: 'starting' };
  let client: Client | undefined;
  let operator: Operator | undefined;
  let refreshToken: string | undefined;
  let current: { readonly keys: Keys; readonly endsAt: number } | undefined;
  let renewal: Promise<Keys> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  const set = (next: SessionState): void => {
    state = next;
    for (const listener of listeners) listener();
  };

  const forget = (): void => {
    clearTimeout(timer);
    [refreshToken, current] = [undefined, undefined];
  };

  const take = async (tokens: Tokens): Promise<Keys> => {
    refreshToken = tokens.refreshToken ?? refreshToken;
    const { Credentials, Username, Groups } = await callUnsigned(location.origin, 'CreateOperatorSession', {
      AccessToken: tokens.accessToken,
    });
    operator = { username: Username, groups: Groups };
    const keys = {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    };
    // The clock of this machine may be off. Keys that ended all the same are renewed as they are refused.
    const lifetimeMs = Math.max(Credentials.Expiration * 1000 - Date.now(), 2 * earlyMs);
    current = { keys, endsAt: Date.now() + lifetimeMs };
    clearTimeout(timer);
    timer = setTimeout(() => void renew().catch(() => undefined), lifetimeMs - earlyMs);
    return keys;
  };

  const end = (message = ended): ApiError => {
    forget();
    if (client && operator) set({ status: 'ended', client, operator, message });
    return new ApiError('SessionEnded', message, 401);
  };

  const renewOnce = async (): Promise<Keys> => {
    if (!client || !refreshToken) throw end();
    try {
      return await take(await refresh(client, refreshToken));
    } catch (error) {
      // What did not answer may answer later; what was refused will be refused again.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) throw end();
      throw error;
    }
  };

  // One at a time: a refresh token may count once.
  const renew = (): Promise<Keys> => {
    renewal ??= renewOnce().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  const findClient = async (): Promise<Client | undefined> => {
    const { UserPoolId, ClientId } = await callUnsigned(location.origin, 'GetOperatorSignIn', {});
    return UserPoolId && ClientId ? { poolId: UserPoolId, clientId: ClientId } : undefined;
  };

  const begin = async (): Promise<void> => {
    const returned = takeReturn();
    client = await findClient();
    if (!client) return set({ status: 'nobody' });
    if (returned.kind === 'none') return goToSignIn(client);
    if (returned.kind === 'error') return set({ status: 'refused', message: returned.message, asAnother: false });
    await take(await redeemCode(client, returned.code, returned.verifier));
    if (operator) set({ status: 'signed-in', client, operator });
  };

  return {
    state: () => state,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    start: async () => {
      try {
        await begin();
      } catch (error) {
        // CreateOperatorSession says so of users who are no operators.
        const asAnother = error instanceof ApiError && error.name === 'NotAuthorizedException';
        set({ status: 'refused', message: sentenceOf(error), asAnother });
      }
    },
    signIn: async () => {
      forget();
      if (client) await goToSignIn(client);
      else location.reload();
    },
    signOut: async () => {
      const token = refreshToken;
      forget();
      if (!client) return location.reload();
      if (token) await revoke(client, token);
      goToLogout(client);
    },
    keys: async (refused) => {
      if (current && current.keys !== refused && current.endsAt > Date.now() + 30_000) return current.keys;
      return renew();
    },
  };
};
