/** Operations of the parts of a pool: tests of providers, previews, OAuth settings, texts, risk. */
interface NamedValue {
  readonly Name: string;
  readonly Value: string;
}

interface Remark {
  readonly Name: string;
  readonly Claim?: string;
  readonly Reason: string;
}

/** How far a test of a provider is and, at its end, what came of it. */
export interface ProviderTest {
  readonly Status: 'WAITING' | 'AT_PROVIDER' | 'SUCCEEDED' | 'FAILED';
  readonly Error?: { readonly Code: string; readonly Message: string };
  readonly Subject?: string;
  readonly Claims?: readonly NamedValue[];
  readonly ClaimsLeftOut?: number;
  readonly UserAttributes?: readonly NamedValue[];
  readonly Skipped?: readonly Remark[];
  readonly Faults?: readonly Remark[];
}

export interface ClientOAuthSettings {
  readonly RequirePkce?: boolean;
  readonly DpopBoundAccessTokens?: boolean;
  readonly RequirePushedAuthorizationRequests?: boolean;
  readonly GrantTypes?: readonly string[];
  readonly TokenEndpointAuthMethod?: string;
  readonly JwksUri?: string;
  readonly Jwks?: string;
  readonly UnregisteredResource?: string;
  readonly BackchannelLogoutUri?: string;
  readonly BackchannelLogoutSessionRequired?: boolean;
}

interface OfClient {
  readonly UserPoolId: string;
  readonly ClientId: string;
}

/** An image of a style, before it is saved. */
export interface GivenAsset {
  readonly Category: string;
  readonly ColorMode: string;
  readonly Extension: string;
  /** Base64. */
  readonly Bytes?: string;
  readonly ResourceId?: string;
}

export interface PartOperations {
  AdminStartProviderTest: {
    readonly request: OfClient & { readonly ProviderName: string };
    readonly answer: { readonly TestId: string; readonly TestUrl: string; readonly Expiration: number };
  };
  AdminGetProviderTest: {
    readonly request: { readonly UserPoolId: string; readonly TestId: string };
    readonly answer: ProviderTest;
  };
  GetBrandingPreview: {
    readonly request: OfClient & {
      readonly ManagedLoginVersion: 1 | 2;
      readonly Page?: string;
      readonly Language?: string;
      readonly Settings?: unknown;
      readonly Assets?: readonly GivenAsset[];
      readonly CSS?: string;
      readonly ImageFile?: string;
    };
    readonly answer: { readonly Html: string; readonly Css: string };
  };
  GetUserPoolClientOAuthSettings: { readonly request: OfClient; readonly answer: OfClient & ClientOAuthSettings };
  SetUserPoolClientOAuthSettings: {
    readonly request: OfClient & ClientOAuthSettings;
    readonly answer: OfClient & ClientOAuthSettings;
  };
}
