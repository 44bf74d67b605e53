import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { type Api, collect, everyItem } from '../api.ts';
import { changeClient, changePool } from '../changing.ts';
import { UsageError } from '../failures.ts';
import { toFacts, toTable } from '../output.ts';
import { openSession } from '../session.ts';

const ListedPools = v.object({
  UserPools: v.array(v.object({ Id: v.string(), Name: v.string(), CreationDate: v.number() })),
  NextToken: v.optional(v.string()),
});
const Pool = v.looseObject({
  Id: v.string(),
  Name: v.string(),
  EstimatedNumberOfUsers: v.optional(v.number()),
  MfaConfiguration: v.optional(v.string()),
  DeletionProtection: v.optional(v.string()),
  AliasAttributes: v.optional(v.array(v.string()), []),
  UsernameAttributes: v.optional(v.array(v.string()), []),
  CreationDate: v.optional(v.number()),
});
const OnePool = v.object({ UserPool: Pool });
const ListedClients = v.object({
  UserPoolClients: v.array(v.object({ ClientId: v.string(), ClientName: v.string() })),
  NextToken: v.optional(v.string()),
});
const MadeClient = v.object({
  UserPoolClient: v.object({ ClientId: v.string(), ClientSecret: v.optional(v.string()) }),
});
const Settings = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
);

const examples = `
Examples:
  gatehouse-pools pools list
  gatehouse-pools pools create shop --sign-in-with email --client web
  gatehouse-pools pools create shop --settings pool.json     members of CreateUserPool
  gatehouse-pools pools describe us-east-1_AbCdEfGhI --json
  gatehouse-pools pools set us-east-1_AbCdEfGhI DeletionProtection=ACTIVE Policies.PasswordPolicy.MinimumLength=12
  gatehouse-pools pools set-client us-east-1_AbCdEfGhI --client 3n4b5urk1ft4fl3mg5e62d9ado AccessTokenValidity=30
  gatehouse-pools pools delete us-east-1_AbCdEfGhI --yes`;

const day = (seconds: number | undefined): string =>
  seconds === undefined ? '' : new Date(seconds * 1000).toISOString().slice(0, 10);

/** Every pool of a deployment. */
export const listPools = (api: Api): AsyncGenerator<v.InferOutput<typeof ListedPools>['UserPools'][number]> =>
  everyItem(
    (NextToken) => api.cognito('ListUserPools', { MaxResults: 60, NextToken }, ListedPools),
    ({ UserPools }) => UserPools,
  );

/** Every app client of a pool. */
export const listClients = (api: Api, UserPoolId: string) =>
  everyItem(
    (NextToken) => api.cognito('ListUserPoolClients', { UserPoolId, MaxResults: 60, NextToken }, ListedClients),
    ({ UserPoolClients }) => UserPoolClients,
  );

/** The JSON object in a file. Throws UsageError where it has none. */
export const readSettings = (file: string): Record<string, unknown> => {
  try {
    return v.parse(Settings, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new UsageError(`${file} is no file that holds one JSON object.`, { cause });
  }
};

const describe = async (api: Api, UserPoolId: string): Promise<v.InferOutput<typeof Pool>> =>
  (await api.cognito('DescribeUserPool', { UserPoolId }, OnePool)).UserPool;

const list = async (_: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const pools = await collect(listPools(api));
  const rows = pools.map(({ Id, Name, CreationDate }) => [Id, Name, day(CreationDate)]);
  out.answer({ UserPools: pools }, toTable([['ID', 'NAME', 'MADE'], ...rows]));
};

const describePool = async (poolId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const pool = await describe(api, poolId);
  const clients = await collect(listClients(api, poolId));
  const facts = toFacts({
    pool: pool.Id,
    name: pool.Name,
    made: day(pool.CreationDate),
    users: pool.EstimatedNumberOfUsers,
    'sign-in with': ['username', ...pool.AliasAttributes].filter(() => pool.UsernameAttributes.length === 0).join(', '),
    ...(pool.UsernameAttributes.length > 0 && { 'sign-in with': pool.UsernameAttributes.join(', ') }),
    'second factor': pool.MfaConfiguration,
    'deletion protection': pool.DeletionProtection,
    issuer: `${api.endpoint.replace(/\/$/, '')}/${pool.Id}`,
  });
  const rows = clients.map(({ ClientId, ClientName }) => [ClientId, ClientName]);
  const table = rows.length === 0 ? 'No app clients.' : toTable([['APP CLIENT', 'NAME'], ...rows]);
  out.answer({ UserPool: pool, UserPoolClients: clients }, `${facts}\n\n${table}`);
};

interface CreateOptions {
  readonly signInWith?: readonly string[];
  readonly alias?: readonly string[];
  readonly settings?: string;
  readonly client?: string;
  readonly secret?: boolean;
  readonly protect: boolean;
}

const create = async (name: string, options: CreateOptions, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const named = options.signInWith ?? options.alias ?? [];
  const verified = named.filter((attribute) => attribute !== 'preferred_username');
  const request = {
    ...(options.signInWith && { UsernameAttributes: options.signInWith }),
    ...(options.alias && { AliasAttributes: options.alias }),
    ...(verified.length > 0 && {
      AutoVerifiedAttributes: verified,
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: verified },
    }),
    DeletionProtection: options.protect ? 'ACTIVE' : 'INACTIVE',
    ...(options.settings && readSettings(options.settings)),
    PoolName: name,
  };
  const { UserPool } = await api.cognito('CreateUserPool', request, OnePool);
  const made = options.client
    ? await api.cognito(
        'CreateUserPoolClient',
        {
          UserPoolId: UserPool.Id,
          ClientName: options.client,
          PreventUserExistenceErrors: 'ENABLED',
          ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH'],
          RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
          GenerateSecret: options.secret === true,
        },
        MadeClient,
      )
    : undefined;
  const client = made?.UserPoolClient;
  out.answer(
    { UserPool, ...(client && { UserPoolClient: client }) },
    toFacts({ pool: UserPool.Id, 'app client': client?.ClientId, 'its secret': client?.ClientSecret }),
  );
};

