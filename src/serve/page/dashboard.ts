import { createCompareView } from './compare/compare-view.ts';
import { createElement } from './create-element.ts';
import type { Login } from './kept-login.ts';
import type { PageContext } from './load-into.ts';
import { createLogReport } from './logs/log-report.ts';
import { createPromptHead } from './prompt-head.ts';
import { createPromptList } from './prompt-list.ts';
import { readRoute } from './route.ts';

export interface DashboardOptions extends PageContext {
  readonly login: Login;
  onLogout(): void;
}

/** The page behind the login: the prompts, and beside them what the address asks for. */
export function createDashboard(options: DashboardOptions): HTMLElement {
  const { login, onLogout, ...context } = options;
  const { signal } = context;
  const list = createPromptList(context);
  const main = createElement('main', { id: 'main', tabindex: -1 });
  const dashboard = createElement(
    'div',
    { class: 'dashboard' },
    createElement(
      'header',
      { class: 'top' },
      createElement(
        'button',
        { type: 'button', class: 'skip', click: () => main.focus() },
        'Skip to the scores',
      ),
      createElement('a', { class: 'wordmark', href: '#/' }, 'PromptCrafter'),
      createElement('span', { class: 'subtle email' }, login.email),
      createElement(
        'button',
        { type: 'button', class: 'quiet', click: () => onLogout() },
        'Log out',
      ),
    ),
    list.element,
    main,
  );

  let left = new AbortController();
  function showRoute(): void {
    // What the last view was still waiting for is of no use to this one.
    left.abort();
    left = new AbortController();
    const view = { ...context, signal: AbortSignal.any([signal, left.signal]) };
    const route = readRoute(location.hash);
    document.title = 'PromptCrafter';
    dashboard.dataset.view = route.view;
    list.markCurrent(route);
    if (route.view === 'compare') {
      main.replaceChildren(createCompareView(view, login, route));
      return;
    }
    const promptId = route.view === 'prompt' ? route.promptId : undefined;
    const report = createElement('div');
    // A prompt that is not there, or not to be had, needs one message and not two.
    const showReport = () => report.replaceChildren(createLogReport(view, login, promptId));
    main.replaceChildren(createPromptHead(view, promptId, showReport), report);
  }

  addEventListener(
    'hashchange',
    () => {
      showRoute();
      scrollTo(0, 0);
      main.focus();
    },
    { signal },
  );
  showRoute();
  return dashboard;
}
