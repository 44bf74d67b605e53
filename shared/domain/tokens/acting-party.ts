import type { JWTPayload } from 'jose';

/** Who acts for the subject of a token, and for whom that one acts in turn: RFC 8693 section 4.1. */
export type ActingParty = {
  readonly sub: string;
  readonly iss?: string;
  readonly act?: ActingParty;
};

const mostParties = 10;

/** The party that acts by a token; undefined for none, and for one in another form. */
export const actingParty = ({ act }: JWTPayload, depth = mostParties): ActingParty | undefined => {
  if (typeof act !== 'object' || act === null || !('sub' in act) || typeof act.sub !== 'string' || depth === 0)
    return undefined;
  const { sub } = act;
  const former = 'act' in act ? actingParty({ act: act.act }, depth - 1) : undefined;
  const iss = 'iss' in act && typeof act.iss === 'string' ? act.iss : undefined;
  return { sub, ...(iss !== undefined && { iss }), ...(former && { act: former }) };
};

/** How many parties act one for the other. */
const partiesIn = (party: ActingParty | undefined): number => (party ? 1 + partiesIn(party.act) : 0);

/** That party, acting in place of `former`; undefined where there would be more than ten. */
export const actingFor = (party: ActingParty, former: ActingParty | undefined): ActingParty | undefined =>
  partiesIn(former) < mostParties ? { ...party, ...(former && { act: former }) } : undefined;

/** True where the token lets that party act for its subject; one that names nobody lets everybody. RFC 8693 section 4.4. */
export const mayAct = (
  { may_act: allowed }: JWTPayload,
  party: { readonly sub: string; readonly clientId: string },
) => {
  if (allowed === undefined) return true;
  if (typeof allowed !== 'object' || allowed === null) return false;
  const names = [
    ...('sub' in allowed ? [allowed.sub === party.sub] : []),
    ...('client_id' in allowed ? [allowed.client_id === party.clientId] : []),
  ];
  return names.length > 0 && names.every(Boolean);
};
