import { hash } from 'node:crypto';

/** The digest by which lists of leaked passwords know a password: SHA-1 of its UTF-8, 20 bytes. Never stored. */
export const passwordDigest = (password: string): Buffer => hash('sha1', password, 'buffer');
