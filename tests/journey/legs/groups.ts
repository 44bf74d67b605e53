import { admin, type Leg } from '../step.ts';
import { makePool, makeUser, ofUser, signIn } from './common.ts';

const pool = { UserPoolId: '{{pool}}' };
const group = (GroupName: string, more: object = {}) => ({ ...pool, GroupName, ...more });
const member = (Username: string, GroupName: string) => ({ ...ofUser(Username), GroupName });
const role = (name: string): string => `arn:aws:iam::000000000000:role/${name}`;
const notFound = { refused: 'ResourceNotFoundException' } as const;

/** Groups, their members, and what tokens say of them. */
export const groups: Leg = {
  name: 'groups',
  clock: 'journey',
  steps: [
    ...makePool(),
    ...makeUser('ada'),
    ...makeUser('bob'),
    admin(
      'CreateGroup',
      'editors',
      group('editors', { Description: 'They write.', Precedence: 10, RoleArn: role('editor') }),
    ),
    admin('CreateGroup', 'readers', group('readers', { Precedence: 20, RoleArn: role('reader') })),
    admin('CreateGroup', 'guests', group('guests')),
    admin('CreateGroup', 'editors again', group('editors'), { refused: 'GroupExistsException' }),
    admin('CreateGroup', 'a role that is none', group('x', { RoleArn: 'no role' }), {
      refused: 'InvalidParameterException',
    }),
    admin('GetGroup', 'one', group('editors')),
    admin('GetGroup', 'none', group('nobody'), notFound),
    admin('UpdateGroup', 'another precedence', group('guests', { Precedence: 5, Description: 'They come and go.' })),
    admin('UpdateGroup', 'none', group('nobody', { Precedence: 5 }), notFound),
    admin('AdminAddUserToGroup', 'ada edits', member('ada', 'editors')),
    admin('AdminAddUserToGroup', 'ada edits still', member('ada', 'editors')),
    admin('AdminAddUserToGroup', 'ada reads', member('ada', 'readers')),
    admin('AdminAddUserToGroup', 'ada visits', member('ada', 'guests')),
    admin('AdminAddUserToGroup', 'bob reads', member('bob', 'readers')),
    admin('AdminAddUserToGroup', 'nobody', member('nobody', 'readers'), { refused: 'UserNotFoundException' }),
    admin('AdminAddUserToGroup', 'no group', member('ada', 'nobody'), notFound),
    signIn('ada'),
    admin('ListGroups', 'all', pool),
    admin('ListGroups', 'a page', { ...pool, Limit: 2 }, { keep: { page: 'NextToken' } }),
    admin('ListGroups', 'the next page', { ...pool, Limit: 2, NextToken: '{{page}}' }),
    admin('ListUsersInGroup', 'readers', group('readers'), { unordered: true }),
    admin('ListUsersInGroup', 'none', group('nobody'), notFound),
    admin('AdminListGroupsForUser', 'of ada', ofUser('ada')),
    admin('AdminListGroupsForUser', 'of nobody', ofUser('nobody'), { refused: 'UserNotFoundException' }),
    admin('AdminRemoveUserFromGroup', 'ada reads no more', member('ada', 'readers')),
    signIn('ada'),
    admin('AdminRemoveUserFromGroup', 'nor again', member('ada', 'readers')),
    admin('AdminRemoveUserFromGroup', 'nobody', member('nobody', 'readers'), { refused: 'UserNotFoundException' }),
    admin('DeleteGroup', 'no editors', group('editors')),
    admin('DeleteGroup', 'none', group('nobody'), notFound),
    // Tokens may name it for ten more seconds.
    admin('AdminListGroupsForUser', 'of ada then', ofUser('ada'), { until: ['Groups.1', undefined] }),
  ],
};
