import type { LookResult } from './stored-looks.ts';

/** What came of a send or of a look. */
export type Settlement =
  | LookResult
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'outage';
      readonly isDoubtful: boolean;
      readonly retryAfter: number | undefined;
      readonly error: unknown;
    };
