import { mailTo } from './mailbox.ts';
import { anEmail, type TestUser } from './pools.ts';
import {
  enforced,
  eventsOf,
  makeProtectedPool,
  makeSettledUser,
  type ProtectedPool,
  risky,
  sesArn,
  setRisk,
  signInFrom,
  takeover,
} from './risk.ts';

type Action = Parameters<typeof takeover>[0];

const body = (kind: string) =>
  `${kind} {username} {ip-address} {city} {country} {login-time} {device-name} {event-id} <i>{feedback-token}</i> <a href="{one-click-link-valid}">me</a> <a href="{one-click-link-invalid}">not me</a> {unknown}`;

const mails = {
  BlockEmail: { Subject: 'Blocked {username}', HtmlBody: body('blocked') },
  MfaEmail: { Subject: 'Asked', HtmlBody: body('asked') },
  NoActionEmail: { Subject: 'Let in', HtmlBody: body('let in') },
};

const telling = (action: Action, texts: object = mails) => ({
  AccountTakeoverRiskConfiguration: {
    ...takeover(action, true),
    NotifyConfiguration: { SourceArn: sesArn, From: 'security@example.com', ...texts },
  },
});

/** A pool that acts so on every risk, and tells users of it. */
export const makeTellingPool = async (
  action: Action,
  { texts = mails, settings = enforced }: { texts?: object; settings?: object } = {},
) => {
  const pool = await makeProtectedPool(settings);
  await setRisk(pool.poolId, telling(action, texts));
  return pool;
};

/** What a mail says between its tags, and where its links lead. */
export const readMail = async (email: string) => {
  const mail = (await mailTo(email)).at(-1);
  const text = mail?.body ?? '';
  const [valid = '', invalid = ''] = [...text.matchAll(/href="([^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
  const [, token = ''] = /<i>([^<]*)<\/i>/.exec(text) ?? [];
  return { subject: mail?.subject, text, valid, invalid, token };
};

/** Somebody who was let in from elsewhere, and the mail about it. */
export const tellAfterSignIn = async (pool: ProtectedPool, email = anEmail()) => {
  const user = await makeSettledUser(pool, { email });
  const { AuthenticationResult } = await signInFrom(pool, user, risky.High);
  return { user, mail: await readMail(email), AccessToken: AuthenticationResult?.AccessToken };
};

/** The feedback to the newest event of a user. */
export const feedbackOf = async (pool: ProtectedPool, user: TestUser) => (await eventsOf(pool, user))[0]?.EventFeedback;
