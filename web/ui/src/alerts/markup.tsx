/**
 * Telegram's subset of HTML and Discord's of Markdown, drawn as elements. Nothing is ever handed to the browser as markup: what is not
 * one of the known tags stands as the text that it is.
 */
import type { ComponentChildren } from 'preact';

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
const TAG = /<(\/?)(b|strong|i|em|u|ins|s|strike|del|code|pre|blockquote|tg-spoiler|a)(?:\s+href="([^"]*)"|\s+expandable)?\s*>/gi;

const decoded = (text: string): string => text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity);

interface Open {
  tag: string;
  href: string | undefined;
  children: ComponentChildren[];
}

function element({ tag, href, children }: Open, key: number): ComponentChildren {
  switch (tag) {
    case 'b':
    case 'strong':
      return <b key={key}>{children}</b>;
    case 'i':
    case 'em':
      return <i key={key}>{children}</i>;
    case 'u':
    case 'ins':
      return <u key={key}>{children}</u>;
    case 's':
    case 'strike':
    case 'del':
      return <s key={key}>{children}</s>;
    case 'code':
      return <code key={key}>{children}</code>;
    case 'pre':
      return <pre key={key}>{children}</pre>;
    case 'blockquote':
      return <blockquote key={key}>{children}</blockquote>;
    case 'a':
      return href !== undefined && /^https?:\/\//i.test(href) ? <a key={key} href={href} target="_blank" rel="noreferrer">{children}</a> : <span key={key}>{children}</span>;
    default:
      return <span key={key} class="spoiler">{children}</span>;
  }
}

export function telegram(html: string): ComponentChildren[] {
  const stack: Open[] = [{ tag: '', href: undefined, children: [] }];
  const top = (): Open => stack[stack.length - 1] as Open;
  const close = (): void => {
    const done = stack.pop() as Open;
    top().children.push(element(done, top().children.length));
  };
  let at = 0;
  for (const match of html.matchAll(TAG)) {
    if (match.index > at) top().children.push(decoded(html.slice(at, match.index)));
    at = match.index + match[0].length;
    const tag = (match[2] ?? '').toLowerCase();
    if (match[1] === '') stack.push({ tag, href: match[3] === undefined ? undefined : decoded(match[3]), children: [] });
    else if (stack.length > 1 && top().tag === tag) close();
    else top().children.push(match[0]);
  }
  if (at < html.length) top().children.push(decoded(html.slice(at)));
  while (stack.length > 1) close();
  return top().children;
}

const MARK = /```(?:\w*\n)?([\s\S]+?)```|`([^`]+)`|\*\*([\s\S]+?)\*\*|__([\s\S]+?)__|~~([\s\S]+?)~~|\*([^*\n]+)\*|(?<!\w)_([^_\n]+)_(?!\w)|\[([^\]\n]+)\]\((https?:\/\/[^)\s]+)\)|\\([\\`*_~[\]()|>#+.!-])/g;

export function discord(text: string): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    if (match.index > at) out.push(text.slice(at, match.index));
    at = match.index + match[0].length;
    const key = out.length;
    const [, block, code, bold, under, struck, italic, slanted, word, href, plain] = match;
    if (block !== undefined) out.push(<pre key={key}>{block}</pre>);
    else if (code !== undefined) out.push(<code key={key}>{code}</code>);
    else if (bold !== undefined) out.push(<b key={key}>{discord(bold)}</b>);
    else if (under !== undefined) out.push(<u key={key}>{discord(under)}</u>);
    else if (struck !== undefined) out.push(<s key={key}>{discord(struck)}</s>);
    else if (italic !== undefined || slanted !== undefined) out.push(<i key={key}>{discord(italic ?? slanted ?? '')}</i>);
    else if (word !== undefined && href !== undefined) out.push(<a key={key} href={href} target="_blank" rel="noreferrer">{word}</a>);
    else if (plain !== undefined) out.push(plain);
  }
  if (at < text.length) out.push(text.slice(at));
  return out;
}