interface DeleteOptions {
  readonly yes?: boolean;
  readonly liftProtection?: boolean;
}

const remove = async (poolId: string, { yes, liftProtection }: DeleteOptions, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const { Name, EstimatedNumberOfUsers = 0 } = await describe(api, poolId);
  if (!yes) {
    throw new UsageError(
      `${poolId} is the pool "${Name}" with about ${EstimatedNumberOfUsers} users. Nothing brings it back: add --yes.`,
    );
  }
  if (liftProtection) await changePool(api, poolId, ['DeletionProtection=INACTIVE']);
  await api.cognito('DeleteUserPool', { UserPoolId: poolId }, v.unknown());
  out.answer({ UserPoolId: poolId, deleted: true }, `${poolId} is deleted; what was in it goes in the background.`);
};

const set = async (poolId: string, changes: readonly string[], _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  await changePool(api, poolId, changes);
  out.answer({ UserPoolId: poolId, changed: true }, `${poolId} is changed.`);
};

interface SetClientOptions {
  readonly client: string;
}

const setClient = async (poolId: string, changes: readonly string[], given: SetClientOptions, command: Command) => {
  const { api, out } = await openSession(command);
  await changeClient(api, poolId, given.client, changes);
  out.answer({ UserPoolId: poolId, ClientId: given.client, changed: true }, `${given.client} is changed.`);
};

/** Adds `gatehouse-pools pools`. */
export const addPools = (program: Command): void => {
  const pools = program.command('pools').description('list, make and delete user pools').addHelpText('after', examples);
  pools.command('list').description('every pool of the deployment').action(list);
  pools.command('describe <pool>').description('a pool and its app clients').action(describePool);
  pools
    .command('create <name>')
    .description('make a pool, protected from deletion')
    .addOption(
      new Option('--sign-in-with <attributes...>', 'addresses or numbers are the names of users')
        .choices(['email', 'phone_number'])
        .conflicts('alias'),
    )
    .addOption(
      new Option('--alias <attributes...>', 'what users may sign in with beside their name').choices([
        'email',
        'phone_number',
        'preferred_username',
      ]),
    )
    .option('--settings <file>', 'JSON with further members of CreateUserPool')
    .option('--client <name>', 'make an app client, too: SRP and choice-based sign-in, rotating refresh tokens')
    .option('--secret', 'give that app client a secret')
    .option('--no-protect', 'let the pool be deleted without lifting a protection first')
    .action(create);
  pools
    .command('set <pool> <changes...>')
    .description('change settings as UpdateUserPool names them, and keep the others: Outer.Inner=value')
    .action(set);
  pools
    .command('set-client <pool> <changes...>')
    .description('change settings of an app client as UpdateUserPoolClient names them, and keep the others')
    .requiredOption('--client <id>', 'the app client')
    .action(setClient);
  pools
    .command('delete <pool>')
    .description('delete a pool with everybody in it')
    .option('--yes', 'really')
    .option('--lift-protection', 'lift the protection from deletion first')
    .action(remove);
};
