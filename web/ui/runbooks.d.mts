/** A text, or an element; without a tag it is its children. */
export type Part = string | { tag: string; href: string | null; children: Part[] };
export interface Group {
  title: string;
  rules: { name: string; text: Part[] }[];
}
export function runbooks(markdown: string): Group[];
