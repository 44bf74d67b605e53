import { admin, type Leg } from '../step.ts';
import { beginSignIn, makePool, makeUser, ofUser, wrongPassword } from './common.ts';

const pool = { UserPoolId: '{{pool}}' };
const ofClient = { ...pool, ClientId: '{{client}}' };
const badParameter = { refused: 'InvalidParameterException' } as const;
const notFound = { refused: 'ResourceNotFoundException' } as const;

const act = (EventAction: string) => ({ EventAction, Notify: false });
const takeover = (EventAction: string) => ({
  AccountTakeoverRiskConfiguration: {
    Actions: { LowAction: act(EventAction), MediumAction: act(EventAction), HighAction: act(EventAction) },
  },
});
const ranges = (...BlockedIPRangeList: string[]) => ({ RiskExceptionConfiguration: { BlockedIPRangeList } });

/** What a pool does about risky sign-ins, and what it remembers of them. */
export const threatProtection: Leg = {
  name: 'threat-protection',
  clock: 'journey',
  steps: [
    ...makePool({ UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } }),
    admin('DescribeRiskConfiguration', 'of a new pool', pool),
    admin('SetRiskConfiguration', 'of the pool', { ...pool, ...takeover('NO_ACTION') }),
    admin('SetRiskConfiguration', 'of a client', { ...ofClient, ...takeover('BLOCK'), ...ranges('192.0.2.0/24') }),
    admin('SetRiskConfiguration', 'what is no range', { ...pool, ...ranges('192.0.2.1') }, badParameter),
    admin('DescribeRiskConfiguration', 'of the client', ofClient),
    admin('DescribeRiskConfiguration', 'of no client', { ...pool, ClientId: 'nobody' }, notFound),
    admin('SetRiskConfiguration', 'of the client no more', ofClient),
    admin('SetUserPoolRiskSettings', 'what is ours', { ...pool, MfaRequiredWithoutFactor: 'SET_UP' }),
    admin('GetUserPoolRiskSettings', 'what is ours', pool),
    ...makeUser('ada'),
    beginSignIn('ada', 'a sign-in'),
    beginSignIn('ada', 'a wrong password', { refused: 'NotAuthorizedException' }, { PASSWORD: wrongPassword }),
    admin('AdminListUserAuthEvents', 'of both', ofUser('ada'), { keep: { event: 'AuthEvents.1.EventId' } }),
    admin('AdminListUserAuthEvents', 'a page', { ...ofUser('ada'), MaxResults: 1 }, { keep: { page: 'NextToken' } }),
    admin('AdminListUserAuthEvents', 'the next page', { ...ofUser('ada'), MaxResults: 1, NextToken: '{{page}}' }),
    admin('AdminUpdateAuthEventFeedback', 'it was ada', {
      ...ofUser('ada'),
      EventId: '{{event}}',
      FeedbackValue: 'Valid',
    }),
    admin('AdminListUserAuthEvents', 'with feedback', { ...ofUser('ada'), MaxResults: 2 }),
    admin('AdminListUserAuthEvents', 'of nobody', ofUser('nobody'), { refused: 'UserNotFoundException' }),
  ],
};
