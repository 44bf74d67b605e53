import {
  type AssetType,
  CreateManagedLoginBrandingCommand,
  type CreateManagedLoginBrandingCommandInput,
  DescribeManagedLoginBrandingCommand,
  type ManagedLoginBrandingType,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import type { TestPool } from './pools.ts';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A PNG of that many bytes; what differs in `mark` differs in its digest. */
export const png = (size = 200, mark = 0): Uint8Array => {
  const bytes = new Uint8Array(size).fill(mark);
  bytes.set(Buffer.from(pixel, 'base64'));
  return bytes;
};

/** An SVG that draws `inside`. */
export const svg = (inside = '<circle r="4" fill="#0972d3"/>'): Uint8Array =>
  new Uint8Array(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">${inside}</svg>`));

/** The logo of a form as a request has it. */
export const logo = (facts: Partial<AssetType> = {}): AssetType => ({
  Category: 'FORM_LOGO',
  ColorMode: 'LIGHT',
  Extension: 'PNG',
  Bytes: png(),
  ...facts,
});

/** Settings that make the main button red in the light mode. */
export const redButton = {
  components: { primaryButton: { lightMode: { defaults: { backgroundColor: 'd91515ff' } } } },
};

/** A style with its id. */
export type TestBranding = ManagedLoginBrandingType & {
  readonly UserPoolId: string;
  readonly ManagedLoginBrandingId: string;
};

/** A style that an answer must have. */
export const brandingIn = (answer: {
  readonly ManagedLoginBranding?: ManagedLoginBrandingType | undefined;
}): TestBranding => {
  const { ManagedLoginBranding: branding } = answer;
  const { UserPoolId, ManagedLoginBrandingId } = branding ?? {};
  if (!UserPoolId || !ManagedLoginBrandingId) throw new Error('The answer has no style.');
  return { ...branding, UserPoolId, ManagedLoginBrandingId };
};

/** Gives the client of a pool a style. */
export const createBranding = async (
  { poolId, clientId }: Pick<TestPool, 'poolId' | 'clientId'>,
  facts: Partial<CreateManagedLoginBrandingCommandInput> = { Settings: redButton },
): Promise<TestBranding> =>
  brandingIn(
    await adminClient().send(
      new CreateManagedLoginBrandingCommand({ UserPoolId: poolId, ClientId: clientId, ...facts }),
    ),
  );

/** A style as it is described. */
export const describeBranding = async (
  { UserPoolId, ManagedLoginBrandingId }: Pick<ManagedLoginBrandingType, 'UserPoolId' | 'ManagedLoginBrandingId'>,
  ReturnMergedResources = false,
): Promise<TestBranding> =>
  brandingIn(
    await adminClient().send(
      new DescribeManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId, ReturnMergedResources }),
    ),
  );
