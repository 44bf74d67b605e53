import path from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { readJsonFile } from '../data-folder/json-files.ts';
import { readyBundles, root } from '../root.ts';
import { UsageError } from './failures.ts';
import { findLogin } from './login/saved-logins.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly profile?: string;
  readonly json?: boolean;
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of an operator. */
  readonly sessionToken?: string;
}

/** The endpoint of a deployment, and what signs requests to it. */
export interface Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: AccessKey;
  /** True where the key is that of the stack which was started in this folder last. */
  readonly isOfLaptop?: boolean;
}

const LaptopFacts = v.object({
  endpoint: v.pipe(v.string(), v.url()),
  region: v.string(),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
});
const LaptopRuntime = v.object({
  env: v.object({
    LAMBDA_ENDPOINT: v.string(),
    WORKERS_ENDPOINT: v.optional(v.string()),
    AWS_ACCESS_KEY_ID: v.string(),
    AWS_SECRET_ACCESS_KEY: v.string(),
  }),
});

const LaptopTrail = v.object({ trailFile: v.string() });

// A package is used by the project in whose folder it is called.
const home = readyBundles ? '.' : root;

/** The path of a file in the data folder of the stack that runs here. */
export const dataFile = (name: string): string =>
  path.resolve(home, process.env.GATEHOUSE_DATA_DIR || '.gatehouse', name);

const readLaptop = <Schema extends v.GenericSchema>(
  file: string,
  schema: Schema,
): v.InferOutput<Schema> | undefined => {
  const where = dataFile(file);
  const isShape = (value: unknown): value is v.InferOutput<Schema> => v.is(schema, value);
  try {
    return readJsonFile(where, { isShape, remedy: 'Remove it and start the stack again: it is made anew.' });
  } catch (cause) {
    // A disk that lets nobody read is no wrong usage.
    if (cause instanceof Error && cause.cause !== undefined) throw cause;
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};

const NO_ENDPOINT =
  'Which deployment? Give --endpoint or set GATEHOUSE_ENDPOINT; after gatehouse-pools start in this folder neither is needed.';
const NO_KEY =
  'No access key: set GATEHOUSE_ACCESS_KEY_ID and GATEHOUSE_SECRET_ACCESS_KEY, or give --profile with the name of a ' +
  'profile of the AWS CLI that holds it, or log in: gatehouse-pools login.';
const HALF_KEY = 'An access key has two halves: an id and a secret. One of them is missing.';

const NO_AWS_CREDENTIALS = 'No AWS credentials: set AWS_PROFILE, or what else the AWS CLI takes.';

const notInProfile = (profile: string): string => `There is no access key in a profile "${profile}" of the AWS CLI.`;

const keyOf = (
  accessKeyId: string | undefined,
  secretAccessKey: string | undefined,
  sessionToken: string | undefined,
): AccessKey | undefined => {
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  if (accessKeyId || secretAccessKey) throw new UsageError(HALF_KEY);
  return undefined;
};

const loginAt = (endpoint: string): AccessKey | undefined => {
  const login = findLogin(endpoint);
  if (!login || login.expiresAt <= Date.now()) return undefined;
  const { accessKeyId, secretAccessKey, sessionToken } = login;
  return { accessKeyId, secretAccessKey, sessionToken };
};

const fromProfile = async (profile: string): Promise<AccessKey & { readonly region: string | undefined }> => {
  const { config } = new LambdaClient({ profile });
  const { accessKeyId, secretAccessKey, sessionToken } = await config.credentials().catch((cause: unknown) => {
    throw new UsageError(notInProfile(profile), { cause });
  });
  const region = await config.region().catch(() => undefined);
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }), region };
};

/** Where a deployment is. */
type Deployment = Pick<Settings, 'endpoint' | 'region'>;

const endpointFrom = (options: GlobalOptions): string | undefined =>
  options.endpoint ?? (process.env.GATEHOUSE_ENDPOINT || process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER);

/** True where the command line or the environment names a deployment, which may be that of this folder. */
export const namesDeployment = (options: GlobalOptions): boolean => Boolean(endpointFrom(options));

