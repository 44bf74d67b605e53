import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Call } from '../../api/api.ts';
import type { ListedUser } from '../../api/own/users.ts';
import { href, type ScreenProps } from '../../router/paths.ts';
import { Page } from '../../ui/page.tsx';
import { type ListPage, PagedTable } from '../../ui/paged-table.tsx';
import { Status } from '../../ui/status.tsx';
import { Time } from '../../ui/time.tsx';
import { useAnswer } from '../../ui/use-answer.ts';
import { NewUser } from './new-user.tsx';

interface Sought {
  readonly attribute: string;
  readonly how: 'StartsWith' | 'Equals';
  readonly value: string;
}

// Those that ListUsers can filter by. SearchUsers finds by any other one.
const listed: ReadonlySet<string> = new Set([
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'sub',
  'cognito:user_status',
  'status',
]);

const pageSize = 30;

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

const load = async (
  call: Call,
  pool: string,
  { attribute, how, value }: Sought,
  token: string | undefined,
): Promise<ListPage<ListedUser>> => {
  if (value === '' || listed.has(attribute)) {
    const Filter = `${attribute} ${how === 'Equals' ? '=' : '^='} ${quoted(value)}`;
    const { Users = [], PaginationToken } = await call('ListUsers', {
      UserPoolId: pool,
      Limit: pageSize,
      ...(value !== '' && { Filter }),
      ...(token !== undefined && { PaginationToken: token }),
    });
    return { items: Users as readonly ListedUser[], next: PaginationToken };
  }
  const { Users, NextToken } = await call('SearchUsers', {
    UserPoolId: pool,
    Filters: [{ Attribute: attribute, [how]: value }],
    Limit: pageSize,
    ...(token !== undefined && { NextToken: token }),
  });
  return { items: Users, next: NextToken };
};

const attributeOf = ({ Attributes = [] }: ListedUser, name: string): string | undefined =>
  Attributes.find(({ Name }) => Name === name)?.Value;

const hows = [
  { value: 'StartsWith', label: 'begins with' },
  { value: 'Equals', label: 'is' },
] as const;

/** The users of a pool, found by any attribute. */
export const Screen = ({ params: { pool } }: ScreenProps<'pools/:pool/users'>) => {
  const described = useAnswer('DescribeUserPool', { UserPoolId: pool });
  const schema = (described.answer?.UserPool?.SchemaAttributes ?? []).flatMap(({ Name }) => Name ?? []);
  const names = [...new Set(['username', 'email', ...listed, ...schema])];
  const [typed, setTyped] = useState<Sought>({ attribute: 'username', how: 'StartsWith', value: '' });
  const [sought, setSought] = useState(typed);
  const [shown, setShown] = useState<readonly string[]>(['email']);
  const [adding, setAdding] = useState(false);
  return (
    <Page title="Users" description="Everybody who has an account in the pool.">
      <PagedTable<ListedUser>
        title="Users"
        of={`${pool} ${JSON.stringify(sought)}`}
        load={(call, token) => load(call, pool, sought, token)}
        keyOf={({ Username }) => Username ?? ''}
        empty="No user fits, or on this page none does."
        filter={
          <form
            onSubmit={(event) => {
              event.preventDefault();
              setSought(typed);
            }}
          >
            <SpaceBetween direction="horizontal" size="xs">
              <Select
                ariaLabel="Attribute"
                filteringType="auto"
                selectedOption={{ value: typed.attribute }}
                options={names.map((value) => ({ value }))}
                onChange={({ detail }) => setTyped({ ...typed, attribute: detail.selectedOption.value ?? 'username' })}
              />
              <Select
                ariaLabel="Comparison"
                selectedOption={hows.find(({ value }) => value === typed.how) ?? null}
                options={hows}
                onChange={({ detail }) =>
                  setTyped({ ...typed, how: detail.selectedOption.value === 'Equals' ? 'Equals' : 'StartsWith' })
                }
              />
              <Input
                ariaLabel="Value"
                type="search"
                autoComplete={false}
                value={typed.value}
                onChange={({ detail }) => setTyped({ ...typed, value: detail.value })}
              />
              <Button>Find</Button>
              {['email', 'phone_number', 'name'].map((name) => (
                <Checkbox
                  key={name}
                  checked={shown.includes(name)}
                  onChange={({ detail }) =>
                    setShown(detail.checked ? [...shown, name] : shown.filter((other) => other !== name))
                  }
                >
                  {name}
                </Checkbox>
              ))}
            </SpaceBetween>
          </form>
        }
        actions={(_, reload) => (
          <>
            <Button variant="primary" onClick={() => setAdding(true)}>
              Make a user
            </Button>
            {adding && (
              <NewUser
                pool={pool}
                onDismiss={() => setAdding(false)}
                onDone={() => {
                  setAdding(false);
                  reload();
                }}
              />
            )}
          </>
        )}
        columns={[
          {
            header: 'Username',
            cell: ({ Username = '' }) => <Link href={href('pools', pool, 'users', Username)}>{Username}</Link>,
          },
          ...shown.map((name) => ({ header: name, cell: (user: ListedUser) => attributeOf(user, name) ?? '-' })),
          { header: 'Status', cell: ({ UserStatus }) => <Status of={UserStatus} /> },
          { header: 'Access', cell: ({ Enabled }) => <Status of={Enabled === false ? 'Disabled' : 'Enabled'} /> },
          { header: 'Made', cell: ({ UserCreateDate }) => <Time at={UserCreateDate} /> },
        ]}
      />
    </Page>
  );
};
