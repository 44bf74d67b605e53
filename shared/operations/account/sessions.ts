import { toSessionId } from '#shared/domain/sessions/session-id.ts';
import type { TrackedSession } from '#shared/domain/sessions/tracked-session.ts';
import { sessionTracking } from '#shared/domain/user-pools/settings.ts';
import { type ShownSession, sessionsPage } from '#shared/pages/managed/account/list-pages.tsx';
import { listUserSessions, revokeUserSession } from '#shared/services/sessions/user-sessions.ts';
import { type AccountPart, holderOf } from './visit.ts';

const idOf = (tracked: TrackedSession): string =>
  tracked.kind === 'sso' ? toSessionId(tracked.session.id, 'sso') : toSessionId(tracked.session.familyId);

const toShown = (tracked: TrackedSession, current: string): ShownSession => {
  const { device, location } = (tracked.kind === 'sso' ? tracked.session.activity : tracked.session) ?? {};
  const place = [location?.city, location?.country].filter(Boolean).join(', ');
  return {
    id: idOf(tracked),
    device,
    place: place === '' ? undefined : place,
    usedAt: tracked.lastActiveAt,
    isCurrent: tracked.kind === 'sso' && tracked.session.id === current,
  };
};

/** Sessions, by the rules of ListUserSessions and RevokeUserSession. One of the pages ends with the tokens that came through it. */
export const sessionsPart: AccountPart = {
  section: 'SESSIONS',
  isDelicate: false,
  isThere: ({ call }) => sessionTracking(call.app.pool).enabled,
  show: async (visit, view) => {
    const sessions = await listUserSessions(holderOf(visit));
    return sessionsPage(
      view,
      sessions.map((session) => toShown(session, visit.live.session.id)),
    );
  },
  act: async (visit, form) => {
    const id = form.get('of') ?? '';
    await revokeUserSession(holderOf(visit), id, id.startsWith('sso') ? 'LINKED' : 'NONE');
    return { told: 'account.signedOutThere' };
  },
};
