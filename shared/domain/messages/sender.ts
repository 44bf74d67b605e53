import type { UserPool } from '../user-pools/user-pool.ts';

/** Whom an e-mail is from, and how it is sent. */
export interface Sender {
  /** An address, or a name with an address. */
  readonly from: string;
  readonly replyTo?: string | undefined;
  /** ARN of the SES identity that sends; undefined where SES picks it by the address. */
  readonly identityArn?: string | undefined;
  readonly configurationSet?: string | undefined;
  /** Region of that identity. */
  readonly region?: string | undefined;
}

// arn:aws:ses:<region>:<account>:identity/<address or domain>
const identityOf = (arn: string | undefined) => {
  const [, , , region, , resource = ''] = arn?.split(':') ?? [];
  const name = resource.slice(resource.indexOf('/') + 1);
  return { region: region || undefined, address: name.includes('@') ? name : undefined };
};

/**
 * The sender that the pool's EmailConfiguration names: an identity of its own (DEVELOPER), or the deployment's address.
 * Undefined where there is no address.
 */
export const senderOf = ({ settings }: UserPool, deploymentAddress: string | undefined): Sender | undefined => {
  const given = settings.EmailConfiguration ?? {};
  const { region, address } = identityOf(given.SourceArn);
  const own = given.EmailSendingAccount === 'DEVELOPER';
  const from = own ? (given.From ?? address) : (address ?? deploymentAddress);
  if (from === undefined) return undefined;
  return {
    from,
    replyTo: given.ReplyToEmailAddress,
    identityArn: given.SourceArn || undefined,
    configurationSet: own ? given.ConfigurationSet : undefined,
    region,
  };
};