const deploymentAt = (endpoint: string | undefined, region: string | undefined): Deployment => {
  if (!endpoint) throw new UsageError(NO_ENDPOINT);
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new UsageError(`${endpoint} is no address of a deployment. Give one such as https://auth.example.com.`);
  }
  return { endpoint, region: region || 'us-east-1' };
};

const sameOrigin = (one: string, other: string): boolean => URL.parse(one)?.origin === URL.parse(other)?.origin;

/** The deployment that a command is for, whoever calls it. Throws UsageError where none is named. */
export const resolveDeployment = (options: GlobalOptions): Deployment => {
  const named = endpointFrom(options);
  const laptop = named ? undefined : readLaptop('local.json', LaptopFacts);
  return deploymentAt(named || laptop?.endpoint, options.region ?? (process.env.GATEHOUSE_REGION || laptop?.region));
};

/**
 * The deployment that a command is for, and what signs: from options first, then the environment, then a profile, then a
 * login, then the stack that npm start runs here. The key of that stack goes to no other deployment. Throws UsageError where
 * something is missing.
 */
export const resolveSettings = async (options: GlobalOptions): Promise<Settings> => {
  const { env } = process;
  const named = endpointFrom(options);
  const given =
    keyOf(options.accessKeyId, options.secretAccessKey, options.sessionToken) ??
    keyOf(env.GATEHOUSE_ACCESS_KEY_ID, env.GATEHOUSE_SECRET_ACCESS_KEY, env.GATEHOUSE_SESSION_TOKEN);
  const name = options.profile ?? env.GATEHOUSE_PROFILE;
  // Where everything was given, a fault in the stack of this folder must not get in the way.
  const laptop = named && (given || name) ? undefined : readLaptop('local.json', LaptopFacts);
  const own = laptop && (!named || sameOrigin(laptop.endpoint, named)) ? laptop : undefined;
  const profile = !given && name ? await fromProfile(name) : undefined;
  const { endpoint, region } = deploymentAt(
    named || laptop?.endpoint,
    options.region ?? (env.GATEHOUSE_REGION || profile?.region || own?.region),
  );
  const accessKey = given ?? profile ?? loginAt(endpoint) ?? own;
  if (!accessKey) throw new UsageError(NO_KEY);
  return { endpoint, region, accessKey, isOfLaptop: accessKey === own };
};

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);

const named = (error: Error, name: string): string => {
  const value: unknown = Reflect.get(error, name);
  return value === undefined ? '' : String(value);
};

// Where a name has several addresses, each one has an error of its own.
const placeOf = (error: Error): string => {
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return one instanceof Error ? `${named(one, 'address')}:${named(one, 'port')}` : '';
};

/**
 * Gives what throws the error of a request to AWS, with words that say what to do about missing settings. A profile is one
 * that was named for these requests.
 */
export const explainAwsOf =
  (profile?: string) =>
  (cause: unknown): never => {
    if (!(cause instanceof Error)) throw cause;
    if (cause.name === 'CredentialsProviderError') {
      throw new UsageError(profile === undefined ? NO_AWS_CREDENTIALS : notInProfile(profile), { cause });
    }
    if (cause.message === 'Region is missing') throw new UsageError('Which Region? Give --region.', { cause });
    const code = codeOf(cause);
    if (code === 'ECONNREFUSED') {
      throw new Error(`Nothing answers at ${placeOf(cause)}. Is it the right address, and is it running?`, { cause });
    }
    if (code === 'ENOTFOUND') throw new Error(`There is no ${named(cause, 'hostname')}, or no way to it.`, { cause });
    throw cause;
  };

/** The same for requests by the credentials that the AWS CLI would choose. */
export const explainAws = explainAwsOf();

/**
 * The laptop's stack, with the right to invoke its functions as its own parts do; undefined where none was started
 * here.
 */
export const findLaptopLambda = (): LambdaClient | undefined => {
  const { env } = readLaptop('runtime.json', LaptopRuntime) ?? {};
  if (!env) return undefined;
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY };
  return new LambdaClient({ endpoint: env.WORKERS_ENDPOINT ?? env.LAMBDA_ENDPOINT, region: 'us-east-1', credentials });
};

/** The file of the laptop's audit trail; undefined where no stack was started here. */
export const findLaptopTrail = (): string | undefined => readLaptop('runtime.json', LaptopTrail)?.trailFile;
