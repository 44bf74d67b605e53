import { styleText } from 'node:util';
import type { Command } from 'commander';
import * as v from 'valibot';
import { ClientFacts, ClientOAuthFacts, checkClient } from '#shared/domain/doctor/client-checks.ts';
import type { Finding } from '#shared/domain/doctor/finding.ts';
import { checkMessages, MessageFacts } from '#shared/domain/doctor/message-checks.ts';
import { checkOAuth, DcrFacts, RegistrationFacts, TokenFacts } from '#shared/domain/doctor/oauth-checks.ts';
import { checkPool, PoolFacts, SignInFacts } from '#shared/domain/doctor/pool-checks.ts';
import { type Api, collect } from '../api.ts';
import { checkDistribution, checkEndpoint, checkTable } from '../doctor/deployment-checks.ts';
import { checkKey } from '../doctor/key-checks.ts';
import { exitCodes } from '../failures.ts';
import { openSession } from '../session.ts';
import type { GlobalOptions } from '../settings.ts';
import { listClients, listPools } from './pools.ts';

interface Options extends GlobalOptions {
  readonly pool?: readonly string[];
  readonly table?: string;
  readonly edge?: boolean;
  readonly ignore?: readonly string[];
  readonly strict?: boolean;
}

const DescribedPool = v.object({
  UserPool: v.object({ ...PoolFacts.entries, DcrConfiguration: v.optional(DcrFacts) }),
});
const Compatibility = v.object({ Strict: v.boolean() });
const DescribedClient = v.object({ UserPoolClient: ClientFacts });

const examples = `
Examples:
  gatehouse-pools doctor                                          every pool
  gatehouse-pools doctor --pool us-east-1_AbCdEfGhI --strict      one pool; exit code 1 where there is a warning
  gatehouse-pools doctor --edge --table <the output TableName>    what is on AWS too, with your AWS credentials
  gatehouse-pools doctor --ignore open-sign-up                    where that is meant to be`;

const checkWhole = async (api: Api, UserPoolId: string): Promise<Finding[]> => {
  const { UserPool } = await api.cognito('DescribeUserPool', { UserPoolId }, DescribedPool);
  const { Strict } = await api.own('GetUserPoolCompatibility', { UserPoolId }, Compatibility);
  const signIn = await api.own('GetUserPoolSignInSettings', { UserPoolId }, SignInFacts);
  const messages = await api.own('GetUserPoolMessageLimits', { UserPoolId }, MessageFacts);
  const registration = await api.own('GetUserPoolRegistrationSettings', { UserPoolId }, RegistrationFacts);
  const tokens = await api.own('GetUserPoolTokenSettings', { UserPoolId }, TokenFacts);
  const findings = [
    ...checkPool({ ...UserPool, Strict }, signIn),
    ...checkMessages(UserPool, messages),
    ...checkOAuth({ poolId: UserPoolId, dcr: UserPool.DcrConfiguration, registration, tokens }),
  ];
  try {
    for await (const { ClientId } of listClients(api, UserPoolId)) {
      const client = await api.cognito('DescribeUserPoolClient', { UserPoolId, ClientId }, DescribedClient);
      const oauth = await api.own('GetUserPoolClientOAuthSettings', { UserPoolId, ClientId }, ClientOAuthFacts);
      findings.push(...checkClient({ ...client.UserPoolClient, ...oauth }));
    }
  } catch (error) {
    // Nothing that is sealed opens then, and whoever asks what is wrong is to hear it.
    findings.push(checkKey(UserPool, error));
  }
  return findings;
};

const chosenPools = async (api: Api, given: readonly string[] | undefined): Promise<readonly string[]> =>
  given ?? (await collect(listPools(api))).map(({ Id }) => Id);

const inWords = ({ level, check, what, why, mend }: Finding): string =>
  [
    `  ${level === 'warning' ? styleText('yellow', 'warning') : styleText('cyan', 'note')}  ${check}: ${what}`,
    `           ${why}`,
    `           Mend: ${mend}`,
  ].join('\n');

const count = (findings: readonly Finding[], level: Finding['level']): string => {
  const found = findings.filter((finding) => finding.level === level).length;
  return `${found} ${level}${found === 1 ? '' : 's'}`;
};

const toText = (findings: readonly Finding[], pools: number): string => {
  const subjects = Map.groupBy(findings, ({ subject }) => subject);
  const parts = [...subjects].map(([subject, found]) => `${subject}\n${found.map(inWords).join('\n')}`);
  const looked = `${pools} pool${pools === 1 ? '' : 's'} looked at`;
  return [...parts, `${looked}: ${count(findings, 'warning')}, ${count(findings, 'note')}.`].join('\n\n');
};

const examine = async (_: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<Options>();
  const { api, out } = await openSession(command);
  const pools = await chosenPools(api, options.pool);
  const found = [
    ...checkEndpoint(api.endpoint),
    ...(options.edge ? await checkDistribution(api.endpoint) : []),
    ...(options.table ? await checkTable(options.table, api.region) : []),
  ];
  const bar = out.forMachines ? undefined : out.progress('Looking at', 'pools');
  try {
    for (const [index, poolId] of pools.entries()) {
      bar?.update(index, pools.length);
      found.push(...(await checkWhole(api, poolId)));
    }
    bar?.update(pools.length, pools.length);
  } finally {
    bar?.stop();
  }
  const findings = found.filter(({ check }) => !options.ignore?.includes(check));
  out.answer({ Pools: pools.length, Findings: findings }, toText(findings, pools.length));
  if (options.strict && findings.some(({ level }) => level === 'warning')) process.exitCode = exitCodes.failed;
};

/** Adds `gatehouse-pools doctor`. */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('look for settings that are risky, with why and how to mend them')
    .option('--pool <pools...>', 'pools to look at (default: all)')
    .option('--table <name>', 'table of the deployment on AWS: looks at its backups, with your AWS credentials')
    .option('--edge', 'look at the distribution of the deployment on AWS for a web ACL, with your AWS credentials')
    .option('--ignore <checks...>', 'checks to leave out, by the names that findings begin with')
    .option('--strict', 'end with exit code 1 where there is a warning')
    .addHelpText('after', examples)
    .action(examine);
};
