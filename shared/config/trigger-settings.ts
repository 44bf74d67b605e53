/** What the example trigger functions are told. Read at each call: a function's own settings are few. */
export interface TriggerSettings {
  /** Domains whose addresses may sign up, in lower case. */
  readonly allowedEmailDomains: readonly string[];
  /** Name of the product, in messages. */
  readonly productName: string;
  /** Address that welcomes new users; undefined leaves it to the deployment's. */
  readonly welcomeFrom: string | undefined;
  /** Scopes that a tenant's users get beside those of the sign-in. */
  readonly tenantScopes: ReadonlyMap<string, readonly string[]>;
  /** The group that counts only inside the networks. */
  readonly adminGroup: string;
  /** Addresses or CIDR blocks that administrators work from. */
  readonly adminNetworks: readonly string[];
  /** App clients whose word on a viewer's address is believed. */
  readonly trustedClientIds: readonly string[];
  /** Where the legacy directory answers; undefined knows nobody. */
  readonly legacyDirectoryUrl: string | undefined;
  /** Sent to it as a bearer token. */
  readonly legacyDirectoryToken: string | undefined;
  /** The user pool at Cognito that users come from; undefined knows nobody. */
  readonly formerPool: FormerPoolSettings | undefined;
  /** The page of the app that a link to sign in opens. */
  readonly magicLinkUrl: string;
  /** What the widget of a CAPTCHA is shown with, and where its tokens are judged. */
  readonly captchaSiteKey: string | undefined;
  readonly captchaVerifyUrl: string | undefined;
  readonly captchaSecret: string | undefined;
}

/** A user pool at Cognito, and the app client by which its users sign in there. */
export interface FormerPoolSettings {
  readonly poolId: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Where something else than Cognito answers for it. */
  readonly endpoint: string | undefined;
  /** Attributes beside the standard ones that are taken along. */
  readonly attributes: readonly string[];
  /** True where users come along without a second factor that cannot. */
  readonly dropsSecondFactors: boolean;
}

const text = (name: string): string | undefined => process.env[name] || undefined;

const list = (name: string, unset = ''): readonly string[] => (text(name) ?? unset).split(/[\s,]+/).filter(Boolean);

// acme=orders.read orders.write; globex=orders.read
const scopesByTenant = (given: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    given
      .split(';')
      .map((entry) => entry.split('='))
      .map(([tenant = '', scopes = '']) => [tenant.trim(), scopes.split(/\s+/).filter(Boolean)]),
  );

const formerPool = (): FormerPoolSettings | undefined => {
  const [poolId, clientId] = [text('FORMER_USER_POOL_ID'), text('FORMER_CLIENT_ID')];
  if (poolId === undefined || clientId === undefined) return undefined;
  return {
    poolId,
    clientId,
    clientSecret: text('FORMER_CLIENT_SECRET'),
    endpoint: text('FORMER_USER_POOL_ENDPOINT'),
    attributes: list('FORMER_ATTRIBUTES'),
    dropsSecondFactors: text('FORMER_SECOND_FACTORS') === 'drop',
  };
};

/** The settings in the environment, with their defaults. */
export const triggerSettings = (): TriggerSettings => ({
  allowedEmailDomains: list('ALLOWED_EMAIL_DOMAINS', 'example.com').map((domain) => domain.toLowerCase()),
  productName: text('PRODUCT_NAME') ?? 'Gatehouse',
  welcomeFrom: text('WELCOME_FROM'),
  tenantScopes: scopesByTenant(text('TENANT_SCOPES') ?? ''),
  adminGroup: text('ADMIN_GROUP') ?? 'admins',
  adminNetworks: list('ADMIN_NETWORKS'),
  trustedClientIds: list('TRUSTED_CLIENT_IDS'),
  legacyDirectoryUrl: text('LEGACY_DIRECTORY_URL'),
  legacyDirectoryToken: text('LEGACY_DIRECTORY_TOKEN'),
  formerPool: formerPool(),
  magicLinkUrl: text('MAGIC_LINK_URL') ?? 'http://localhost:3000/sign-in',
  captchaSiteKey: text('CAPTCHA_SITE_KEY'),
  captchaVerifyUrl: text('CAPTCHA_VERIFY_URL'),
  captchaSecret: text('CAPTCHA_SECRET'),
});
