/** A group of a pool's users. */
export interface Group {
  readonly poolId: string;
  /** A UUID: a group that is deleted and made anew under the same name is another group. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Lower numbers stand before higher ones; without a number a group stands last. */
  readonly precedence?: number;
  readonly roleArn?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Counts changes; a write states which one it was made from. */
  readonly version: number;
}

/** What a user keeps of a group. It counts only while the pool has a group of both that name and that id. */
export interface GroupMembership {
  readonly name: string;
  readonly id: string;
}

/** Most groups of a pool, and of a user. */
export const mostGroups = { ofPool: 10_000, ofUser: 100 } as const;

/** True where the group is the one that was joined. */
export const isOf = (group: Group, { name, id }: GroupMembership): boolean => group.name === name && group.id === id;
