import { createElement } from '../create-element.ts';
import { formatNumber } from '../format.ts';
import { loadInto, type PageContext } from '../load-into.ts';
import { readEntries } from '../logs/read-entries.ts';
import type { Route } from '../route.ts';
import { type Side, toSideKey } from './side.ts';

/** Prompts that can be chosen. Of more, those with logs come first. */
const mostPrompts = 2_000;
/** Runs that can be chosen: the latest of each prompt, and so many of all. */
const mostRuns = { ofPrompt: 200, ofAll: 3_000 };

/** The runs of each prompt, and when each was logged to last. */
type RunTimes = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The two fields of a comparison. */
export interface SideFields {
  readonly element: HTMLElement;
  a(): string;
  b(): string;
  /** What a side is called. */
  describe(side: Side): string;
}

/** Lets users choose among their prompts, and among the runs that logs name. */
export function createSideFields(
  context: PageContext,
  route: Extract<Route, { view: 'compare' }>,
): SideFields {
  const { session, signal } = context;
  const panel = createElement('div', { class: 'fields-state' });
  const a = createField('side-a', 'A, what there was');
  const b = createField('side-b', 'B, what is new');
  const titles = new Map<string, string>();

  const describe = ({ promptId, run }: Side) => {
    const title = titles.get(promptId) ?? promptId;
    return run === undefined ? title : `${title}, run ${run}`;
  };

  function offer(runs: RunTimes): void {
    const ids = [...titles.keys()];
    const isLong = ids.length > mostPrompts;
    const withLogs = (id: string) => Number(runs.has(id));
    const picked = isLong ? ids.sort((x, y) => withLogs(y) - withLogs(x)) : ids;
    let room = mostRuns.ofAll;
    const sides = picked.slice(0, mostPrompts).map((promptId): Side[] => {
      const latest = pickLatest(runs.get(promptId), Math.min(room, mostRuns.ofPrompt));
      room -= latest.length;
      return [{ promptId }, ...latest.map((run) => ({ promptId, run }))];
    });
    for (const [field, wanted] of [
      [a, route.a],
      [b, route.b],
    ] as const) {
      field.offer(sides, describe, titles, wanted);
    }
  }

  void loadInto(context, {
    panel,
    label: 'Loading prompts',
    route: '/prompts',
    signal,
    async run(callSignal, progress) {
      for (const { _id, title } of await session.client.getPrompts({ signal: callSignal })) {
        titles.set(_id, title);
      }
      offer(new Map());
      progress('Looking for runs…');
      const counted = await readEntries(session, undefined, {
        signal: callSignal,
        onSlice: (count) => progress(`Looking for runs, in ${formatNumber(count)} logs so far…`),
      });
      const runs = new Map<string, Map<string, number>>();
      for (const { log, run, time } of counted.values()) {
        const ofPrompt = runs.get(log.promptId) ?? new Map<string, number>();
        runs.set(log.promptId, ofPrompt);
        if (run !== undefined) ofPrompt.set(run, Math.max(ofPrompt.get(run) ?? 0, time || 0));
      }
      offer(runs);
    },
  });

  return {
    element: createElement('div', { class: 'sides' }, a.element, b.element, panel),
    a: () => a.select.value || route.a,
    b: () => b.select.value || route.b,
    describe,
  };
}

/** So many of the latest runs, by name. */
function pickLatest(times: ReadonlyMap<string, number> = new Map(), most: number): string[] {
  const newestFirst = [...times].sort(([, a], [, b]) => b - a);
  return newestFirst
    .slice(0, most)
    .map(([run]) => run)
    .sort();
}

function createField(id: string, label: string) {
  const select = createElement('select', { id, required: true });
  select.append(createElement('option', { value: '' }, 'Choose a prompt or a run'));
  const element = createElement('div', {}, createElement('label', { for: id }, label), select);
  return {
    element,
    select,
    offer(
      sides: readonly (readonly Side[])[],
      describe: (side: Side) => string,
      titles: ReadonlyMap<string, string>,
      wanted: string,
    ): void {
      const value = select.value || wanted;
      select.replaceChildren(
        createElement('option', { value: '' }, 'Choose a prompt or a run'),
        ...sides.map((ofPrompt) => {
          const options = ofPrompt.map((side) =>
            createElement('option', { value: toSideKey(side) }, describe(side)),
          );
          const [{ promptId } = { promptId: '' }] = ofPrompt;
          const title = `${titles.get(promptId)} (${promptId})`;
          return createElement('optgroup', { label: title }, ...options);
        }),
      );
      select.value = value;
      if (select.selectedIndex < 0) select.value = '';
    },
  };
}
