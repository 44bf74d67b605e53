import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, createServer, type TlsOptions } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Authority, authorityIn } from '#local/https/authority.ts';
import { serverCertificate } from '#local/https/certificate.ts';

const day = 86_400_000;

const newFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-authority-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const certificateIn = (file: string): X509Certificate => new X509Certificate(readFileSync(file, 'utf8'));

/** What a client that trusts only the authority says of a server: `trusted`, or its error. */
const verdictOf = async (
  { file }: Authority,
  tls: TlsOptions,
  asked: { readonly servername?: string; readonly host?: string },
) => {
  const server = createServer(tls, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const socket = connect({ host: '127.0.0.1', port, ca: readFileSync(file), ...asked });
  const verdict = await new Promise<unknown>((resolve) => {
    socket.once('secureConnect', () => resolve('trusted'));
    socket.once('error', (error) => resolve(error.message));
  });
  socket.destroy();
  await new Promise((closed) => server.close(closed));
  return verdict;
};

describe('the certificate authority of a folder', () => {
  it('is made once, and only its owner can read what it keeps', () => {
    const folder = newFolder();
    const { file } = authorityIn(folder);
    const files = ['https-ca.pem', 'https-ca.key', 'https.pem'].map((name) => path.join(folder, name));
    expect(file).toBe(files[0]);
    for (const kept of files) expect(statSync(kept).mode).toBe(0o100600);
    const before = files.map((kept) => readFileSync(kept, 'utf8'));

    authorityIn(folder);

    expect(files.map((kept) => readFileSync(kept, 'utf8'))).toEqual(before);
    expect(certificateIn(file).ca).toBe(true);
  });

  it('is trusted for every name and address of this machine', async () => {
    const authority = authorityIn(newFolder());
    expect(await verdictOf(authority, authority.tls, { servername: 'localhost' })).toBe('trusted');
    expect(await verdictOf(authority, authority.tls, { host: '127.0.0.1' })).toBe('trusted');
    expect(await verdictOf(authority, authority.tls, { servername: 'shop.localhost' })).toBe('trusted');
    expect(await verdictOf(authority, authority.tls, { servername: 'shop.localhost' })).toBe('trusted');
    const { subjectAltName } = new X509Certificate(String(authority.tls.cert));
    expect(subjectAltName).toBe('DNS:localhost, DNS:*.localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  });

  it('makes no certificates for other names', async () => {
    const authority = authorityIn(newFolder());
    for (const servername of ['example.com', 'a.b.localhost', '-.localhost', 'localhost.example.com'])
      expect(await verdictOf(authority, authority.tls, { servername })).toContain(`Host: ${servername}. is not in`);
  });

  it('cannot vouch for other names, whoever has its key', async () => {
    const folder = newFolder();
    const authority = authorityIn(folder);
    const issuerKey = createPrivateKey(readFileSync(path.join(folder, 'https-ca.key')));
    const commonName = certificateIn(authority.file).subject.replace('CN=', '');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const forged = (name: string) => {
      const validity = { from: Date.now() - day, until: Date.now() + day };
      const wanted = { commonName: name, names: [name], ...validity };
      return serverCertificate(privateKey, wanted, { commonName, key: issuerKey });
    };
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const verdict = (name: string) => verdictOf(authority, { key, cert: forged(name) }, { servername: name });

    expect(await verdict('bank.localhost')).toBe('trusted');
    expect(await verdict('bank.example')).toBe('permitted subtree violation');
  });

  it('makes a new certificate for its server where that ends within half a year', () => {
    const folder = newFolder();
    const file = path.join(folder, 'https.pem');
    const now = Date.now();
    const serials = [0, 200, 220, 221].map((days) => {
      authorityIn(folder, now + days * day);
      return certificateIn(file).serialNumber;
    });
    expect(serials[1]).toBe(serials[0]);
    expect(serials[2]).not.toBe(serials[0]);
    expect(serials[3]).toBe(serials[2]);
    const { validFrom, validTo } = certificateIn(file);
    expect((Date.parse(validTo) - Date.parse(validFrom)) / day).toBe(397);
  });

  it('makes a new certificate for its server in place of one that is broken or of another authority', () => {
    const folder = newFolder();
    const file = path.join(folder, 'https.pem');
    authorityIn(folder);
    const { file: other } = authorityIn(newFolder());
    for (const broken of ['', 'nothing', readFileSync(other, 'utf8'), readFileSync(other.replace('-ca', ''), 'utf8')]) {
      writeFileSync(file, broken);
      const { file: authority } = authorityIn(folder);
      expect(certificateIn(file).verify(certificateIn(authority).publicKey)).toBe(true);
    }
  });

  it('is never made again where a half of it is gone or does not fit', () => {
    const folder = newFolder();
    const { file } = authorityIn(folder);
    const keyFile = path.join(folder, 'https-ca.key');
    const key = readFileSync(keyFile);
    const certificate = readFileSync(file);

    rmSync(keyFile);
    expect(() => authorityIn(folder)).toThrow(`${keyFile} is gone, the key of ${file}. Put back a copy of it`);
    writeFileSync(keyFile, 'nothing');
    expect(() => authorityIn(folder)).toThrow(`${keyFile} holds no key.`);
    writeFileSync(keyFile, readFileSync(authorityIn(newFolder()).file.replace('.pem', '.key')));
    expect(() => authorityIn(folder)).toThrow(`${file} does not fit its key, ${keyFile}.`);
    expect(readFileSync(file)).toEqual(certificate);

    // Its certificate alone can be made again, and is as good to whoever trusts the former one.
    writeFileSync(keyFile, key);
    rmSync(file);
    authorityIn(folder);
    const again = certificateIn(file);
    expect(again.publicKey.equals(new X509Certificate(certificate).publicKey)).toBe(true);
    expect(again.subject).toBe(new X509Certificate(certificate).subject);
  });
});

describe('a certificate', () => {
  it('says what it was made from', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,60}(\.[a-z0-9]{1,40}){0,4}$/);
    const second = fc.integer({ min: 0, max: 8_000_000_000 });
    fc.assert(
      fc.property(
        name,
        fc.uniqueArray(name, { minLength: 1, maxLength: 20 }),
        second,
        second,
        (commonName, names, from, until) => {
          const wanted = { commonName, names, from: from * 1000, until: until * 1000 };
          const made = new X509Certificate(serverCertificate(privateKey, wanted, { commonName: 'x', key: privateKey }));
          expect(made.subject).toBe(`CN=${commonName}`);
          expect(made.issuer).toBe('CN=x');
          expect(made.subjectAltName).toBe(names.map((one) => `DNS:${one}`).join(', '));
          expect([Date.parse(made.validFrom), Date.parse(made.validTo)]).toEqual([wanted.from, wanted.until]);
          expect(made.verify(made.publicKey)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});
