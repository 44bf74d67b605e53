import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { accessKeyOf, newAccessKey } from '#local/access-key.ts';

const endpoint = 'http://localhost:9229';
const given = { accessKeyId: 'CISCIRIPTSKEYOFTODAY', secretAccessKey: 'x'.repeat(40) };

describe('the access key of a data folder', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-access-key-'));
  const file = path.join(directory, 'local.json');
  afterAll(() => rmSync(directory, { recursive: true }));
  beforeEach(() => {
    rmSync(file, { force: true });
    for (const name of ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'ENDPOINT']) vi.stubEnv(`GATEHOUSE_${name}`, undefined);
    vi.stubEnv('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const set = ({ accessKeyId, secretAccessKey } = given): void => {
    vi.stubEnv('GATEHOUSE_ACCESS_KEY_ID', accessKeyId);
    vi.stubEnv('GATEHOUSE_SECRET_ACCESS_KEY', secretAccessKey);
  };

  it('is one that nobody knows', () => {
    const key = accessKeyOf(file, endpoint);
    expect(key.accessKeyId).toMatch(/^GATE[A-Z2-7]{16}$/);
    expect(key.secretAccessKey).toMatch(/^[\w-]{40}$/);
    expect(accessKeyOf(file, endpoint)).not.toEqual(key);
  });

  it('is the one that the folder holds, unless that is the one that everybody knows', () => {
    const kept = newAccessKey();
    writeFileSync(file, JSON.stringify({ endpoint, ...kept, username: 'demo' }));
    expect(accessKeyOf(file, endpoint)).toEqual(kept);
    const former = 'local-secret-access-key-of-this-laptop-0';
    writeFileSync(file, JSON.stringify({ accessKeyId: 'GATELOCALLOCALLOCAL2', secretAccessKey: former }));
    expect(accessKeyOf(file, endpoint).accessKeyId).not.toBe('GATELOCALLOCALLOCAL2');
    writeFileSync(file, JSON.stringify({ accessKeyId: kept.accessKeyId }));
    expect(accessKeyOf(file, endpoint).accessKeyId).not.toBe(kept.accessKeyId);
  });

  it('is the one that the settings name', () => {
    writeFileSync(file, JSON.stringify(newAccessKey()));
    set();
    expect(accessKeyOf(file, endpoint)).toEqual(given);
    vi.stubEnv('GATEHOUSE_ENDPOINT', 'http://127.0.0.1:9229/');
    expect(accessKeyOf(file, endpoint)).toEqual(given);
  });

  it.each(['GATEHOUSE_ENDPOINT', 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'])(
    'is none that is meant for another deployment: %s',
    (name) => {
      set();
      vi.stubEnv(name, 'https://auth.example.com');
      expect(accessKeyOf(file, endpoint).accessKeyId).not.toBe(given.accessKeyId);
    },
  );

  it('says what is wrong with the settings', () => {
    set({ ...given, secretAccessKey: '' });
    expect(() => accessKeyOf(file, endpoint)).toThrow(
      'Set both GATEHOUSE_ACCESS_KEY_ID and GATEHOUSE_SECRET_ACCESS_KEY, or neither.',
    );
    set({ ...given, secretAccessKey: 'short' });
    expect(() => accessKeyOf(file, endpoint)).toThrow('the secret 40 to 128 characters');
  });
});
