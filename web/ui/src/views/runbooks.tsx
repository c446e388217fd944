/** What to do about each alert of the stock. The text is the repository's, made into a tree when the dashboard was built. */
import type { ComponentChildren } from 'preact';
import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import groups from 'virtual:runbooks';
import type { Part } from '../../runbooks.mjs';
import { AlertTabs } from '../alerts/pieces';
import '../alerts/styles';
import '../styles/runbooks.css';
import { ruleWord } from '../format/alerts';
import { Card } from '../parts/card';

function Text({ of }: { of: readonly Part[] }) {
  return <>{of.map((part) => (typeof part === 'string' ? part : element(part.tag, part.href, <Text of={part.children} />)))}</>;
}

function element(tag: string, href: string | null, children: ComponentChildren) {
  if (tag === '') return children;
  return tag === 'a' ? h('a', { href, target: '_blank', rel: 'noreferrer' }, children) : h(tag, null, children);
}

export function Runbooks() {
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = (): void => {
      const name = decodeURIComponent(location.hash.slice(1));
      const at = [...(page.current?.querySelectorAll('article') ?? [])].find((one) => one.id === name);
      at?.scrollIntoView({ block: 'start' });
      at?.focus({ preventScroll: true });
    };
    show();
    window.addEventListener('hashchange', show);
    return () => window.removeEventListener('hashchange', show);
  }, []);
  return (
    <>
      <div class="head c12"><h1>Runbooks</h1></div>
      <AlertTabs />
      <nav class="card c4 book-list" aria-label="Rules">
        {groups.map(({ title, rules }) => (
          <div key={title}>
            <h2>{title}</h2>
            <ul>{rules.map(({ name }) => <li key={name}><a href={`#${name}`}>{ruleWord(name)}</a></li>)}</ul>
          </div>
        ))}
      </nav>
      <div class="c8 books" ref={page}>
        {groups.map(({ title, rules }) => (
          <Card key={title} title={title} class="books-group">
            {rules.map(({ name, text }) => (
              <article key={name} id={name} tabIndex={-1}>
                <h3>{ruleWord(name)} <a class="muted" href={`/rules#${name}`}>{name}</a></h3>
                <div class="prose"><Text of={text} /></div>
              </article>
            ))}
          </Card>
        ))}
      </div>
    </>
  );
}
