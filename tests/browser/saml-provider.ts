import { createServer } from 'node:http';
import { closeServer } from '#local/close-server.ts';
import { freePort } from '#local/ports.ts';
import { receivedRequest } from '#tests/support/saml/saml-sign-in.ts';

/** What the provider is asked: the request, as it came. */
export type Answering = (request: ReturnType<typeof receivedRequest>) => Promise<string>;

/** A SAML provider of another site, whose page has one button. */
export interface SamlProviderSite {
  readonly origin: string;
  /** Says how requests are answered from now on: the XML of a response. */
  readonly answerWith: (answering: Answering) => void;
  readonly stop: () => Promise<void>;
}

const page = (action: string, fields: Readonly<Record<string, string>>): string =>
  `<!doctype html><title>Provider</title><form method="post" action="${action}">${Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
    .join('')}<button>Sign in as Ada</button></form>`;

const encoded = (xml: string): string => Buffer.from(xml).toString('base64');

/** Starts it on a free port of this machine, by its address: to a browser, that is another site than localhost. */
export const startSamlProvider = async (): Promise<SamlProviderSite> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let answering: Answering = async () => '';
  const server = createServer(async ({ url = '/' }, response) => {
    if (!url.includes('SAMLRequest=')) {
      response.writeHead(404).end();
      return;
    }
    const received = receivedRequest(new URL(url, origin));
    response.setHeader('content-type', 'text/html');
    const { consumer, relayState } = received;
    response.end(page(consumer, { SAMLResponse: encoded(await answering(received)), RelayState: relayState }));
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    origin,
    answerWith: (next) => {
      answering = next;
    },
    stop: () => closeServer(server),
  };
};
