/**
 * The operations of Gatehouse's own, whose target has another prefix than those that Cognito has, too. Each area adds its
 * names, one a line.
 */
import type { OwnOperations } from '../operations.ts';

const names: Record<keyof OwnOperations, true> = {
  CreateOperatorSession: true,
  GetOperatorConfiguration: true,
  GetOperatorSignIn: true,
  SetOperatorConfiguration: true,
};

export const isOwn = (operation: string): boolean => Object.hasOwn(names, operation);
