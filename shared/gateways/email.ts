import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Sender } from '#shared/domain/messages/sender.ts';

export interface Email {
  readonly sender: Sender;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
}

/** Sends e-mail. */
export interface EmailGateway {
  /** Throws what the service throws. */
  readonly send: (email: Email) => Promise<void>;
}

interface Settings {
  /** Of senders that name none. */
  readonly region: string;
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
}

const timeoutMs = 10_000;

/** Sends through SES, or its stand-in. */
export const createEmailGateway = ({ region, endpoint }: Settings): EmailGateway => {
  const clients = new Map<string, SESv2Client>();

  const clientIn = (at: string): SESv2Client => {
    const client = clients.get(at) ?? new SESv2Client({ region: at, ...(endpoint && { endpoint }) });
    clients.set(at, client);
    return client;
  };

  return {
    send: async ({ sender, to, subject, html }) => {
      const { from, replyTo, identityArn, configurationSet } = sender;
      await clientIn(sender.region ?? region).send(
        new SendEmailCommand({
          FromEmailAddress: from,
          FromEmailAddressIdentityArn: identityArn,
          ReplyToAddresses: replyTo === undefined ? [] : [replyTo],
          ConfigurationSetName: configurationSet,
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: {
              Subject: { Data: subject, Charset: 'UTF-8' },
              Body: { Html: { Data: html, Charset: 'UTF-8' } },
            },
          },
        }),
        { abortSignal: AbortSignal.timeout(timeoutMs) },
      );
    },
  };
};
