import { type Command, InvalidArgumentError, Option } from 'commander';
import * as v from 'valibot';
import { type Api, collect } from '../api.ts';
import { exitCodes, UsageError } from '../failures.ts';
import { type Output, toFacts, toTable } from '../output.ts';
import {
  type AskedChange,
  describeChange,
  followChange,
  listObstacles,
  moveChange,
  type Obstacle,
  type PoolChange,
  planChange,
} from '../pool-changes.ts';
import { openSession } from '../session.ts';
import { readSettings } from './pools.ts';

interface ChangeOptions {
  readonly aliases?: readonly string[] | false;
  readonly usernames?: readonly string[] | false;
  readonly caseSensitive?: boolean;
  readonly caseInsensitive?: boolean;
  readonly mfa?: string;
  readonly required?: readonly string[] | false;
  readonly rename?: readonly { readonly Name: string; readonly NewName: string }[];
  readonly delete?: readonly string[];
  readonly change?: string;
  readonly strict?: boolean;
}

interface ApplyOptions extends ChangeOptions {
  readonly mayDiffer?: boolean;
  readonly goOn?: boolean;
  readonly follow: boolean;
}

const examples = `
What Cognito keeps as a pool was made can be another later: first a plan, then stages during which people sign in as ever.
Until it is finished a change can be rolled back.

Examples:
  gatehouse-pools change plan us-east-1_AbCdEfGhI --case-insensitive
  gatehouse-pools change apply us-east-1_AbCdEfGhI --case-insensitive
  gatehouse-pools change finish us-east-1_AbCdEfGhI --yes          or: gatehouse-pools change roll-back us-east-1_AbCdEfGhI
  gatehouse-pools change plan us-east-1_AbCdEfGhI --aliases email preferred_username --required email
  gatehouse-pools change plan us-east-1_AbCdEfGhI --rename custom:plan=custom:tier --delete custom:old
  gatehouse-pools change plan us-east-1_AbCdEfGhI --change change.json    the member Change of PlanUserPoolChange`;

const shownObstacles = 20;

const listed = (names: readonly string[] | false | undefined): readonly string[] | undefined =>
  names === false ? [] : names;

const toAsked = (options: ChangeOptions): AskedChange => {
  const isCase = options.caseSensitive || options.caseInsensitive;
  const asked = {
    AliasAttributes: listed(options.aliases),
    UsernameAttributes: listed(options.usernames),
    UsernameConfiguration: isCase ? { CaseSensitive: options.caseSensitive === true } : undefined,
    MfaConfiguration: options.mfa,
    RequiredAttributes: listed(options.required),
    RenameAttributes: options.rename,
    DeleteAttributes: options.delete,
    ...(options.change && readSettings(options.change)),
  };
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw new UsageError('What is to be another? Add --help for what can be.');
  return Object.fromEntries(given);
};

const collectRename = (text: string, before: ChangeOptions['rename'] = []) => {
  const [, Name, NewName] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (Name === undefined || NewName === undefined) throw new InvalidArgumentError('Write it as <name>=<new name>.');
  return [...before, { Name, NewName }];
};

const inWords = ({ Reason, Attribute, Name, TakenBy, Message }: Obstacle['Reasons'][number]): string => {
  if (Reason === 'NAME_TAKEN') return `${Attribute} ${Name ?? ''} is taken${TakenBy ? ` by ${TakenBy}` : ''}`;
  return Reason === 'MISSING_ATTRIBUTE' ? `${Attribute} is missing` : `${Attribute}: ${Message ?? Reason}`;
};

const toObstacleTable = (obstacles: readonly Obstacle[]): string =>
  toTable([
    ['USERNAME', 'IN THE WAY'],
    ...obstacles.map(({ Username, Reasons }) => [Username, Reasons.map(inWords).join('; ')]),
  ]);

const toSettings = (settings: Readonly<Record<string, unknown>>): string =>
  toFacts(Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value)])));

const plan = async (poolId: string, options: ChangeOptions, command: Command): Promise<void> => {
  const asked = toAsked(options);
  const { api, out } = await openSession(command);
  const planned = await planChange(api, out, poolId, asked);
  const { Before, After, Obstacles: obstacles } = planned;
  const shown = obstacles.slice(0, shownObstacles);
  const more = obstacles.length - shown.length;
  const text = [
    `Before:\n${toSettings(Before)}`,
    `After:\n${toSettings(After)}`,
    ...(shown.length > 0 ? [toObstacleTable(shown)] : []),
    ...(more > 0 ? [`${more} more: add --json for all of them.`] : []),
    `${planned.UsersExamined} users: ${planned.UsersToChange} to change, ${planned.UsersObstructed} in the way.`,
  ].join('\n\n');
  out.answer(planned, text);
  if (options.strict && planned.UsersObstructed > 0) process.exitCode = exitCodes.failed;
};

const whatNext = (poolId: string, status: string): string => {
  if (status === 'BLOCKED') {
    return `Nobody notices yet. Mend these users and go on: gatehouse-pools change apply ${poolId} --go-on. Or: gatehouse-pools change roll-back ${poolId}`;
  }
  if (status !== 'SWITCHED') return '';
  return `The pool is changed. For good: gatehouse-pools change finish ${poolId} --yes. Back: gatehouse-pools change roll-back ${poolId}`;
};

