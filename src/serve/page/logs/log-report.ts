import { createScoreFigures } from '../charts/score-figures.ts';
import { createElement } from '../create-element.ts';
import { formatAverage, formatCount, formatNumber } from '../format.ts';
import type { Login } from '../kept-login.ts';
import { loadInto, type PageContext } from '../load-into.ts';
import { createNotice } from '../notice.ts';
import { type LogEntry, sortNewestFirst } from './log-entry.ts';
import { createLogFeed } from './log-feed.ts';
import { createLogList } from './log-list.ts';
import { readEntries } from './read-entries.ts';

/** Figures, charts and logs of one prompt or of all, which grow while the logs come in. */
export function createLogReport(
  context: PageContext,
  login: Login,
  promptId: string | undefined,
): HTMLElement {
  const panel = createElement('div');
  const announcement = createElement('p', { class: 'visually-hidden', role: 'status' });
  const state = createElement('p', { class: 'live subtle' });
  const stats = createElement('dl', { class: 'stats' });
  const figures = createScoreFigures(context.signal);
  const none = createNoLogs(promptId);
  none.hidden = true;
  const list = createLogList({
    context,
    login,
    namesPrompts: promptId === undefined,
    announce,
    onScored: (copy) => feed.replace(copy),
  });
  const content = createElement('div', { hidden: true }, stats, figures.element, list.element);
  const feed = createLogFeed({
    context,
    promptId,
    onChange(entries, added) {
      show(entries);
      if (added > 0) announce(`${formatCount(added, 'new log')}.`);
    },
    onState(text, isTrouble) {
      state.textContent = text;
      state.classList.toggle('trouble', isTrouble);
    },
  });

  function announce(text: string): void {
    announcement.textContent = text;
  }

  function show(entries: readonly LogEntry[], isWhole = true): void {
    content.hidden = entries.length === 0;
    none.hidden = !isWhole || entries.length > 0;
    stats.replaceChildren(...createStats(entries));
    figures.show(entries);
    list.show(entries);
  }

  let shown: readonly LogEntry[] = [];
  void loadInto(context, {
    panel,
    label: 'Loading logs',
    route: '/logs',
    signal: context.signal,
    async run(signal, progress) {
      shown = [];
      none.hidden = true;
      let nextShow = performance.now() + 300;
      const showSoFar = (entries: LogEntry[]) => {
        shown = sortNewestFirst(entries);
        show(shown, false);
      };
      let last: LogEntry[] = [];
      try {
        const counted = await readEntries(context.session, promptId, {
          signal,
          onSlice(count, soFar) {
            progress(`Loading logs, ${formatNumber(count)} so far…`);
            const start = performance.now();
            if (start < nextShow) return;
            last = soFar.values();
            showSoFar(last);
            // The longer it takes to show them, the more rarely it is done.
            const end = performance.now();
            nextShow = end + 300 + (end - start) * 10;
          },
        });
        shown = sortNewestFirst(counted.values());
        show(shown);
      } finally {
        if (signal.aborted && !context.signal.aborted) showSoFar(last);
      }
      feed.start(shown);
      announce(`${formatCount(shown.length, 'log')} loaded.`);
    },
    describe(error, again) {
      const { name } = error as { readonly name?: unknown };
      const isCutOff =
        name === 'PromptCrafterConnectionError' || name === 'PromptCrafterTimeoutError';
      if (!isCutOff || shown.length === 0) return undefined;
      return createNotice({
        title: `The list was cut off after ${formatCount(shown.length, 'log')}`,
        text: 'What you see below is not all of it.',
        isError: true,
        action: { label: 'Try again', onClick: again },
      });
    },
  });

  return createElement('section', { class: 'report' }, panel, announcement, state, none, content);
}

function createStats(entries: readonly LogEntry[]): HTMLElement[] {
  let scored = 0;
  let sum = 0;
  for (const { score } of entries) {
    if (score === undefined) continue;
    scored += 1;
    sum += score;
  }
  const runs = new Set(entries.flatMap(({ run }) => run ?? []));
  const facts = [
    ['Logs', formatNumber(entries.length)],
    ['Average score', scored > 0 ? formatAverage(sum / scored) : '–'],
    ['Without a score', formatNumber(entries.length - scored)],
    ['Runs', formatNumber(runs.size)],
  ] as const;
  return facts.map(([term, value]) =>
    createElement('div', {}, createElement('dt', {}, term), createElement('dd', {}, value)),
  );
}

function createNoLogs(promptId: string | undefined): HTMLElement {
  const notice = createNotice({
    title: 'No logs yet',
    text: 'Log what a model answers, and it appears here within seconds:',
  });
  const id = promptId === undefined ? 'prompt._id' : JSON.stringify(promptId);
  const code = `await client.createLog({\n  promptId: ${id},\n  output: answer,\n  modelUsed: 'gpt-4o',\n  score: 8,\n});`;
  notice.append(createElement('pre', {}, createElement('code', {}, code)));
  return notice;
}
