import { toSegment } from '../route.ts';

/** One side of a comparison: the logs of a prompt, or those of one run of it. */
export interface Side {
  readonly promptId: string;
  readonly run?: string;
}

/** A side as it stands in an address or in a field. Ids and names may hold any character. */
export function toSideKey({ promptId, run }: Side): string {
  const id = toSegment(promptId);
  return run === undefined ? id : `${id}/${toSegment(run)}`;
}

export function readSide(key: string): Side | undefined {
  const [id = '', run] = key.split('/');
  try {
    const promptId = decodeURIComponent(id);
    if (promptId === '') return undefined;
    return run === undefined ? { promptId } : { promptId, run: decodeURIComponent(run) };
  } catch {
    return undefined;
  }
}
