import { createElement } from '../create-element.ts';
import type { Login } from '../kept-login.ts';
import { loadInto, type PageContext } from '../load-into.ts';
import { createNotice } from '../notice.ts';
import { type Route, toCompareHash } from '../route.ts';
import { askWorker } from './ask-worker.ts';
import { createComparisonReport } from './comparison-report.ts';
import { readSide } from './side.ts';
import { createSideFields } from './side-fields.ts';

/** Two prompts, or two runs, side by side: which to compare, and what compareScores says. */
export function createCompareView(
  context: PageContext,
  { token }: Login,
  route: Extract<Route, { view: 'compare' }>,
): HTMLElement {
  const { session, signal } = context;
  const panel = createElement('div');
  const result = createElement('div', { class: 'comparison' });
  // Whoever listens hears the verdict, and not all that is drawn around it.
  const announcement = createElement('p', { class: 'visually-hidden', role: 'status' });
  const fields = createSideFields(context, route);
  let replaced = new AbortController();

  async function compare(): Promise<void> {
    const [a, b] = [readSide(fields.a()), readSide(fields.b())];
    result.replaceChildren();
    announcement.textContent = '';
    replaced.abort();
    replaced = new AbortController();
    if (!a || !b || fields.a() === fields.b()) {
      panel.replaceChildren(
        createNotice({
          title: 'Choose two that differ',
          text: 'One for A, and another for B.',
          isError: true,
        }),
      );
      return;
    }
    // The address leads to this comparison again, without a step in the history.
    history.replaceState(null, '', toCompareHash(fields.a(), fields.b()));
    await loadInto(context, {
      panel,
      label: 'Comparing',
      route: '/logs',
      signal: AbortSignal.any([signal, replaced.signal]),
      async run(callSignal, progress) {
        const request = { baseUrl: session.baseUrl, token, a, b };
        const found = await askWorker(request, callSignal, progress);
        announcement.textContent = found.comparison.text;
        result.replaceChildren(
          createComparisonReport(found, fields.describe(a), fields.describe(b)),
        );
      },
    });
  }

  if (route.a && route.b) void compare();
  return createElement(
    'section',
    { class: 'compare' },
    createElement('a', { class: 'back', href: '#/' }, 'All prompts'),
    createElement('h1', {}, 'Compare'),
    createElement(
      'p',
      { class: 'subtle' },
      'Two prompts, or two runs of one: is B better than A, or might it be chance? Logs of the same case are compared with each other.',
    ),
    createElement(
      'form',
      {
        class: 'compare-form card',
        submit: (event) => {
          event.preventDefault();
          void compare();
        },
      },
      fields.element,
      createElement('button', { type: 'submit', class: 'primary' }, 'Compare'),
    ),
    panel,
    announcement,
    result,
  );
}
