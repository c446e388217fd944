// Makes docs/runbooks.md into what the page of runbooks shows: groups of rules, each with its text as a tree of the few tags below.
// A tree and not HTML: the dashboard puts no text in as HTML, not even its own.
import { micromark } from 'micromark';

const TAGS = ['p', 'ol', 'ul', 'li', 'code', 'pre', 'em', 'strong', 'a'];
const ENTITIES = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' };
const plain = (text) => text.replace(/&(?:lt|gt|amp|quot);/g, (entity) => ENTITIES[entity]);

/** Raw HTML in the text is escaped by micromark, so that each tag here is one of its own. */
function tree(html) {
  const root = { tag: '', href: null, children: [] };
  const path = [root];
  for (const [token, closing, tag, rest] of html.matchAll(/<(\/?)([a-z]+)([^>]*)>|[^<]+/g)) {
    const parent = path.at(-1);
    if (tag === undefined) {
      if (token.trim() !== '' || !token.includes('\n')) parent.children.push(plain(token));
    } else if (closing !== '') {
      path.pop();
    } else if (!TAGS.includes(tag)) {
      throw new Error(`a runbook may hold ${TAGS.join(', ')}, had ${tag}`);
    } else {
      // A path of the repository leads nowhere here.
      const href = plain(/href="(https?:[^"]*)"/.exec(rest)?.[1] ?? '');
      const node = { tag: tag === 'a' && href === '' ? '' : tag, href: href === '' ? null : href, children: [] };
      parent.children.push(node);
      path.push(node);
    }
  }
  return root.children;
}

export function runbooks(markdown) {
  const groups = [];
  for (const block of markdown.split(/^(?=# )/m).slice(1)) {
    const [head, ...rules] = block.split(/^(?=## )/m);
    if (rules.length === 0) continue;
    groups.push({
      title: head.split('\n')[0].slice(2).trim(),
      rules: rules.map((rule) => {
        const [title, ...body] = rule.split('\n');
        return { name: title.slice(3).trim(), text: tree(micromark(body.join('\n'))) };
      }),
    });
  }
  return groups;
}
