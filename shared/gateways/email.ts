import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import type { Sender } from '#shared/domain/messages/addresses.ts';
import { createAwsRequest } from './aws-request.ts';

export interface Email {
  readonly sender: Sender;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  /** The same for readers that show no HTML. */
  readonly text?: string;
  /** What events about the mail say of it. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Names of the tags that say for which pool and user a mail is. */
export const poolTag = 'gatehouse-pool';
export const userTag = 'gatehouse-user';

/** The tags of a mail to a user. */
export const mailTags = (poolId: string, sub: string): Readonly<Record<string, string>> => ({
  [poolTag]: poolId,
  [userTag]: sub,
});

/** Sends e-mail. */
export interface EmailGateway {
  /** Throws what the service throws. */
  readonly send: (email: Email) => Promise<void>;
}

interface Settings {
  /** Region for senders that name none. */
  readonly region: string;
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
  /** Of mails that no other one is named for, in that region: it tells of mails that came back. */
  readonly configurationSet?: string | undefined;
}

const timeoutMs = 10_000;

/**
 * Sends through SES, or its stand-in.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export const createEmailGateway = ({ region, endpoint, configurationSet: usual }: Settings): EmailGateway => {
  const request = createAwsRequest({ service: 'ses', endpoint });
  return {
    send: async ({ sender, to, subject, html, text, tags = {} }) => {
      const { from, replyTo, identityArn } = sender;
      const isHere = sender.region === undefined || sender.region === region;
      await request({
        region: sender.region ?? region,
        path: '/v2/email/outbound-emails',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          FromEmailAddress: from,
          FromEmailAddressIdentityArn: identityArn,
          ReplyToAddresses: replyTo === undefined ? [] : [replyTo],
          ConfigurationSetName: sender.configurationSet ?? (isHere ? usual : undefined),
          EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: {
              Subject: { Data: subject, Charset: 'UTF-8' },
              Body: {
                ...((html || !text) && { Html: { Data: html, Charset: 'UTF-8' } }),
                ...(text && { Text: { Data: text, Charset: 'UTF-8' } }),
              },
            },
          },
        }),
        timeoutMs,
        retriesAfter: ['throttled'],
      });
    },
  };
};

export const email = once(() => {
  const { region, endpoints, mailConfigurationSet } = environment();
  return createEmailGateway({ region, endpoint: endpoints.ses, configurationSet: mailConfigurationSet });
});
