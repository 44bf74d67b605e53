import type { CDPSession, Page } from 'playwright-core';

type Send = CDPSession['send'];

/** A passkey inside the authenticator, with its private key. */
export type Secret = Awaited<ReturnType<typeof secretsOf>>[number];

interface Attached {
  readonly send: Send;
  readonly authenticatorId: string;
}

const secretsOf = async ({ send, authenticatorId }: Attached) => {
  const { credentials } = await send('WebAuthn.getCredentials', { authenticatorId });
  return credentials;
};

/** Adds an authenticator to the page's device. It agrees to everything and, by default, verifies its user. */
export const attachAuthenticator = async (page: Page, { verifies = true } = {}) => {
  const session = await page.context().newCDPSession(page);
  const send: Send = session.send.bind(session);
  await send('WebAuthn.enable');
  const { authenticatorId } = await send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: verifies,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    },
  });
  const attached = { send, authenticatorId };
  return {
    secrets: () => secretsOf(attached),
    /** Adds a passkey, as if it had been made there. */
    implant: (credential: Secret) => send('WebAuthn.addCredential', { authenticatorId, credential }),
  };
};
