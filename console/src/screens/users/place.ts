/** The user whom a screen is about. */
export interface UserPlace {
  readonly pool: string;
  readonly username: string;
}

/** The user as requests name it. */
export const named = ({ pool, username }: UserPlace) => ({ UserPoolId: pool, Username: username });

/** What each part of the screen gets: the user, and what is to be called once something was changed. */
export interface PartProps extends UserPlace {
  /** Counts the changes: what is shown is asked for again. */
  readonly version: number;
  readonly changed: (what: string) => void;
}
