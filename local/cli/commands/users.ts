import { type Command, InvalidArgumentError, Option } from 'commander';
import * as v from 'valibot';
import type { Api } from '../api.ts';
import { UsageError } from '../failures.ts';
import { watch } from '../interruption.ts';
import { type Output, toTable } from '../output.ts';
import { openSession } from '../session.ts';

interface Options {
  readonly sort?: string;
  readonly descending?: boolean;
  readonly limit: number;
  readonly all?: boolean;
  readonly count?: boolean;
  readonly attributes?: readonly string[];
}

const User = v.looseObject({
  Username: v.string(),
  UserStatus: v.string(),
  Enabled: v.boolean(),
  UserCreateDate: v.number(),
  Attributes: v.optional(v.array(v.object({ Name: v.string(), Value: v.optional(v.string()) })), []),
});
const Page = v.object({
  Users: v.array(User),
  Examined: v.number(),
  Count: v.optional(v.number()),
  CountedBy: v.optional(v.string()),
  NextToken: v.optional(v.string()),
});

const pageSize = 60;

const examples = `
A filter is an attribute, or created, updated, username, sub, cognito:user_status, enabled or group, and what its value
has to be:
  email=ada@example.com   equal          custom:level>=3   at least
  name^=Ada               begins with    custom:level<=5   at most
  phone_number?           there is one   !phone_number     there is none
Filters that are given together all hold. Quote them: shells have a meaning of their own for < > ? !

Examples:
  gatehouse-pools users search us-east-1_AbCdEfGhI 'email^=ada'
  gatehouse-pools users search us-east-1_AbCdEfGhI 'custom:plan=gold' 'created>=2026-01-01' --sort created --descending
  gatehouse-pools users search us-east-1_AbCdEfGhI group=admins --all --json
  gatehouse-pools users search us-east-1_AbCdEfGhI cognito:user_status=CONFIRMED --count`;

const members: Readonly<Record<string, string>> = {
  '=': 'Equals',
  '^=': 'StartsWith',
  '>=': 'AtLeast',
  '<=': 'AtMost',
};

/** A filter in the form for SearchUsers. Throws UsageError for anything else. */
export const toFilter = (text: string): Readonly<Record<string, string | boolean>> => {
  const compared = /^([^=^<>?!]+)(\^=|>=|<=|=)(.*)$/s.exec(text);
  const [, attribute = '', operator = '', value = ''] = compared ?? [];
  if (compared) return { Attribute: attribute, [members[operator] ?? '']: value };
  const [, not, name, is] = /^(!)?([^=^<>?!]+)(\?)?$/.exec(text) ?? [];
  if (name === undefined || (not === undefined) === (is === undefined)) {
    throw new UsageError(`${text} is no filter. Write it as name=value, name^=value, name>=value, name?, !name.`);
  }
  return { Attribute: name, Exists: not === undefined };
};

const whole = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1.');
  return Number(text);
};

interface Found {
  readonly users: readonly v.InferOutput<typeof User>[];
  readonly examined: number;
  readonly count: number | undefined;
  readonly isMore: boolean;
}

const find = async (api: Api, out: Output, request: object, { limit, all, count }: Options): Promise<Found> => {
  const wanted = all ? Number.POSITIVE_INFINITY : limit;
  const users: v.InferOutput<typeof User>[] = [];
  let examined = 0;
  let page: v.InferOutput<typeof Page> | undefined;
  const bar = out.forMachines ? undefined : out.progress('Looking', 'found');
  try {
    do {
      const Limit = Math.min(pageSize, wanted - users.length);
      page = await api.own('SearchUsers', { ...request, Limit, NextToken: page?.NextToken }, Page);
      users.push(...page.Users);
      examined += page.Examined;
      const done = count ? (page.Count ?? 0) : users.length;
      bar?.update(done, done);
    } while (page.NextToken && (count || users.length < wanted));
  } finally {
    bar?.stop();
  }
  return { users, examined, count: page.Count, isMore: page.NextToken !== undefined };
};

const search = async (poolId: string, filters: readonly string[], options: Options, command: Command) => {
  const { api, out } = await openSession(command);
  const { sort, descending, count, attributes = ['email'] } = options;
  const request = {
    UserPoolId: poolId,
    ...(filters.length > 0 && { Filters: filters.map(toFilter) }),
    ...(sort && { SortBy: { Attribute: sort, Order: descending ? 'DESCENDING' : 'ASCENDING' } }),
    ...(options.attributes && { AttributesToGet: attributes }),
    ...(count && { Count: true }),
  };
  const found = await find(api, out, request, options);
  if (count) {
    out.answer({ Count: found.count, Examined: found.examined }, `${found.count} users`);
    return;
  }
  const rows = found.users.map((user) => [
    user.Username,
    `${user.UserStatus}${user.Enabled ? '' : ' (disabled)'}`,
    new Date(user.UserCreateDate * 1000).toISOString().slice(0, 10),
    ...attributes.map((name) => user.Attributes.find(({ Name }) => Name === name)?.Value ?? ''),
  ]);
  const more = found.isMore ? '\n\nThere are more: --limit or --all.' : '';
  out.answer(
    { Users: found.users, Examined: found.examined, More: found.isMore },
    `${toTable([['USERNAME', 'STATUS', 'MADE', ...attributes.map((name) => name.toUpperCase())], ...rows])}${more}`,
  );
};

