import type { Log, Prompt } from '../index.ts';
import type { Column } from './table.ts';

/** How prompts are listed. */
export const promptColumns: readonly Column<Prompt>[] = [
  { title: 'ID', read: ({ _id }) => _id },
  { title: 'TITLE', read: ({ title }) => title, isWide: true },
  { title: 'MODEL', read: ({ model }) => model },
  { title: 'UPDATED', read: ({ updatedAt }) => toMinute(updatedAt) },
  { title: 'TAGS', read: ({ tags }) => tags?.join(', '), isWide: true },
];

/** How logs are listed. */
export const logColumns: readonly Column<Log>[] = [
  { title: 'ID', read: ({ _id }) => _id },
  { title: 'CREATED', read: ({ createdAt }) => toMinute(createdAt) },
  { title: 'MODEL', read: ({ modelUsed }) => modelUsed },
  { title: 'SCORE', read: ({ score }) => score },
  { title: 'OUTPUT', read: ({ output }) => output, isWide: true },
];

/** A time as people read it, in UTC; what is no time stays as it is. */
function toMinute(time: string): string {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return time;
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}