const report = async (api: Api, out: Output, poolId: string, change: PoolChange | undefined): Promise<void> => {
  if (!change) {
    out.answer({}, `${poolId} never changed.`);
    return;
  }
  const isBlocked = change.Status === 'BLOCKED';
  const obstacles = isBlocked ? await collect(listObstacles(api, poolId), shownObstacles) : [];
  const counted = change.UsersExamined === undefined ? '' : ` ${change.UsersExamined} users looked at.`;
  const text = [
    ...(obstacles.length > 0 ? [toObstacleTable(obstacles)] : []),
    `${change.Status}.${counted}`,
    whatNext(poolId, change.Status),
  ];
  out.answer({ Change: change, Obstacles: obstacles }, text.filter(Boolean).join('\n'));
  if (isBlocked) process.exitCode = exitCodes.failed;
};

const move = async (
  command: Command,
  operation: Parameters<typeof moveChange>[1],
  request: Parameters<typeof moveChange>[2],
  follow = true,
): Promise<void> => {
  const { api, out } = await openSession(command);
  const begun = await moveChange(api, operation, request);
  await report(api, out, request.UserPoolId, follow ? await followChange(api, out, request.UserPoolId) : begun);
};

const apply = (UserPoolId: string, options: ApplyOptions, command: Command): Promise<void> => {
  const request = {
    UserPoolId,
    ...(!options.goOn && { Change: toAsked(options) }),
    ExistingUsers: options.mayDiffer ? 'MAY_DIFFER' : 'MUST_FIT',
  };
  return move(command, 'ApplyUserPoolChange', request, options.follow);
};

const finish = (UserPoolId: string, { yes }: { readonly yes?: boolean }, command: Command): Promise<void> => {
  if (!yes) throw new UsageError('After this there is no way back: add --yes.');
  return move(command, 'FinishUserPoolChange', { UserPoolId });
};

const rollBack = (UserPoolId: string, _: object, command: Command): Promise<void> =>
  move(command, 'RollBackUserPoolChange', { UserPoolId });

const status = async (poolId: string, _: object, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  await report(api, out, poolId, await describeChange(api, poolId));
};

const Compatibility = v.object({ UserPoolId: v.string(), Strict: v.boolean() });

const setStrict = async (UserPoolId: string, state: string, _: object, command: Command): Promise<void> => {
  if (state !== 'on' && state !== 'off') throw new UsageError(`${state} is neither on nor off.`);
  const { api, out } = await openSession(command);
  const request = { UserPoolId, Strict: state === 'on' };
  const answer = await api.own('SetUserPoolCompatibility', request, Compatibility);
  out.answer(answer, answer.Strict ? `${UserPoolId} refuses what Cognito refuses.` : `${UserPoolId} can change again.`);
};

const withChangeOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--aliases <attributes...>', 'what people sign in with beside their username').choices([
        'email',
        'phone_number',
        'preferred_username',
      ]),
    )
    .option('--no-aliases', 'nothing beside their username')
    .addOption(new Option('--usernames <attributes...>', 'what usernames are').choices(['email', 'phone_number']))
    .option('--no-usernames', 'usernames are free')
    .addOption(new Option('--case-sensitive', 'Ada and ada are two users').conflicts('caseInsensitive'))
    .addOption(new Option('--case-insensitive', 'Ada and ada are the same user'))
    .addOption(new Option('--mfa <when>', 'whether second factors are asked for').choices(['OFF', 'OPTIONAL', 'ON']))
    .option('--required <attributes...>', 'attributes that everybody has to have')
    .option('--no-required', 'none is required')
    .option('--rename <name=name>', 'another name for a custom attribute; may be given again', collectRename)
    .option('--delete <attributes...>', 'custom attributes that are to go')
    .option('--change <file>', 'JSON with the change, for constraints of attributes too');

/** Adds `gatehouse-pools change`. */
export const addChange = (program: Command): void => {
  const change = program
    .command('change')
    .description('change how a pool was made, with a way back')
    .addHelpText('after', examples);
  withChangeOptions(change.command('plan <pool>'))
    .description('say what a change would be, and who is in its way; changes nothing')
    .option('--strict', 'end with exit code 1 where somebody is in the way')
    .action(plan);
  withChangeOptions(change.command('apply <pool>'))
    .description('begin a change and watch it until it is switched or blocked')
    .option('--may-differ', 'users may keep values that the new schema would not take')
    .option('--go-on', 'go on with the change that there is')
    .option('--no-follow', 'leave it to itself')
    .action(apply);
  change.command('status <pool>').description('how far the last change is').action(status);
  change
    .command('finish <pool>')
    .description('give up how the pool was: no way back from then on')
    .option('--yes', 'really')
    .action(finish);
  change.command('roll-back <pool>').description('make the pool what it was').action(rollBack);
  change
    .command('strict <pool> <on|off>')
    .description('whether the pool refuses such changes, as Cognito does')
    .action(setStrict);
};
