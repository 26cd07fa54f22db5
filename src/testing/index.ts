/**
 * The API in memory, for tests of programs that use the client.
 *
 * @module promptcrafter-client/testing
 */

export type { LogRecord, PromptRecord, RecordKind, UserRecord } from '../api/records.ts';
export type { Seed, Seeded, SeededUser, SeedLog, SeedPrompt, SeedUser } from '../api/seed.ts';
export { createTestApi } from './create-test-api.ts';
export type {
  DelayFault,
  DripFault,
  FailOptions,
  FailRandomlyOptions,
  Fault,
  StatusFault,
} from './fault.ts';
export type { FetchFunction } from './fetch-face.ts';
export type { Listener, ListenOptions } from './listener.ts';
export type { OperationName } from './operation-name.ts';
export type { RecordedRequest } from './recorded-request.ts';
export type { TestApi, TestApiOptions } from './test-api.ts';
