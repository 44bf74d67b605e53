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
}

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
}

const timeoutMs = 10_000;

/**
 * Sends through SES, or its stand-in.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export const createEmailGateway = ({ region, endpoint }: Settings): EmailGateway => {
  const request = createAwsRequest({ service: 'ses', endpoint });
  return {
    send: async ({ sender, to, subject, html, text }) => {
      const { from, replyTo, identityArn, configurationSet } = sender;
      await request({
        region: sender.region ?? region,
        path: '/v2/email/outbound-emails',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          FromEmailAddress: from,
          FromEmailAddressIdentityArn: identityArn,
          ReplyToAddresses: replyTo === undefined ? [] : [replyTo],
          ConfigurationSetName: configurationSet,
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
  const { region, endpoints } = environment();
  return createEmailGateway({ region, endpoint: endpoints.ses });
});
