// The library has no types. These are of what the tests use.
declare module 'passport-openidconnect' {
  interface Options {
    readonly issuer: string;
    readonly authorizationURL: string;
    readonly tokenURL: string;
    readonly userInfoURL: string;
    readonly clientID: string;
    readonly clientSecret?: string;
    readonly callbackURL: string;
    readonly scope?: readonly string[];
    readonly nonce?: boolean;
    readonly maxAge?: number;
    readonly skipUserProfile?: boolean;
  }

  export interface Profile {
    readonly id: string;
    readonly username?: string;
    readonly emails?: readonly { readonly value: string }[];
  }

  type Done = (error: Error | null, user?: Profile) => void;

  interface Asked {
    readonly query: Readonly<Record<string, string>>;
    readonly session: object;
  }

  export class Strategy {
    constructor(options: Options, verify: (issuer: string, profile: Profile, done: Done) => void);
    authenticate(request: Asked): void;
    redirect: (url: string) => void;
    success: (user: Profile) => void;
    fail: (challenge: { readonly message?: string } | undefined, status?: number) => void;
    error: (error: Error) => void;
  }
}
