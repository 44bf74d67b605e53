import { DescribeUserPoolClientCommand, UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { sendRaw } from '#tests/fuzz/raw-request.ts';
import { createBranding, describeBranding, logo, png, redButton, svg } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';

describe('CreateManagedLoginBranding', () => {
  it('gives the style that it made, and keeps it', async () => {
    const pool = await makePool();
    const Assets = [logo(), logo({ ColorMode: 'DARK', Extension: 'SVG', Bytes: svg() })];

    const branding = await createBranding(pool, { Settings: redButton, Assets });

    expect(branding).toMatchObject({
      ManagedLoginBrandingId: expect.stringMatching(/^[0-9a-f-]{14}4[0-9a-f-]{21}$/),
      UserPoolId: pool.poolId,
      UseCognitoProvidedValues: false,
      Settings: redButton,
      Assets,
    });
    expect(branding.CreationDate).toEqual(branding.LastModifiedDate);
    expect(await describeBranding(branding)).toEqual(branding);
  });

  it('takes the values of the default style', async () => {
    const branding = await createBranding(await makePool(), { UseCognitoProvidedValues: true });
    expect(branding).toMatchObject({ UseCognitoProvidedValues: true, Settings: {}, Assets: [] });
  });

  it('makes one style of a client, which keeps it while it changes, and one of each other client', async () => {
    const pool = await makePool();
    const branding = await createBranding(pool);
    const admin = adminClient();
    const client = { UserPoolId: pool.poolId, ClientId: pool.clientId };
    const { UserPoolClient } = await admin.send(new DescribeUserPoolClientCommand(client));
    await admin.send(new UpdateUserPoolClientCommand({ ...client, ClientName: `${UserPoolClient?.ClientName} 2` }));

    await expect(createBranding(pool)).rejects.toMatchObject({
      name: 'ManagedLoginBrandingExistsException',
      message: `The app client ${pool.clientId} has a managed login branding already.`,
    });
    const other = { ...pool, ...(await makeClient(pool.poolId)) };
    expect((await createBranding(other)).ManagedLoginBrandingId).not.toBe(branding.ManagedLoginBrandingId);
  });

  it('makes twenty styles of a pool at most', async () => {
    const pool = await makePool();
    await createBranding(pool);
    for (let index = 1; index < 20; index++) {
      await createBranding({ ...pool, ...(await makeClient(pool.poolId)) }, {});
    }

    await expect(createBranding({ ...pool, ...(await makeClient(pool.poolId)) })).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'A user pool has 20 managed login brandings at most.',
    });
  });

  it('takes an image of a million bytes, and none that is larger', async () => {
    const pool = await makePool();
    const Bytes = png(1_000_000);
    const branding = await createBranding(pool, { Assets: [logo({ Bytes })] });
    expect((await describeBranding(branding)).Assets).toEqual([logo({ Bytes })]);

    await expect(createBranding(pool, { Assets: [logo({ Bytes: png(1_000_001) })] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('Member must have length less than or equal to 1000000'),
    });
  });

  it('refuses a request of more than two megabytes', async () => {
    const assets = ['LIGHT', 'DARK'] as const;
    const Assets = assets.map((ColorMode, mark) => logo({ ColorMode, Bytes: png(900_000, mark) }));
    await expect(createBranding(await makePool(), { Assets })).rejects.toMatchObject({
      name: 'RequestEntityTooLargeException',
    });
  });

  it.each([
    ['defaults beside settings', { UseCognitoProvidedValues: true, Settings: {} }, 'UseCognitoProvidedValues excludes'],
    ['defaults beside assets', { UseCognitoProvidedValues: true, Assets: [] }, 'UseCognitoProvidedValues excludes'],
    ['settings that are none', { Settings: 'red' }, 'Settings must be an object.'],
    ['an unknown member', { Settings: { css: '*{color:red}' } }, 'The settings have no member css.'],
    [
      'a colour that is none',
      { Settings: { components: { pageBackground: { lightMode: { color: 'red' } } } } },
      'Settings.components.pageBackground.lightMode.color must be a colour of eight hexadecimal digits: rrggbbaa.',
    ],
    ['an image twice', { Assets: [logo(), logo()] }, 'The asset FORM_LOGO LIGHT is there twice.'],
    ['an image without bytes', { Assets: [logo({ Bytes: undefined })] }, 'The asset FORM_LOGO has no Bytes.'],
    ['another kind of image', { Assets: [logo({ Extension: 'WEBP' })] }, 'The asset FORM_LOGO LIGHT is no WEBP file.'],
    [
      'a script',
      { Assets: [logo({ Extension: 'SVG', Bytes: svg('<script>alert(1)</script>') })] },
      'The asset FORM_LOGO LIGHT has the element script, which does not draw.',
    ],
    [
      'an icon that is none',
      { Assets: [logo({ Category: 'FAVICON_ICO' })] },
      'An asset of FAVICON_ICO must be of the type ICO.',
    ],
  ])('refuses %s', async (_what, facts, message) => {
    await expect(createBranding(await makePool(), facts)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  it('refuses more than forty images', async () => {
    const Assets = Array.from({ length: 41 }, (_none, index) =>
      logo({ Category: 'IDP_BUTTON_ICON', ResourceId: `idp ${index}` }),
    );
    const pool = await makePool();
    await expect(createBranding(pool, { Assets })).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(createBranding(pool, { Assets: Assets.slice(1) })).resolves.toBeDefined();
  });

  it('refuses bytes that are no base64', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool();
    const asset = { Category: 'FORM_LOGO', ColorMode: 'LIGHT', Extension: 'PNG' };
    for (const Bytes of ['!VBORw0K', 'iVBOR', 'iVBO\nRw0K', 7]) {
      const body = JSON.stringify({ UserPoolId, ClientId, Assets: [{ ...asset, Bytes }] });
      const target = 'AWSCognitoIdentityProviderService.CreateManagedLoginBranding';
      const { status, text } = await sendRaw(target, body, { signed: true });
      expect(status).toBe(400);
      expect(JSON.parse(text)).toEqual({
        __type: 'SerializationException',
        message: `${typeof Bytes === 'number' ? 'NUMBER' : 'STRING'}_VALUE can not be converted to a Blob`,
      });
    }
  });

  it('knows no client of another pool, and no pool that is not there', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    for (const nobody of [
      { poolId: other.poolId, clientId: pool.clientId },
      { poolId: 'us-east-1_nobody', clientId: pool.clientId },
    ])
      await expect(createBranding(nobody)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
