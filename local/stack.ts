import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { identityIssuerPaths } from '#shared/domain/identity-pools/open-id-token.ts';
import { createStartFunction } from '#shared/gateways/function-start.ts';
import { keyFileIn } from './data-folder/key-file.ts';
import { makeFolder } from './data-folder/make-folder.ts';
import { startDatabase } from './dynamodb.ts';
import { prepareEvents } from './events/events.ts';
import { startExpiry } from './expiry.ts';
import { startFiles } from './files/files.ts';
import { type Address, drawAddress } from './hidden-address.ts';
import { authorityIn } from './https/authority.ts';
import { startLogs } from './logs/logs.ts';
import { startMailbox } from './mailbox/mailbox.ts';
import { startMetrics } from './metrics/metrics.ts';
import { publishedOrigin } from './ports.ts';
import type { Ports, Serve } from './serve.ts';
import type { Credentials } from './signature.ts';
import { startSts } from './sts/sts.ts';

export interface StackOptions {
  readonly ports: Ports;
  /** Where the embedded database listens; without it, an address is drawn. */
  readonly databaseAddress?: Address;
  /** Where data stays between runs; without it, data are in memory. */
  readonly dataDir?: string;
  /** Where the certificate authority of HTTPS stays; without it, where data are. */
  readonly authorityDir?: string;
  /** Settings of the functions, in addition to those that the stack makes. */
  readonly env?: Readonly<Record<string, string>>;
  /** How the functions run. */
  readonly serve: Serve;
  /** Prints everything that the functions print. */
  readonly verbose?: boolean;
  /** Prints what goes wrong in the functions. */
  readonly reportsErrors?: boolean;
}

