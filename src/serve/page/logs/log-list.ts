import type { Log } from '../../../index.ts';
import { createElement } from '../create-element.ts';
import { toBeginning } from '../fold.ts';
import { formatCount, formatNumber, formatScore, formatTime } from '../format.ts';
import type { Login } from '../kept-login.ts';
import type { PageContext } from '../load-into.ts';
import { createModelName } from '../model-marks.ts';
import { createNotice } from '../notice.ts';
import { toPromptHash } from '../route.ts';
import { openLogDialog } from './log-dialog.ts';
import type { LogEntry } from './log-entry.ts';
import { createLogFilter } from './log-filter.ts';

/** Logs that are shown at a time: however many there are, only these are elements. */
const pageSize = 20;

export interface LogListOptions {
  readonly context: PageContext;
  readonly login: Login;
  /** Whether the logs are of several prompts, so that each says of which. */
  readonly namesPrompts: boolean;
  announce(text: string): void;
  /** Is given the scored copy of a log. */
  onScored(copy: Log): void;
}

export interface LogList {
  readonly element: HTMLElement;
  /** Shows other logs, the newest of them first, on the page that is open. */
  show(entries: readonly LogEntry[]): void;
}

export function createLogList(options: LogListOptions): LogList {
  const items = createElement('ol', { class: 'logs' });
  const heading = createElement('h2', { id: 'logs-title', tabindex: -1 }, 'Logs');
  const place = createElement('span', { class: 'subtle' });
  const newer = createElement('button', { type: 'button', click: () => turn(-1) }, 'Newer');
  const older = createElement('button', { type: 'button', click: () => turn(1) }, 'Older');
  const pager = createElement(
    'nav',
    { class: 'pager', 'aria-label': 'Pages of logs' },
    newer,
    place,
    older,
  );
  const filter = createLogFilter(() => {
    start = 0;
    select();
  });
  let all: readonly LogEntry[] = [];
  let selected: readonly LogEntry[] = [];
  let start = 0;

  function select(): void {
    const first = start > 0 ? selected[start]?.root : undefined;
    selected = all.filter(filter.matches);
    // Whoever reads an older page stays where they are when new logs come in.
    if (first !== undefined) {
      const at = selected.findIndex(({ root }) => root === first);
      start = Math.max(at, 0);
    }
    draw();
  }

  function draw(): void {
    const focused = (document.activeElement as HTMLElement | null)?.dataset.focusKey;
    const page = selected.slice(start, start + pageSize);
    items.replaceChildren(
      ...page.map((entry) => createItem(entry, createPromptLink(entry), (key) => open(entry, key))),
    );
    if (page.length === 0) items.append(createElement('li', { class: 'none' }, createNothing()));
    const end = start + page.length;
    place.textContent = `${formatNumber(start + Math.min(1, end))}–${formatNumber(end)} of ${formatCount(selected.length, 'log')}`;
    newer.disabled = start === 0;
    older.disabled = end >= selected.length;
    pager.hidden = selected.length <= pageSize && start === 0;
    if (focused !== undefined) focus(focused);
  }

  function createPromptLink({ log: { promptId } }: LogEntry): HTMLElement | undefined {
    if (!options.namesPrompts) return undefined;
    const link = createElement('a', { href: toPromptHash(promptId), dir: 'auto' }, promptId);
    options.context.titles.find(promptId, (title) => {
      link.textContent = title;
    });
    return link;
  }

  function turn(pages: number): void {
    start = Math.max(0, Math.min(start + pages * pageSize, selected.length - 1));
    draw();
    options.announce(`Logs ${place.textContent}.`);
    heading.focus();
    heading.scrollIntoView({ block: 'start' });
  }

  function focus(key: string): void {
    items.querySelector<HTMLElement>(`[data-focus-key="${CSS.escape(key)}"]`)?.focus();
  }

  function open(entry: LogEntry, key: string): void {
    openLogDialog({
      ...options,
      entry,
      onScored(copy) {
        options.announce(`Scored ${copy.score}.`);
        options.onScored(copy);
      },
      // The button that opened it may have been drawn anew meanwhile.
      onClose: () => focus(key),
    });
  }

  function createNothing(): HTMLElement {
    return createNotice({
      title: 'No log is like this',
      text: 'Choose fewer conditions.',
      action: { label: 'Show all logs', onClick: () => filter.clear() },
    });
  }

  return {
    element: createElement(
      'section',
      { class: 'log-section', 'aria-labelledby': heading.id },
      heading,
      filter.element,
      items,
      pager,
    ),
    show(entries) {
      all = entries;
      filter.offer(entries);
      select();
    },
  };
}

/** How much of an output a list shows. */
const beginning = 320;

function createItem(
  entry: LogEntry,
  link: HTMLElement | undefined,
  open: (key: string) => void,
): HTMLElement {
  const { log, root, createdAt, score, run, case: id } = entry;
  return createElement(
    'li',
    {},
    createScore(score),
    createElement(
      'div',
      { class: 'log-body' },
      createElement(
        'p',
        { class: 'subtle facts' },
        link,
        createModelName(log.modelUsed),
        createElement('time', { datetime: createdAt }, formatTime(createdAt)),
        run !== undefined && createElement('span', { class: 'tag', dir: 'auto' }, run),
        id !== undefined && createElement('span', { class: 'tag', dir: 'auto' }, id),
      ),
      createElement('p', { class: 'output', dir: 'auto' }, toBeginning(log.output, beginning)),
      log.notes !== undefined &&
        createElement('p', { class: 'notes', dir: 'auto' }, toBeginning(log.notes, beginning)),
      createElement(
        'p',
        { class: 'log-actions' },
        createButton('Open', `open ${root}`, `log of ${formatTime(createdAt)}`, open),
        createButton('Score', `score ${root}`, `log of ${formatTime(createdAt)}`, open),
      ),
    ),
  );
}

function createButton(
  label: string,
  key: string,
  what: string,
  open: (key: string) => void,
): HTMLElement {
  const click = () => open(key);
  return createElement(
    'button',
    { type: 'button', 'data-focus-key': key, 'aria-description': what, click },
    label,
  );
}

function createScore(score: number | undefined): HTMLElement {
  const label = score === undefined ? 'No score' : 'Score ';
  return createElement(
    'p',
    { class: `score ${toLevel(score)}` },
    createElement('span', { class: 'visually-hidden' }, label),
    score === undefined
      ? createElement('span', { 'aria-hidden': 'true' }, '–')
      : formatScore(score),
  );
}

/** A colour tells at a glance what the number says. */
function toLevel(score: number | undefined): string {
  if (score === undefined) return 'unscored';
  if (score >= 8) return 'high';
  return score >= 5 ? 'middle' : 'low';
}
