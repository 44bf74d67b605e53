/** The settings that a function gets from its deployment. Read once, at first use; nothing else reads process.env. */
export interface Environment {
  readonly tableName: string;
  /** Region in the ids of pools, and so in their ARNs. */
  readonly region: string;
  /** True where a new pool's id has the Region of the request's signature. Never on AWS. */
  readonly poolsFollowSignature: boolean;
  /** Twelve digits, for ARNs. */
  readonly accountId: string;
  /** Scheme and host of every issuer: a pool's issuer is `<origin>/<poolId>`. */
  readonly issuerOrigin: string;
  /** A pool with a prefix domain is served at `<prefix>.<base domain>`; undefined where prefixes have no host. */
  readonly baseDomain: string | undefined;
  /** Names that the deployment serves beside that of the issuer. Pools may have them as custom domains. */
  readonly customDomains: readonly string[];
  /** Addresses of apps that take assertions of SAML providers for identity pools. */
  readonly samlRecipients: readonly string[];
  /** What is fetched from addresses that a stranger can steer. */
  readonly outbound: {
    /** Hosts, as `host` or `host:port`, that may have any address. */
    readonly hosts: readonly string[];
    /** Path of certificate authorities in PEM that are trusted beside the usual ones. Never set on AWS. */
    readonly caFile: string | undefined;
  };
  /** Endpoints of the laptop's stand-ins; undefined on AWS. */
  readonly endpoints: {
    readonly dynamodb: string | undefined;
    readonly events: string | undefined;
    readonly iam: string | undefined;
    readonly kms: string | undefined;
    /** Where pools call functions. */
    readonly lambda: string | undefined;
    /** Where the deployment's own functions are, which need not be the same place. */
    readonly workers: string | undefined;
    readonly s3: string | undefined;
    readonly logs: string | undefined;
    readonly firehose: string | undefined;
    readonly cloudwatch: string | undefined;
    readonly ses: string | undefined;
    readonly sns: string | undefined;
    readonly sts: string | undefined;
    /** Where Google, Facebook, Amazon and Apple are, each below its host. */
    readonly loginProviders: string | undefined;
  };
  /** Bucket of uploads and downloads; undefined for functions that handle no files. */
  readonly filesBucket: string | undefined;
  /** Milliseconds that a request to the store may take. After that it is given up and tried again. */
  readonly storeTimeoutMs: number;
  /** Milliseconds after a change of a pool until no function works with the old pool any more. */
  readonly poolSettlesMs: number;
  /** Prefix of the names of this deployment's functions: service and stage. */
  readonly functionPrefix: string;
  /**
   * Names of the functions that pools may call, or patterns, separated by commas; undefined where they may call any.
   */
  readonly triggerFunctions: string | undefined;
  /** Name, or pattern, of what pools may send records of their logs to; undefined where that may be anything. */
  readonly logDestinations: string | undefined;
  /** Address that sends e-mail for pools without an identity of their own; undefined where nobody set one. */
  readonly emailFrom: string | undefined;
  /** Configuration set of SES that tells of mails which came back; undefined where there is none. */
  readonly mailConfigurationSet: string | undefined;
  /** Name of the event bus, and names of the attributes whose values events tell. Only PublishEvents has them. */
  readonly events: { readonly bus: string; readonly attributes: readonly string[] };
  /** Wraps data keys: a KMS key on AWS, a key file elsewhere. */
  readonly sealing: { readonly kmsKeyId: string } | { readonly keyFile: string };
  /** The key of the laptop's STS, and what roles may do: paths of files. Undefined on AWS. */
  readonly localSessions: { readonly keyFile: string; readonly rolesFile: string } | undefined;
  /** Path of 32 bytes that encrypt what custom senders get, where there is no KMS. Undefined where KMS does it. */
  readonly senderKeyFile: string | undefined;
  /**
   * Valid values of the x-origin-secret header: none where it is not checked, undefined where each request brings them.
   */
  readonly originSecrets: readonly string[] | undefined;
  /** True where a request may say what time it is. Never on AWS. */
  readonly movableClock: boolean;
  /** Argon2id parameters where they differ from the default: memory in KiB, passes, parallelism. */
  readonly argon2: { readonly memory: number; readonly passes: number; readonly parallelism: number } | undefined;
}

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

const optional = (name: string): string | undefined => process.env[name] || undefined;

const names = (setting: string): readonly string[] =>
  (optional(setting) ?? '').split(',').flatMap((name) => name.trim() || []);

const argon2 = (): Environment['argon2'] => {
  const given = optional('ARGON2');
  if (!given) return undefined;
  const [memory, passes, parallelism] = given.split(',').map(Number);
  if (!memory || !passes || !parallelism) throw new Error('ARGON2 is to be "memory,passes,parallelism".');
  return { memory, passes, parallelism };
};

// On AWS the gateway adds them to each request, so that no function has them in its settings.
const originSecrets = (): Environment['originSecrets'] => {
  const given = optional('ORIGIN_SECRETS') ?? '';
  return given === 'stage-variables' ? undefined : given.split(',').filter(Boolean);
};

const localSessions = (): Environment['localSessions'] => {
  const [keyFile, rolesFile] = [optional('LOCAL_STS_KEY_FILE'), optional('LOCAL_ROLES_FILE')];
  return keyFile && rolesFile ? { keyFile, rolesFile } : undefined;
};

