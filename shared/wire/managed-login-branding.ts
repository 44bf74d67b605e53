import type {
  CreateManagedLoginBrandingRequest,
  DescribeManagedLoginBrandingRequest,
  ManagedLoginBrandingType,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import {
  type Branding,
  type BrandingAsset,
  type BrandingChange,
  type GivenAsset,
  mostAssetBytes,
  mostAssets,
} from '#shared/domain/branding/branding.ts';
import { defaultSettings } from '#shared/domain/branding/default-settings.ts';
import { toSettings } from '#shared/domain/branding/settings-rules.ts';
import { mergeSettings, type SettingsTree } from '#shared/domain/branding/settings-tree.ts';
import { BooleanType, blob, list, text } from './shapes.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

export const ManagedLoginBrandingIdType = text({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
});

const AssetType = v.object({
  Category: v.picklist([
    'FAVICON_ICO',
    'FAVICON_SVG',
    'EMAIL_GRAPHIC',
    'SMS_GRAPHIC',
    'AUTH_APP_GRAPHIC',
    'PASSWORD_GRAPHIC',
    'PASSKEY_GRAPHIC',
    'PAGE_HEADER_LOGO',
    'PAGE_HEADER_BACKGROUND',
    'PAGE_FOOTER_LOGO',
    'PAGE_FOOTER_BACKGROUND',
    'PAGE_BACKGROUND',
    'FORM_BACKGROUND',
    'FORM_LOGO',
    'IDP_BUTTON_ICON',
  ]),
  ColorMode: v.picklist(['LIGHT', 'DARK', 'DYNAMIC']),
  Extension: v.picklist(['ICO', 'JPEG', 'PNG', 'SVG', 'WEBP']),
  Bytes: v.optional(blob({ max: mostAssetBytes })),
  ResourceId: v.optional(text({ min: 1, max: 40, pattern: '^[\\w\\- ]+$' })),
});

type Document = NonNullable<CreateManagedLoginBrandingRequest['Settings']>;

// Any JSON: toSettings looks at it.
const DocumentType = v.custom<Document>(() => true);

/** The members of a style, as CreateManagedLoginBranding and UpdateManagedLoginBranding take them. */
export const brandingMembers = {
  UseCognitoProvidedValues: v.optional(BooleanType),
  Settings: v.optional(DocumentType),
  Assets: v.optional(list(AssetType, { max: mostAssets })),
};

const BrandingMembers = v.object(brandingMembers);

/** The service takes requests of two megabytes; the images are in them as base64. */
export const brandingBytes = 2 * 1024 * 1024;

const toGivenAsset = (asset: v.InferOutput<typeof AssetType>): GivenAsset => ({
  category: asset.Category,
  colorMode: asset.ColorMode,
  extension: asset.Extension,
  ...(asset.ResourceId !== undefined && { resourceId: asset.ResourceId }),
  ...(asset.Bytes && { bytes: asset.Bytes }),
});

/** What a request changes in a style. Throws InvalidParameterException for settings that no style has. */
export const toBrandingChange = (asked: v.InferOutput<typeof BrandingMembers>): BrandingChange => ({
  usesDefaults: asked.UseCognitoProvidedValues,
  settings: asked.Settings === undefined ? undefined : toSettings(asked.Settings),
  assets: asked.Assets?.map(toGivenAsset),
});

interface WholeBranding {
  readonly branding: Branding;
  readonly images: readonly { readonly asset: BrandingAsset; readonly bytes: Uint8Array }[];
}

type Asset = Omit<Wire<NonNullable<ManagedLoginBrandingType['Assets']>[number]>, 'Bytes'> & { readonly Bytes: string };

/** The answer of every operation that gives a style. */
export interface BrandingResponse {
  readonly ManagedLoginBranding: Wire<Omit<ManagedLoginBrandingType, 'Settings' | 'Assets'>> & {
    readonly Settings: SettingsTree;
    readonly Assets: readonly Asset[];
  };
}

/** A style as the API answers it; `merged` with all that it has by default. */
export const toBrandingResponse = (
  { branding, images }: WholeBranding,
  { ReturnMergedResources: merged = false }: Pick<DescribeManagedLoginBrandingRequest, 'ReturnMergedResources'> = {},
): BrandingResponse => ({
  ManagedLoginBranding: {
    ManagedLoginBrandingId: branding.id,
    UserPoolId: branding.poolId,
    UseCognitoProvidedValues: branding.usesDefaults,
    Settings: merged ? mergeSettings(defaultSettings, branding.settings) : branding.settings,
    Assets: images.map(({ asset: { category, colorMode, extension, resourceId }, bytes }) => ({
      Category: category,
      ColorMode: colorMode,
      Extension: extension,
      Bytes: Buffer.from(bytes).toString('base64'),
      ResourceId: resourceId,
    })),
    CreationDate: toEpochSeconds(branding.createdAt),
    LastModifiedDate: toEpochSeconds(branding.updatedAt),
  },
});
