import type { Prompt } from '../../index.ts';
import { createElement } from './create-element.ts';
import { createFold } from './fold.ts';
import { formatDate } from './format.ts';
import { loadInto, type PageContext } from './load-into.ts';
import { toCompareHash } from './route.ts';

/** What the scores below belong to: one prompt, or all of them. `onShown` hears that it is there. */
export function createPromptHead(
  context: PageContext,
  promptId: string | undefined,
  onShown: () => void,
): HTMLElement {
  const head = createElement('section', { class: 'prompt-head' });
  if (promptId === undefined) {
    head.append(
      createElement('h1', {}, 'All prompts'),
      createElement('p', { class: 'subtle' }, 'How models have done, whatever they were asked.'),
    );
    onShown();
    return head;
  }

  // Whatever comes of it, the page has a heading.
  const heading = createElement('h1', { class: 'visually-hidden' }, 'Prompt');
  const panel = createElement('div');
  head.append(createElement('a', { class: 'back', href: '#/' }, 'All prompts'), heading, panel);
  void loadInto(context, {
    panel,
    label: 'Loading the prompt',
    route: '/prompts/{id}',
    signal: context.signal,
    async run(signal) {
      const prompt = await context.session.client.getPromptById(promptId, { signal });
      document.title = `${prompt.title} · PromptCrafter`;
      heading.replaceWith(...createParts(prompt));
      onShown();
    },
  });
  return head;
}

function createParts({ _id, title, content, model, tags = [], updatedAt }: Prompt): HTMLElement[] {
  return [
    createElement('h1', {}, title),
    createElement(
      'p',
      { class: 'subtle facts' },
      createElement('span', {}, `Written for ${model}`),
      createElement('span', {}, `Changed ${formatDate(updatedAt)}`),
      ...tags.map((tag) => createElement('span', { class: 'tag' }, tag)),
    ),
    createFold(content, { class: 'prompt-text' }),
    createElement(
      'p',
      { class: 'subtle facts' },
      createElement('code', {}, _id),
      createElement('a', { href: toCompareHash(_id, '') }, 'Compare it with another'),
    ),
  ];
}
