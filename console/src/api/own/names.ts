/**
 * The operations of Gatehouse's own, whose target has another prefix than those that Cognito has, too. Each area adds its
 * names, one a line.
 */
import type { OwnOperations } from '../operations.ts';

const names: Record<keyof OwnOperations, true> = {
  AdminGetProviderTest: true,
  AdminStartProviderTest: true,
  GetBrandingPreview: true,
  GetUserPoolClientOAuthSettings: true,
  SetUserPoolClientOAuthSettings: true,
  CreateOperatorSession: true,
  GetOperatorConfiguration: true,
  GetOperatorSignIn: true,
  GetUserPoolMetrics: true,
  GetUserPoolUsage: true,
  ListTrailRecords: true,
  SetOperatorConfiguration: true,
  GetUserPoolCompatibility: true,
  SetUserPoolCompatibility: true,
  GetUserPoolSignInSettings: true,
  SetUserPoolSignInSettings: true,
  GetUserPoolMessageLimits: true,
  SetUserPoolMessageLimits: true,
  GetUserPoolTokenSettings: true,
  SetUserPoolTokenSettings: true,
  GetUserPoolRegistrationSettings: true,
  SetUserPoolRegistrationSettings: true,
  GetUserPoolPasswordBlocklist: true,
  SetUserPoolPasswordBlocklist: true,
  GetUserPoolSearchSettings: true,
  SetUserPoolSearchSettings: true,
  GetUserPoolLinkingPolicy: true,
  SetUserPoolLinkingPolicy: true,
  PlanUserPoolChange: true,
  ApplyUserPoolChange: true,
  FinishUserPoolChange: true,
  RollBackUserPoolChange: true,
  DescribeUserPoolChange: true,
  AdminExplainSignIn: true,
  AdminListAcceptedTerms: true,
  SearchUsers: true,
  CreateUserPoolExport: true,
  DescribeUserPoolExport: true,
  ListUserImportJobRefusals: true,
  ListUserPoolExports: true,
  StopUserPoolExport: true,
};

export const isOwn = (operation: string): boolean => Object.hasOwn(names, operation);
