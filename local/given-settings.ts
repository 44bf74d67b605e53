import { secretForm, webhookForm } from './events/webhook.ts';
import type { Ports } from './serve.ts';

interface Setting {
  readonly form: RegExp;
  readonly what: string;
}

/** What somebody may set for the functions of a stack on this machine. Other settings of theirs are the stack's own business. */
const settings: Readonly<Record<string, Setting>> = {
  GATEHOUSE_ACCOUNT_ID: { form: /^\d{12}$/, what: 'twelve digits' },
  GATEHOUSE_REGION: { form: /^[a-z]{2,8}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/, what: 'a Region such as eu-central-1' },
  GATEHOUSE_POOL_REGION: { form: /^(?:deployment|signature)$/, what: 'deployment or signature' },
  GATEHOUSE_ISSUER_SCHEME: { form: /^https?$/, what: 'http or https' },
  GATEHOUSE_TEST_CLOCK: { form: /^(?:header|off)$/, what: 'header or off' },
  GATEHOUSE_CUSTOM_DOMAINS: {
    form: /^[a-z\d.-]+(?:, ?[a-z\d.-]+)*$/,
    what: 'the names of custom domains, with commas between',
  },
  GATEHOUSE_OUTBOUND_HOSTS: {
    form: /^[a-z\d.-]+(?::\d{1,5})?(?:=[a-z\d.-]+:\d{1,5})?(?:, ?[a-z\d.-]+(?::\d{1,5})?(?:=[a-z\d.-]+:\d{1,5})?)*$/i,
    what: 'hosts, as host, host:port or host=stand-in:port, with commas between',
  },
  GATEHOUSE_OUTBOUND_CA: { form: /^\S.*$/, what: 'the path of a file of certificates' },
  GATEHOUSE_STS_PROFILE: { form: /^\S.*$/, what: 'the name of an AWS profile' },
  GATEHOUSE_OPENID_PROVIDERS: { form: /^\S.*$/, what: 'the path of a file of OpenID providers' },
  GATEHOUSE_SAML_PROVIDERS: { form: /^\S.*$/, what: 'the path of a file of SAML providers' },
  GATEHOUSE_SAML_RECIPIENTS: {
    form: /^https?:\/\/[^\s,]+(?:, ?https?:\/\/[^\s,]+)*$/,
    what: 'addresses of apps that take assertions, with commas between',
  },
  GATEHOUSE_WEBHOOK_URL: { form: webhookForm, what: 'an HTTPS address, or an HTTP address of this machine' },
  GATEHOUSE_WEBHOOK_SECRET: { form: secretForm, what: 'whsec_ and 24 to 64 bytes in base64' },
  EVENT_ATTRIBUTES: {
    form: /^[\w:.-]+(?:, ?[\w:.-]+)*$/,
    what: 'names of attributes, with commas between',
  },
  LOGIN_PROVIDERS_ENDPOINT: { form: /^https:\/\/\S+$/, what: 'the HTTPS address that stands for all login providers' },
  LAMBDA_ENDPOINT: { form: /^https?:\/\/\S+$/, what: 'the address of a Lambda endpoint' },
  STS_ENDPOINT: { form: /^https?:\/\/\S+$/, what: 'the address of an STS endpoint' },
  KMS_ENDPOINT: { form: /^https?:\/\/\S+$/, what: 'the address of a KMS endpoint' },
  DYNAMODB_TIMEOUT_MS: { form: /^[1-9]\d{0,5}$/, what: 'a number of milliseconds' },
  POWERTOOLS_METRICS_DISABLED: { form: /^(?:true|false)$/, what: 'true or false' },
  GATEHOUSE_CLIENT_METRICS: { form: /^(?:on|off)$/, what: 'on or off' },
  POOL_SETTLES_MS: { form: /^\d{1,6}$/, what: 'a number of milliseconds' },
};

/**
 * The settings in the environment that come before those of the stack. Throws a sentence that says what to do where a
 * value cannot be used.
 */
export const givenSettings = (
  { lambda }: Pick<Ports, 'lambda'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string>> => {
  const given: Record<string, string> = {};
  for (const [name, { form, what }] of Object.entries(settings)) {
    const value = environment[name];
    if (!value) continue;
    const isUsable = form.test(value) && (!name.endsWith('_ENDPOINT') || URL.canParse(value));
    const shown = name.endsWith('_SECRET') ? 'nothing that can be used' : value;
    if (!isUsable) throw new Error(`${name} is ${shown}. Set it to ${what}.`);
    given[name] = value;
  }
  // Only the functions of pools are elsewhere then. The stack's own workers stay here.
  return given.LAMBDA_ENDPOINT ? { ...given, WORKERS_ENDPOINT: `http://127.0.0.1:${lambda}` } : given;
};
