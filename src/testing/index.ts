/**
 * The API in memory, for tests of programs that use the client.
 *
 * @module promptcrafter-client/testing
 */
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
export type { OperationName } from './operations.ts';
export type { RecordedRequest } from './recorded-request.ts';
export type { LogRecord, PromptRecord, RecordKind, UserRecord } from './records.ts';
export type { Seed, Seeded, SeededUser, SeedLog, SeedPrompt, SeedUser } from './seed.ts';
export type { TestApi, TestApiOptions } from './test-api.ts';
