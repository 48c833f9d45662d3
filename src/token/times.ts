/** Every duration of the token protocol, in milliseconds, in one place: they only make sense together. */

/** A token request is over after this, whatever `http.timeout` says. */
export const REQUEST_LIMIT = 5_000;

/**
 * How long a lease must have been seen unchanged before somebody else may take it over. Longer than a token
 * request, so that only a holder that is dead or frozen loses it.
 */
export const LEASE_TIME = 7_000;

/** No call spends more than this on its token. */
export const BUDGET = 13_000;

/** What must be left of the budget for one request of one's own; with less nobody goes on waiting. */
export const LAST_MOMENT = 2_000;

/** What a request leaves of the budget, for storing its answer. */
export const STORING_RESERVE = 500;

/** A store operation unanswered after this counts as failed. */
export const STORE_LIMIT = 1_500;

/** How long a store that failed is left alone. */
export const STORE_REST = 30_000;

/** At most one warning in this time. */
export const WARNING_INTERVAL = 60_000;

/** How long a failure that the platform itself answered is remembered. */
export const FAILURE_MEMORY = 30_000;

/** A credential is forced at most once in this time, by the whole fleet. */
export const FORCE_INTERVAL = 600_000;

/** The platform gave the same token back: nobody asks again for this long. */
export const SAME_TOKEN_PAUSE = 60_000;

/** Where a fetch retires the token before it and no store works, each process fetches once in this time. */
export const LONE_FETCH_INTERVAL = 60_000;

/**
 * A clock that differs from a lease's time by more than this shows that the lease is old. Three minutes would do
 * between two clocks of which one is right; two that are both wrong, by two minutes either way, are four apart.
 */
export const CLOCK_TRUST = 300_000;

/** Times that two clocks wrote are told apart from this much on: each may be off by two minutes. */
export const CLOCK_DOUBT = 240_000;

/** An early refresh starts at a random point when this much to that much is left. */
export const REFRESH_LATEST = 60_000;
export const REFRESH_EARLIEST = 240_000;

/** After an early refresh that came to nothing, the next try is this far away, and up to twice that. */
export const REFRESH_RETRY = 8_000;

/** The row of a lease is of no use to anybody after this (it lets stores with expiry clean up). */
export const LEASE_ROW_LIFE = 30 * 24 * 3_600_000;
