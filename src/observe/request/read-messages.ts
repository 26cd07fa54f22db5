import { type Fields, readFields, readList, readText } from '../read-value.ts';

/** What a request asks, as far as an observer needs it. */
export interface AskedTexts {
  /** The text of the last message of the user; images and files are named. */
  readonly input: string | undefined;
  /** The texts of all messages: each part, and messages of several parts as a whole. */
  readonly texts: readonly string[];
}

/** Reads the messages of a request to any of the APIs: they are written alike. */
export function readMessages(body: Fields): AskedTexts {
  const asked = Array.isArray(body.messages) ? body.messages : body.input;
  const messages = typeof asked === 'string' ? [{ role: 'user', content: asked }] : readList(asked);
  const texts = [body.system, body.instructions].flatMap(listTexts);
  let input: string | undefined;
  for (const message of messages) {
    const { role, content } = readFields(message);
    texts.push(...listTexts(content));
    if (role === 'user') input = describeContent(content) ?? input;
  }
  return { input, texts };
}

/** Each text of a content, and all of them as one where there are several. */
function listTexts(content: unknown): string[] {
  const texts = listParts(content).flatMap((part) => readText(part.text) ?? []);
  return texts.length > 1 ? [...texts, texts.join('')] : texts;
}

/** A content in words; `undefined` where it has no part for people, such as results of tools. */
function describeContent(content: unknown): string | undefined {
  const parts = listParts(content).flatMap(
    (part) => readText(part.text) ?? describePart(part) ?? [],
  );
  return parts.length > 0 ? parts.join('\n') : undefined;
}

function listParts(content: unknown): Fields[] {
  if (typeof content === 'string') return [{ text: content }];
  return readList(content).map((part) =>
    typeof part === 'string' ? { text: part } : readFields(part),
  );
}

/** What an image or a file is called. It is never copied. */
function describePart(part: Fields): string | undefined {
  const { type, mediaType } = part;
  const kind = /image|audio|video|file|document/.exec(readText(type) ?? '')?.[0];
  if (!kind) return undefined;
  const media = /^(image|audio|video)\//.exec(readText(mediaType) ?? '')?.[1];
  const noun = media ?? (kind === 'document' ? 'file' : kind);
  const name = findName(part);
  return name === undefined ? `[${noun}]` : `[${noun}: ${name}]`;
}

/** A name that was given, an id, or the last part of an address: its query may hold a key. */
function findName(part: Fields): string | undefined {
  const inner = readFields(part.file ?? part.image_url ?? part.source);
  const { filename, title, name, file_id } = { ...inner, ...part };
  const named = [filename, title, name, file_id].find((value) => readText(value) !== undefined);
  if (named !== undefined) return readText(named);
  const addresses = [part.image_url, part.file_url, part.url, inner.url];
  const address = addresses.find((value) => /^https?:/.test(readText(value) ?? ''));
  return readText(
    /([^/?#]+)(?:[?#]|$)/.exec(readText(address)?.replace(/^\w+:\/+/, '') ?? '')?.[1],
  );
}