/** A running stack: on this machine, everything that there is on AWS. */
export interface Stack {
  readonly endpoint: string;
  /** The same over HTTPS, and the file with the certificate that vouches for it; undefined where there is none. */
  readonly https?: { readonly endpoint: string; readonly certificateAuthority: string } | undefined;
  readonly mailboxUrl: string;
  readonly lambdaEndpoint: string;
  readonly databaseEndpoint: string;
  readonly region: string;
  /** The file of the audit trail. */
  readonly trailFile: string;
  /** The key pair by which its parts know each other, made for this run. */
  readonly credentials: Credentials;
  /** The settings that its functions have. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves with a sentence about a part that ended, by itself or because it was stopped. */
  readonly ended: Promise<string>;
  /** Resolves when no function runs. Only where they are in this process. */
  readonly settled?: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Where a stack is, and how its parts know each other. */
export type StackPlace = Omit<Stack, 'ended' | 'settled' | 'stop'>;

const newSecret = (): string => randomBytes(30).toString('base64url');

/** Starts database, mailbox, files, logs, metrics, STS, functions and edge. If one of them fails, those that were started are stopped. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { ports, dataDir, env: given = {}, verbose = false, reportsErrors = false, serve } = options;
  // No function needs these.
  const { GATEHOUSE_WEBHOOK_URL: url, GATEHOUSE_WEBHOOK_SECRET: secret, GATEHOUSE_ISSUER_SCHEME, ...more } = given;
  const { GATEHOUSE_REGION: region = 'us-east-1', GATEHOUSE_ACCOUNT_ID: accountId = '000000000000' } = more;
  const directory = dataDir ?? mkdtempSync(path.join(tmpdir(), 'gatehouse-'));
  makeFolder(directory);
  const clear = (): void => {
    if (dataDir === undefined) rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', clear);
  // The id stays the same: DynamoDB Local has one database for each.
  const credentials = { accessKeyId: 'local', secretAccessKey: newSecret() };
  const originSecret = newSecret();
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const part of stops.splice(0).reverse()) await part();
    clear();
    process.removeListener('exit', clear);
  };

  try {
    const kept = (file: string): string | undefined => dataDir && path.resolve(dataDir, file);
    const address = options.databaseAddress ?? (await drawAddress());
    const tableName = more.TABLE_NAME ?? 'gatehouse';
    const databaseFile = kept('gatehouse.db');
    const sealingKey = keyFileIn(directory, 'sealing.key', { opens: databaseFile });
    const senderKey = keyFileIn(directory, 'sender.key');
    const elsewhere = process.env.DYNAMODB_ENDPOINT || undefined;
    const database = await startDatabase({ address, file: databaseFile, tableName, region, given: elsewhere });
    if (database.child) stops.push(database.child.stop);
    stops.push(startExpiry({ endpoint: database.endpoint, tableName, region }));
    const startFunction = createStartFunction({ region, endpoint: `http://127.0.0.1:${ports.lambda}` });
    // As the rule of resources/mail-events.yml does on AWS.
    const tellMailEvent = (event: object): void => {
      startFunction('gatehouse-local-NoteMailEvents', event).catch((error: unknown) => {
        process.stderr.write(`An event about a mail was not told: ${String(error)}\n`);
      });
    };
    const mailbox = await startMailbox(ports.mailbox, kept('mailbox.jsonl'), undefined, tellMailEvent);
    stops.push(mailbox.stop);
    const files = await startFiles({ port: ports.files, directory: path.resolve(directory, 'files'), credentials });
    stops.push(files.stop);
    // Another port at each start: whoever wants it finds it in the settings of the functions.
    const trailFile = path.resolve(directory, 'trail.jsonl');
    const logs = await startLogs({
      port: 0,
      directory: path.resolve(directory, 'logs'),
      credentials,
      trail: { group: '/gatehouse/local/trail', file: trailFile },
    });
    stops.push(logs.stop);
    const metrics = await startMetrics({ port: 0, file: kept('metrics.jsonl'), credentials });
    stops.push(metrics.stop);

    const endpoint = `http://localhost:${ports.edge}`;
    const issuerOrigin = more.GATEHOUSE_ISSUER_ORIGIN ?? publishedOrigin(ports, GATEHOUSE_ISSUER_SCHEME);
    const rolesFile = path.resolve(directory, 'roles.json');
    const stsKey = keyFileIn(directory, 'sts.key');
    const sts = await startSts({
      port: 0,
      keyFile: stsKey,
      issuers: Object.values(identityIssuerPaths).map((path) => `${issuerOrigin}${path}`),
      accountId,
      providers: {
        openIdProviders: more.GATEHOUSE_OPENID_PROVIDERS ?? path.resolve(directory, 'openid-providers.json'),
        samlProviders: more.GATEHOUSE_SAML_PROVIDERS ?? path.resolve(directory, 'saml-providers.json'),
      },
      rolesFile,
      region,
      profile: more.GATEHOUSE_STS_PROFILE,
    });
    stops.push(sts.stop);
    const events = await prepareEvents({
      database: { endpoint: database.endpoint, region, tableName },
      directory,
      credentials,
      url,
      secret,
    });
    if (events) stops.push(events.stop);
    const lambdaEndpoint = `http://127.0.0.1:${ports.lambda}`;
    const env = {
      TABLE_NAME: tableName,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      GATEHOUSE_REGION: region,
      GATEHOUSE_ACCOUNT_ID: accountId,
      GATEHOUSE_ISSUER_ORIGIN: issuerOrigin,
      GATEHOUSE_BASE_DOMAIN: new URL(issuerOrigin).host,
      GATEHOUSE_TEST_CLOCK: 'header',
      DYNAMODB_ENDPOINT: database.endpoint,
      LAMBDA_ENDPOINT: lambdaEndpoint,
      S3_ENDPOINT: files.url,
      FILES_BUCKET: 'gatehouse-files',
      LOGS_ENDPOINT: logs.url,
      FIREHOSE_ENDPOINT: logs.url,
      CLOUDWATCH_ENDPOINT: metrics.url,
      SES_ENDPOINT: mailbox.url,
      SNS_ENDPOINT: mailbox.url,
      STS_ENDPOINT: sts.url,
      IAM_ENDPOINT: sts.url,
      LOCAL_STS_KEY_FILE: stsKey,
      LOCAL_ROLES_FILE: rolesFile,
      SEALING_KEY_FILE: sealingKey,
      SENDER_KEY_FILE: senderKey,
      ORIGIN_SECRETS: originSecret,
      // Here, all functions share one cache of pools.
      POOL_SETTLES_MS: '2000',
      POWERTOOLS_METRICS_DISABLED: 'true',
      ...events?.env,
      ...more,
    };
    const { https } = ports;
    const authority = https === undefined ? undefined : authorityIn(options.authorityDir ?? directory);
    const served = await serve({
      ports,
      tls: authority?.tls,
      env,
      logLevel: verbose ? 'all' : reportsErrors ? 'errors' : 'silent',
      credentials,
      trailFile,
      mailboxUrl: mailbox.url,
      place: { region, accountId },
    });
    stops.push(served.stop);
    if (events) stops.push(events.begin(lambdaEndpoint));
    return {
      endpoint,
      https: authority && { endpoint: `https://localhost:${https}`, certificateAuthority: authority.file },
      mailboxUrl: mailbox.url,
      lambdaEndpoint,
      databaseEndpoint: database.endpoint,
      region,
      trailFile,
      credentials,
      env,
      ended: Promise.race([
        ...(database.child
          ? [
              database.child.ended.then(
                () => `The database ended unasked, so the rest stops too.${database.lastWords()}`,
              ),
            ]
          : []),
      ]),
      settled: served.settled,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
