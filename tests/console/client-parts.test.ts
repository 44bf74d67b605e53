import { describe, expect, it } from 'vitest';
import { valueAt, withValueAt } from '../../console/src/screens/branding/form-settings.ts';
import { merge } from '../../console/src/screens/clients/merge.ts';
import { snippetsFor } from '../../console/src/screens/clients/snippets.ts';

describe('changes of an app client by two operators', () => {
  const read = {
    ClientName: 'web',
    IdTokenValidity: 1,
    CallbackURLs: ['https://a.example'],
    LogoutURLs: ['https://a.example'],
  };

  it('are put together, where they change different settings', () => {
    const edited = { ...read, ClientName: 'shop' };
    const now = { ...read, IdTokenValidity: 2 };
    expect(merge(read, edited, now)).toEqual({
      document: { ...read, ClientName: 'shop', IdTokenValidity: 2 },
      own: ['ClientName'],
      others: ['IdTokenValidity'],
      both: [],
    });
  });

  it('are named where both change one setting, unless to the same', () => {
    const edited = { ...read, CallbackURLs: ['https://b.example'], ClientName: 'shop' };
    const now = { ...read, CallbackURLs: ['https://c.example'], ClientName: 'shop' };
    expect(merge(read, edited, now)).toMatchObject({
      document: { CallbackURLs: ['https://b.example'] },
      both: ['CallbackURLs'],
    });
  });

  it('take away what is taken away, and add what is added by the other', () => {
    const { LogoutURLs: _, ...without } = read;
    const { document, own, others } = merge<object>(read, without, {
      ...read,
      DefaultRedirectURI: 'https://a.example',
    });
    expect(JSON.parse(JSON.stringify(document))).toEqual({ ...without, DefaultRedirectURI: 'https://a.example' });
    expect({ own, others }).toEqual({ own: ['LogoutURLs'], others: ['DefaultRedirectURI'] });
  });
});

describe('the settings of a client for libraries', () => {
  const named = {
    endpoint: 'https://gatehouse.example',
    region: 'eu-west-1',
    poolId: 'eu-west-1_AbCdEfGhI',
    clientId: 'client1',
    hasSecret: true,
    redirectUri: 'https://app.example/"back"',
    scopes: ['openid', 'email'],
  };
  const texts = Object.fromEntries(snippetsFor(named).map(({ library, text }) => [library, text]));

  it('name the client, and the address that the library needs', () => {
    expect(Object.keys(texts)).toHaveLength(8);
    for (const text of Object.values(texts)) expect(text).toContain('client1');
    const issuer = '"https://gatehouse.example/eu-west-1_AbCdEfGhI"';
    for (const library of ['oidc-client-ts', 'openid-client', '@auth/core', 'aws-jwt-verify']) {
      expect(texts[library]).toContain(issuer);
    }
    expect(texts['aws-jwt-verify']).toContain('/eu-west-1_AbCdEfGhI/.well-known/jwks.json');
    for (const library of ['Amplify', 'amazon-cognito-identity-js', 'boto3']) {
      expect(texts[library]).toContain('"https://gatehouse.example"');
    }
    expect(texts.Amplify).toContain('domain: "gatehouse.example"');
    expect(texts['AWS CLI']).toContain('--endpoint-url https://gatehouse.example --region eu-west-1');
  });

  it('hold no secret, and let no value end its text', () => {
    expect(texts['openid-client']).toContain('process.env.COGNITO_CLIENT_SECRET');
    expect(texts['oidc-client-ts']).toContain('"https://app.example/\\"back\\""');
    const evil = snippetsFor({ ...named, clientId: "x'; rm -rf ~; '" }).find(({ library }) => library === 'AWS CLI');
    expect(evil?.text).toContain("--client-id 'x'\\''; rm -rf ~; '\\'''");
  });
});

describe('the document of a style', () => {
  it('changes at one place, and keeps the rest', () => {
    const before = { components: { form: { borderRadius: 8 } }, categories: {} };
    const after = withValueAt(before, ['components', 'form', 'lightMode', 'backgroundColor'], 'ffffffff');
    expect(after).toEqual({
      components: { form: { borderRadius: 8, lightMode: { backgroundColor: 'ffffffff' } } },
      categories: {},
    });
    expect(valueAt(after, ['components', 'form', 'lightMode', 'backgroundColor'])).toBe('ffffffff');
    expect(valueAt(after, ['components', 'toString'])).toBeUndefined();
  });
});
