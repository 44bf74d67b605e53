import { admin, app, get, type Leg } from '../step.ts';
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
// What follows these words is taken for the secret of a mail.
const NoActionEmail = { Subject: 'A sign-in', TextBody: 'The temporary password is {feedback-token}' };
const tell = { EventAction: 'NO_ACTION', Notify: true };
const telling = {
  AccountTakeoverRiskConfiguration: {
    NotifyConfiguration: { SourceArn: 'arn:aws:ses:us-east-1:111122223333:identity/us@example.com', NoActionEmail },
    Actions: { LowAction: tell, MediumAction: tell, HighAction: tell },
  },
};
const told = { told: 'AuthEvents.0.EventId' };
const ranges = (...BlockedIPRangeList: string[]) => ({ RiskExceptionConfiguration: { BlockedIPRangeList } });

const toLogGroup = {
  EventSource: 'userAuthEvents',
  LogLevel: 'INFO',
  CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/journey' },
};
const toBucket = { S3Configuration: { BucketArn: 'arn:aws:s3:::journey' } };

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
    admin('GetLogDeliveryConfiguration', 'of a new pool', pool),
    admin('SetLogDeliveryConfiguration', 'its events to a log group', { ...pool, LogConfigurations: [toLogGroup] }),
    admin('GetLogDeliveryConfiguration', 'what is sent', pool),
    admin(
      'SetLogDeliveryConfiguration',
      'messages to a bucket',
      { ...pool, LogConfigurations: [{ ...toBucket, EventSource: 'userNotification', LogLevel: 'ERROR' }] },
      badParameter,
    ),
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
    app(
      'UpdateAuthEventFeedback',
      'a token that is none',
      { ...ofUser('ada'), EventId: '{{event}}', FeedbackToken: 'none', FeedbackValue: 'Valid' },
      { refused: 'NotAuthorizedException' },
    ),
    admin('SetRiskConfiguration', 'every risk is told', { ...pool, ...telling }),
    admin('AdminUpdateAuthEventFeedback', 'it was not ada', {
      ...ofUser('ada'),
      EventId: '{{event}}',
      FeedbackValue: 'Invalid',
    }),
    beginSignIn('ada', 'a sign-in of which ada is told', { mail: 'ada@example.com' }),
    admin('AdminListUserAuthEvents', 'that sign-in', { ...ofUser('ada'), MaxResults: 1 }, { keep: told }),
    get('the page of its link', '/eventFeedback', { client_id: '{{client}}', feedback_token: 'none' }, { status: 200 }),
    app('UpdateAuthEventFeedback', 'it was ada', {
      ...ofUser('ada'),
      EventId: '{{told}}',
      FeedbackToken: '{{code}}',
      FeedbackValue: 'Valid',
    }),
    admin('AdminListUserAuthEvents', 'of nobody', ofUser('nobody'), { refused: 'UserNotFoundException' }),
  ],
};