// The name of a function is <service>-<stage>-<key>, and no key has a hyphen.
const functionPrefix = (): string => {
  const own = optional('AWS_LAMBDA_FUNCTION_NAME') ?? '';
  return own.slice(0, own.lastIndexOf('-') + 1);
};

const read = (): Environment => {
  const kmsKeyId = optional('SEALING_KMS_KEY_ID');
  return {
    tableName: required('TABLE_NAME'),
    region: optional('GATEHOUSE_REGION') ?? required('AWS_REGION'),
    poolsFollowSignature: optional('GATEHOUSE_POOL_REGION') === 'signature',
    accountId: required('GATEHOUSE_ACCOUNT_ID'),
    issuerOrigin: required('GATEHOUSE_ISSUER_ORIGIN'),
    baseDomain: optional('GATEHOUSE_BASE_DOMAIN'),
    customDomains: names('GATEHOUSE_CUSTOM_DOMAINS'),
    samlRecipients: names('GATEHOUSE_SAML_RECIPIENTS'),
    outbound: { hosts: names('GATEHOUSE_OUTBOUND_HOSTS'), caFile: optional('GATEHOUSE_OUTBOUND_CA') },
    endpoints: {
      dynamodb: optional('DYNAMODB_ENDPOINT'),
      events: optional('EVENTS_ENDPOINT'),
      iam: optional('IAM_ENDPOINT'),
      kms: optional('KMS_ENDPOINT'),
      lambda: optional('LAMBDA_ENDPOINT'),
      workers: optional('WORKERS_ENDPOINT') ?? optional('LAMBDA_ENDPOINT'),
      s3: optional('S3_ENDPOINT'),
      logs: optional('LOGS_ENDPOINT'),
      firehose: optional('FIREHOSE_ENDPOINT'),
      cloudwatch: optional('CLOUDWATCH_ENDPOINT'),
      ses: optional('SES_ENDPOINT'),
      sns: optional('SNS_ENDPOINT'),
      sts: optional('STS_ENDPOINT'),
      loginProviders: optional('LOGIN_PROVIDERS_ENDPOINT'),
    },
    filesBucket: optional('FILES_BUCKET'),
    storeTimeoutMs: Number(optional('DYNAMODB_TIMEOUT_MS') ?? 3000),
    // A function may remember a pool for ten seconds, and then work for half a minute.
    poolSettlesMs: Number(optional('POOL_SETTLES_MS') ?? 60_000),
    functionPrefix: functionPrefix(),
    triggerFunctions: optional('TRIGGER_FUNCTIONS'),
    logDestinations: optional('LOG_DESTINATIONS'),
    mailConfigurationSet: optional('MAIL_CONFIGURATION_SET'),
    emailFrom: optional('EMAIL_FROM') ?? (optional('SES_ENDPOINT') && 'no-reply@verificationemail.com'),
    events: { bus: optional('EVENT_BUS') ?? '', attributes: names('EVENT_ATTRIBUTES') },
    sealing: kmsKeyId ? { kmsKeyId } : { keyFile: required('SEALING_KEY_FILE') },
    localSessions: localSessions(),
    senderKeyFile: optional('KMS_ENDPOINT') ? undefined : optional('SENDER_KEY_FILE'),
    originSecrets: originSecrets(),
    movableClock: process.env.GATEHOUSE_TEST_CLOCK === 'header',
    argon2: argon2(),
  };
};

let current: Environment | undefined;

/** The deployment's settings. Throws a plain Error that names the missing variable. */
export const environment = (): Environment => {
  current ??= read();
  return current;
};

/** False where Powertools is told to count nothing, as on a laptop. */
export const counting = (): boolean => process.env.POWERTOOLS_METRICS_DISABLED !== 'true';

/** Where metrics are counted: on AWS, each stage has a namespace of its own. */
export const metricsNamespace = (): string => optional('POWERTOOLS_METRICS_NAMESPACE') ?? 'Gatehouse';

/** True where what is counted for a pool is also counted for each app client. */
export const countingByClient = (): boolean => process.env.GATEHOUSE_CLIENT_METRICS === 'on';

/**
 * For how many milliseconds what was read is remembered, unless its cache says otherwise. Where tests put the table back to
 * what it was, that is none.
 */
export const cacheMs = (): number => Number(optional('GATEHOUSE_CACHE_MS') ?? 10_000);

/** True where Powertools is told to trace. */
export const tracing = (): boolean => process.env.POWERTOOLS_TRACE_ENABLED === 'true';

/**
 * X-Ray's header, which calls made meanwhile send on. By it, Lambda also notices functions that call each other in
 * circles.
 */
export const traceHeader = (): string | undefined => optional('_X_AMZN_TRACE_ID');

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * The function's own access key, by which it signs requests to AWS. The SDK's chain of credential providers would take
 * 130 kB and 20 ms of start-up.
 */
export const accessKey = (): AccessKey => {
  const sessionToken = optional('AWS_SESSION_TOKEN');
  return {
    accessKeyId: optional('AWS_ACCESS_KEY_ID') ?? '',
    secretAccessKey: optional('AWS_SECRET_ACCESS_KEY') ?? '',
    ...(sessionToken && { sessionToken }),
  };
};