const Explanation = v.looseObject({
  Username: v.optional(v.string()),
  UserStatus: v.optional(v.string()),
  Enabled: v.optional(v.boolean()),
  FoundBy: v.optional(v.string()),
  CanSignIn: v.boolean(),
  Findings: v.array(
    v.looseObject({
      Code: v.string(),
      Severity: v.string(),
      Message: v.string(),
      Operation: v.optional(v.string()),
      AuthFlows: v.optional(v.array(v.string())),
    }),
  ),
  Flows: v.array(
    v.looseObject({
      AuthFlow: v.string(),
      PreferredChallenge: v.optional(v.string()),
      Challenges: v.array(v.string()),
      Outcome: v.string(),
      Exception: v.optional(v.string()),
      Message: v.optional(v.string()),
      AvailableChallenges: v.optional(v.array(v.string()), []),
      Trigger: v.optional(v.string(), ''),
    }),
  ),
});

type ExplainedFlow = v.InferOutput<typeof Explanation>['Flows'][number];

const toPath = (flow: ExplainedFlow): string => {
  const ends: Readonly<Record<string, string>> = {
    TOKENS: 'tokens',
    REFUSED: `${flow.Exception}: ${flow.Message}`,
    CHOICE: `a choice of ${flow.AvailableChallenges.join(', ') || 'nothing'}`,
    TRIGGER: `${flow.Trigger} decides`,
  };
  return [...flow.Challenges, ends[flow.Outcome] ?? flow.Outcome].join(' → ');
};

const explain = async (UserPoolId: string, Username: string, { client }: { client?: string }, command: Command) => {
  const { api, out } = await openSession(command);
  const request = { UserPoolId, Username, ...(client && { ClientId: client }) };
  const found = await api.own('AdminExplainSignIn', request, Explanation);
  const who = found.Username
    ? `${found.Username}, found by ${found.FoundBy}: ${found.UserStatus}${found.Enabled ? '' : ', disabled'}.`
    : `Nobody has the name ${Username}.`;
  const findings = found.Findings.map(({ Code, Severity, Message, Operation, AuthFlows }) => {
    const concerned = AuthFlows ? ` [${AuthFlows.join(', ')}]` : '';
    return `${Severity} ${Code}${concerned}\n  ${Message}${Operation ? `\n  Mended by ${Operation}.` : ''}`;
  });
  const flows = found.Flows.map((flow) => [
    [flow.AuthFlow, flow.PreferredChallenge].filter((part) => part !== undefined).join(' '),
    toPath(flow),
  ]);
  const verdict = found.CanSignIn ? 'A sign-in can succeed.' : 'No sign-in can succeed now.';
  out.answer(found, [who, verdict, ...findings, toTable([['FLOW', 'LEADS TO'], ...flows])].join('\n\n'));
};

const SearchSettings = v.object({
  SearchableAttributes: v.array(v.object({ Attribute: v.string(), Status: v.string() })),
  IndexedUsers: v.optional(v.number()),
});

interface IndexOptions {
  readonly attributes?: readonly string[];
  readonly none?: boolean;
  readonly follow: boolean;
}

const isFilled = ({ SearchableAttributes: indexed }: v.InferOutput<typeof SearchSettings>): boolean =>
  indexed.every(({ Status }) => Status === 'Ready');

const index = async (UserPoolId: string, options: IndexOptions, command: Command): Promise<void> => {
  const { api, out } = await openSession(command);
  const SearchableAttributes = options.none ? [] : options.attributes;
  let state = SearchableAttributes
    ? await api.own('SetUserPoolSearchSettings', { UserPoolId, SearchableAttributes }, SearchSettings)
    : await api.own('GetUserPoolSearchSettings', { UserPoolId }, SearchSettings);
  if (SearchableAttributes && options.follow && !isFilled(state)) {
    const bar = out.progress('Indexing', 'users');
    try {
      state = await watch({
        ask: async () => {
          const now = await api.own('GetUserPoolSearchSettings', { UserPoolId }, SearchSettings);
          bar.update(now.IndexedUsers ?? 0, now.IndexedUsers ?? 0);
          return now;
        },
        isOver: isFilled,
        howToGoOn: `The indexing goes on. See how far it is: gatehouse-pools users index ${UserPoolId}`,
      });
    } finally {
      bar.stop();
    }
  }
  const rows = state.SearchableAttributes.map(({ Attribute, Status }) => [Attribute, Status]);
  out.answer(state, rows.length > 0 ? toTable([['ATTRIBUTE', 'INDEX'], ...rows]) : 'No further attribute is indexed.');
};

/** Adds `gatehouse-pools users`. */
export const addUsers = (program: Command): void => {
  const users = program
    .command('users')
    .description('find users, and why they cannot sign in')
    .addHelpText('after', examples);
  users
    .command('search <pool> [filters...]')
    .description('find users by any attribute, custom ones too')
    .option('--sort <attribute>', 'in the order of an attribute that the pool has an index of')
    .option('--descending', 'the other way round')
    .option('--limit <users>', 'how many to find', whole, pageSize)
    .option('--all', 'find everybody')
    .option('--count', 'only say how many there are')
    .option('--attributes <names...>', 'attributes to show (default: email; with --json all)')
    .addHelpText('after', examples)
    .action(search);
  users
    .command('explain <pool> <user>')
    .description('say why a sign-in of a user would fail now, or what it would ask')
    .option('--client <id>', 'with this app client (default: one that may do everything)')
    .action(explain);
  users
    .command('index <pool>')
    .description('show or choose the attributes that a pool indexes beside the usual ones: searches by them stay cheap')
    .addOption(new Option('--attributes <names...>', 'index these, five at most, and no others').conflicts('none'))
    .option('--none', 'index no further ones')
    .option('--no-follow', 'do not wait until the index is filled')
    .action(index);
};
