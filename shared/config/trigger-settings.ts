import type { AccessKey } from './environment.ts';

/** The settings of the example trigger functions. Read at each call, as a function has few of its own. */
export interface TriggerSettings {
  /** Domains whose e-mail addresses may sign up, in lower case. */
  readonly allowedEmailDomains: readonly string[];
  /** Name of the product, in messages. */
  readonly productName: string;
  /** Sender of welcome messages; undefined for the deployment's own. */
  readonly welcomeFrom: string | undefined;
  /** Scopes that the users of a tenant get in addition to those of the sign-in. */
  readonly tenantScopes: ReadonlyMap<string, readonly string[]>;
  /** The group that counts only inside the networks below. */
  readonly adminGroup: string;
  /** Addresses or CIDR blocks that administrators work from. */
  readonly adminNetworks: readonly string[];
  /** App clients that are trusted to name a viewer's address. */
  readonly trustedClientIds: readonly string[];
  /** URL of the legacy directory; undefined where there is none, so that it knows nobody. */
  readonly legacyDirectoryUrl: string | undefined;
  /** Sent to the legacy directory as a bearer token. */
  readonly legacyDirectoryToken: string | undefined;
  /** The user pool at Cognito that users come from; undefined where there is none, so that it knows nobody. */
  readonly formerPool: FormerPoolSettings | undefined;
  /** The LDAP directory that users come from; undefined where there is none, so that it knows nobody. */
  readonly ldap: LdapSettings | undefined;
  /** The page of the app that a magic link opens. */
  readonly magicLinkUrl: string;
  /** Site key for the CAPTCHA widget, and where its tokens are checked. */
  readonly captchaSiteKey: string | undefined;
  readonly captchaVerifyUrl: string | undefined;
  readonly captchaSecret: string | undefined;
}

/** An LDAP directory, such as Active Directory. */
export interface LdapSettings {
  /** `ldaps://…`, or `ldap://…`, which is made secure by StartTLS. */
  readonly url: string;
  /** The certificate of the authority that the directory's comes from, as PEM; undefined for the usual ones. */
  readonly ca: string | undefined;
  /** Who looks for users. */
  readonly bindDn: string;
  readonly bindPassword: string;
  /** Below which entry users are. */
  readonly baseDn: string;
  /** What users type as their name: `uid`, `mail`; in Active Directory `sAMAccountName` or `userPrincipalName`. */
  readonly nameAttribute: string;
  /** Attributes of the pool, and those of the directory that they are taken from. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** A user pool at Cognito, and the app client by which its users sign in there. */
export interface FormerPoolSettings {
  readonly poolId: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** Where something other than Cognito answers for that pool. */
  readonly endpoint: string | undefined;
  /** What signs requests to it; undefined for the function's own credentials. */
  readonly accessKey: AccessKey | undefined;
  /** Attributes to take along, in addition to the standard ones. */
  readonly attributes: readonly string[];
  /** True where users are taken along without the second factors that cannot be. */
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

const formerAccessKey = (): AccessKey | undefined => {
  const [accessKeyId, secretAccessKey] = [text('FORMER_ACCESS_KEY_ID'), text('FORMER_SECRET_ACCESS_KEY')];
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const sessionToken = text('FORMER_SESSION_TOKEN');
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};

const formerPool = (): FormerPoolSettings | undefined => {
  const [poolId, clientId] = [text('FORMER_USER_POOL_ID'), text('FORMER_CLIENT_ID')];
  if (poolId === undefined || clientId === undefined) return undefined;
  return {
    poolId,
    clientId,
    clientSecret: text('FORMER_CLIENT_SECRET'),
    endpoint: text('FORMER_USER_POOL_ENDPOINT'),
    accessKey: formerAccessKey(),
    attributes: list('FORMER_ATTRIBUTES'),
    dropsSecondFactors: text('FORMER_SECOND_FACTORS') === 'drop',
  };
};

const pairs = (given: string): ReadonlyMap<string, string> =>
  new Map(
    given
      .split(/[\s,]+/)
      .map((entry) => entry.split('='))
      .flatMap(([name, value]) => (name && value ? [[name, value]] : [])),
  );

const ldap = (): LdapSettings | undefined => {
  const [url, baseDn] = [text('LDAP_URL'), text('LDAP_BASE_DN')];
  if (url === undefined || baseDn === undefined) return undefined;
  return {
    url,
    // In a variable, line breaks may be written as \n.
    ca: text('LDAP_CA')?.replaceAll('\\n', '\n'),
    bindDn: text('LDAP_BIND_DN') ?? '',
    bindPassword: text('LDAP_BIND_PASSWORD') ?? '',
    baseDn,
    nameAttribute: text('LDAP_NAME_ATTRIBUTE') ?? 'uid',
    attributes: pairs(text('LDAP_ATTRIBUTES') ?? 'email=mail name=cn given_name=givenName family_name=sn'),
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
  ldap: ldap(),
  magicLinkUrl: text('MAGIC_LINK_URL') ?? 'http://localhost:3000/sign-in',
  captchaSiteKey: text('CAPTCHA_SITE_KEY'),
  captchaVerifyUrl: text('CAPTCHA_VERIFY_URL'),
  captchaSecret: text('CAPTCHA_SECRET'),
});
