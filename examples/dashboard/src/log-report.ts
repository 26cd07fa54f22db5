import { type Log, NotFoundError, PromptCrafterConnectionError } from 'promptcrafter-client';
import { createElement } from './create-element.ts';
import { formatAverage, formatCount } from './format.ts';
import { loadInto, type PageContext } from './load-into.ts';
import { createLogList } from './log-list.ts';
import { createNotice } from './notice.ts';
import { createScoreFigures } from './score-figures.ts';
import { groupByModel, toAverage } from './scores.ts';

/** Milliseconds between two looks of the page at logs that are still coming in. */
const redrawInterval = 150;

/** Figures, charts and logs of one prompt or of all, which grow while the logs come in. */
export function createLogReport(context: PageContext, promptId: string | undefined): HTMLElement {
  const panel = createElement('div');
  const announcement = createElement('p', { class: 'visually-hidden', role: 'status' });
  const stats = createElement('dl', { class: 'stats' });
  const figures = createScoreFigures(context.signal);
  const list = createLogList();
  const content = createElement(
    'div',
    { class: 'report-content', hidden: true },
    stats,
    figures.element,
    list.element,
  );

  function show(logs: readonly Log[]): void {
    content.hidden = logs.length === 0;
    stats.replaceChildren(...createStats(logs));
    figures.show(logs);
    list.show(logs);
  }

  let logs: Log[] = [];
  void loadInto(context, {
    panel,
    label: 'Loading logs',
    route: '/logs',
    signal: context.signal,
    async run(signal, progress) {
      logs = [];
      let shownAt = performance.now();
      try {
        for await (const log of context.session.client.iterateLogs(promptId, { signal })) {
          logs.push(log);
          if (performance.now() - shownAt < redrawInterval) continue;
          progress(`Loading logs, ${logs.length} so far…`);
          show(logs);
          // Lets the page draw, and the user press Cancel.
          await new Promise((resolve) => setTimeout(resolve));
          shownAt = performance.now();
        }
      } finally {
        // What came before a list was cut off, or given up, is worth looking at too.
        if (!context.signal.aborted) show(logs);
      }
      if (logs.length === 0) panel.after(createNoLogs(promptId));
      announcement.textContent = `${formatCount(logs.length, 'log')} loaded.`;
    },
    describe(error, again) {
      // The API answers 404 to a prompt without logs, and to one that is not there. This one is.
      if (error instanceof NotFoundError) return createNoLogs(promptId);
      if (!(error instanceof PromptCrafterConnectionError) || logs.length === 0) return undefined;
      return createNotice({
        title: `The list was cut off after ${formatCount(logs.length, 'log')}`,
        text: 'What you see below is not all of it.',
        isError: true,
        action: { label: 'Try again', onClick: again },
      });
    },
  });

  return createElement('section', { class: 'report' }, panel, announcement, content);
}

function createStats(logs: readonly Log[]): HTMLElement[] {
  const scores = logs.flatMap(({ score }) => score ?? []);
  const [best] = groupByModel(logs).filter(({ scored }) => scored > 0);
  const entries = [
    ['Logs', logs.length.toLocaleString('en-GB')],
    ['Average score', scores.length > 0 ? formatAverage(toAverage(scores)) : '–'],
    ['Without a score', (logs.length - scores.length).toLocaleString('en-GB')],
    ['Best on average', best?.model ?? '–'],
  ] as const;
  return entries.map(([term, value]) =>
    createElement('div', {}, createElement('dt', {}, term), createElement('dd', {}, value)),
  );
}

function createNoLogs(promptId: string | undefined): HTMLElement {
  const notice = createNotice({
    title: 'No logs yet',
    text: 'Log what a model answers, and its scores appear here:',
  });
  const id = promptId === undefined ? 'prompt._id' : `'${promptId}'`;
  const code = `await client.createLog({\n  promptId: ${id},\n  output: answer,\n  modelUsed: 'gpt-4o',\n  score: 8,\n});`;
  notice.append(createElement('pre', {}, createElement('code', {}, code)));
  return notice;
}
