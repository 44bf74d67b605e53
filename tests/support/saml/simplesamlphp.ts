import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { startChild } from '#local/child.ts';
import type { SamlKey } from './saml-keys.ts';

// Where Debian's packages are: unpacked into a folder, or installed.
const root = process.env.DEBIAN_ROOT ?? '';
const php = `${root}/usr/bin/php8.2`;
const simplesaml = `${root}/usr/share/simplesamlphp`;
const extensions = `${root}/usr/lib/php/20220829`;

/** True where Debian's SimpleSAMLphp is here, with PHP. */
export const hasSimpleSamlPhp = [php, `${simplesaml}/www/index.php`, `${extensions}/dom.so`].every((file) =>
  existsSync(file),
);

const wanted = ['ctype', 'dom', 'fileinfo', 'iconv', 'mbstring', 'posix', 'tokenizer', 'xml', 'simplexml', 'xmlreader'];

interface Wanted {
  readonly port: number;
  readonly key: SamlKey;
  /** Its entity ID. */
  readonly entityId: string;
  readonly audience: string;
  readonly consumer: string;
  /** PHP, as a list of settings of the service provider. */
  readonly more?: string;
}

const files = ({ port, entityId, audience, consumer, more = '' }: Wanted, folder: string) => ({
  'config/config.php': `<?php $config = ['baseurlpath' => 'http://127.0.0.1:${port}/simplesaml/', 'certdir' => '${folder}/cert/',
    'loggingdir' => '${folder}/', 'datadir' => '${folder}/', 'tempdir' => '${folder}/tmp', 'metadatadir' => '${folder}/metadata',
    'technicalcontact_name' => 'a', 'technicalcontact_email' => 'a@example.com', 'timezone' => 'UTC', 'secretsalt' => 'salt of a test',
    'auth.adminpassword' => 'none of the tests needs it', 'enable.saml20-idp' => true, 'store.type' => 'phpsession',
    'session.phpsession.savepath' => '${folder}/tmp', 'logging.handler' => 'file', 'language.default' => 'en', 'trusted.url.domains' => null,
    'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
    'metadata.sources' => [['type' => 'flatfile', 'directory' => '${folder}/metadata']]];`,
  'config/authsources.php': `<?php $config = ['people' => ['exampleauth:UserPass', 'ada:a-password' =>
    ['uid' => ['ada'], 'mail' => ['ada@example.com'], 'groups' => ['a', 'b'], 'title' => ['']]]];`,
  'metadata/saml20-idp-hosted.php': `<?php $metadata['${entityId}'] = ['host' => '__DEFAULT__', 'privatekey' => 'key.pem',
    'certificate' => 'certificate.pem', 'auth' => 'people', 'signature.algorithm' => 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'];`,
  'metadata/saml20-sp-remote.php': `<?php $metadata['${audience}'] = ['AssertionConsumerService' => '${consumer}',
    'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent', 'simplesaml.nameidattribute' => 'uid', ${more}];`,
});

/** Starts it on a port of 127.0.0.1, and gives the function that stops it. Its one user is ada, with a-password. */
export const startSimpleSamlPhp = async (settings: Wanted): Promise<() => Promise<void>> => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-simplesamlphp-'));
  for (const name of ['config', 'metadata', 'cert', 'tmp', 'www']) mkdirSync(join(folder, name));
  for (const [name, text] of Object.entries(files(settings, folder))) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'cert/key.pem'), settings.key.privatePem);
  writeFileSync(join(folder, 'cert/certificate.pem'), settings.key.certificatePem);
  symlinkSync(`${simplesaml}/www`, join(folder, 'www/simplesaml'));
  const there = new Set(readdirSync(extensions));
  const args = wanted.filter((name) => there.has(`${name}.so`)).flatMap((name) => ['-d', `extension=${name}`]);
  const child = startChild(
    php,
    [
      '-n',
      '-d',
      'display_errors=0',
      '-d',
      `extension_dir=${extensions}`,
      ...args,
      '-S',
      `127.0.0.1:${settings.port}`,
      '-t',
      join(folder, 'www'),
    ],
    {
      stdio: 'ignore',
      env: {
        ...process.env,
        SIMPLESAMLPHP_CONFIG_DIR: join(folder, 'config'),
        ...(root !== '' && { LD_LIBRARY_PATH: `${root}/usr/lib/x86_64-linux-gnu:${root}/lib/x86_64-linux-gnu` }),
      },
    },
  );
  const stop = async (): Promise<void> => {
    await child.stop();
    rmSync(folder, { recursive: true });
  };
  try {
    const url = `http://127.0.0.1:${settings.port}/simplesaml/saml2/idp/metadata.php`;
    await vi.waitFor(() => fetch(url), { timeout: 180_000 });
  } catch (cause) {
    await stop();
    throw new Error(`SimpleSAMLphp does not answer. ${child.failure()}`, { cause });
  }
  return stop;
};
