/**
 * The API on a socket, with its data in memory, in a SQLite file or in a PostgreSQL database: what the
 * command `promptcrafter-client serve` starts. It runs in Node.
 *
 * @packageDocumentation
 */

export type { AccessFormat } from './http/access-line.ts';
export type { Limits } from './http/limits.ts';
export { ServeError } from './serve-error.ts';
export { type NewLogin, type Server, type ServerOptions, startServer } from './start-server.ts';
