import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { onDisk } from '../data-folder/disk-troubles.ts';
import { makeFile, replaceFile } from '../data-folder/whole-files.ts';
import { authorityCertificate, keyIdOf, serverCertificate } from './certificate.ts';

const day = 86_400_000;
const authorityDays = 7300;
// Systems refuse longer ones.
const serverDays = 397;
// So that one is good for as long as a stack may run.
const leastDays = 180;

const ownNames = ['localhost', '*.localhost', '127.0.0.1', '::1'] as const;
const vouchedFor = ['localhost', '127.0.0.1', '::1'] as const;

// Clients take `*.localhost` for nothing: right below a top-level domain, they take no wildcard.
const namesBelow = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.localhost$/;
const mostContexts = 100;

/** What an HTTPS server needs, with a certificate for every name of this machine. */
export interface Tls extends Required<Pick<SecureContextOptions, 'key' | 'cert'>> {
  readonly SNICallback: (name: string, done: (error: Error | null, context?: SecureContext) => void) => void;
}

/** A certificate authority of one folder. */
export interface Authority {
  /** Absolute path of its certificate, in PEM. */
  readonly file: string;
  readonly tls: Tls;
}

const newKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const textOf = (file: string): string => onDisk(file, () => readFileSync(file, 'utf8'));

const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

const commonNameOf = (key: KeyObject): string => `Gatehouse on this machine (${keyIdOf(key).toString('hex', 0, 4)})`;

const openAuthority = (directory: string, now: number) => {
  const file = path.resolve(directory, 'https-ca.pem');
  const keyFile = path.resolve(directory, 'https-ca.key');
  const remedy = 'Put back a copy of it, or remove both: then another authority is made, which you trust anew.';
  if (!existsSync(keyFile)) {
    if (existsSync(file)) throw new Error(`${keyFile} is gone, the key of ${file}. ${remedy}`);
    makeFile(keyFile, newKey());
  }
  const key = attempt(() => createPrivateKey(textOf(keyFile)));
  if (key?.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error(`${keyFile} holds no key. ${remedy}`);
  const commonName = commonNameOf(key);
  if (!existsSync(file)) {
    const wanted = { commonName, names: vouchedFor, from: now - day, until: now + authorityDays * day };
    makeFile(file, authorityCertificate(key, wanted));
  }
  const certificate = attempt(() => new X509Certificate(textOf(file)));
  if (!certificate?.checkPrivateKey(key)) throw new Error(`${file} does not fit its key, ${keyFile}. ${remedy}`);
  return { file, key, commonName, certificate };
};

type Opened = ReturnType<typeof openAuthority>;

const isGood = (pem: string, { certificate: authority }: Opened, now: number): boolean => {
  const certificate = new X509Certificate(pem);
  return (
    certificate.verify(authority.publicKey) &&
    certificate.checkPrivateKey(createPrivateKey(pem)) &&
    Date.parse(certificate.validFrom) <= now &&
    Date.parse(certificate.validTo) >= now + leastDays * day
  );
};

const issue = (key: string, names: readonly string[], { key: issuer, commonName }: Opened, now: number): string => {
  const [name = ''] = names;
  const wanted = { commonName: name, names, from: now - day, until: now + (serverDays - 1) * day };
  return serverCertificate(createPrivateKey(key), wanted, { commonName, key: issuer });
};

// It is kept, so that a browser that was told to make an exception for it knows it again.
const ownPem = (directory: string, authority: Opened, now: number): string => {
  const file = path.resolve(directory, 'https.pem');
  const kept = existsSync(file) ? textOf(file) : '';
  if (attempt(() => isGood(kept, authority, now))) return kept;
  const key = newKey();
  const made = `${issue(key, ownNames, authority, now)}${key}`;
  replaceFile(file, made);
  return made;
};

/**
 * The authority of a folder, and what a server needs to be one of its own. Both are made where they are missing, and the
 * server's certificate is made again where it ends soon. `now` is in epoch milliseconds. Throws a sentence that says what
 * to do where the authority's key and certificate do not fit.
 */
export const authorityIn = (directory: string, now = Date.now()): Authority => {
  const opened = openAuthority(directory, now);
  const pem = ownPem(directory, opened, now);
  const contexts = new Map<string, SecureContext>();

  const contextFor = (name: string): SecureContext => {
    const known = contexts.get(name);
    if (known) return known;
    if (contexts.size >= mostContexts) contexts.clear();
    const key = newKey();
    const context = createSecureContext({ key, cert: issue(key, [name], opened, now) });
    contexts.set(name, context);
    return context;
  };

  return {
    file: opened.file,
    tls: {
      key: pem,
      cert: pem,
      SNICallback: (name, done) => {
        if (namesBelow.test(name)) done(null, contextFor(name));
        else done(null);
      },
    },
  };
};
