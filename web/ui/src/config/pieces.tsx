/* Small pieces that the tabs of a configuration share. */
import type { Apply, Change, Json, Problem } from '../api/config-types';
import type { Tone } from '../format/words';
import { Dot } from '../parts/status';
import { applyMeans, applyWord, placeIn, written } from './words';

export function Badge({ mode }: { mode: Apply }) {
  return <span class={`badge ${mode === 'hot' ? '' : 'waits'}`} title={applyMeans[mode]}>{applyWord[mode]}</span>;
}

export function State({ tone, children }: { tone: Tone; children: string }) {
  return <span class={`status ${tone}`}><Dot tone={tone} />{children}</span>;
}

const full = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** "8 → 10", for eyes and for ears. */
export function Values({ before, after }: { before: Json; after: Json }) {
  return (
    <span class="values-line">
      <span class="sr">from</span>
      <del title={full(before)}>{written(before)}</del>
      <span aria-hidden="true" class="muted">→</span>
      <span class="sr">to</span>
      <ins title={full(after)}>{written(after)}</ins>
    </span>
  );
}

/** Changes as lines; the rest is counted. */
export function Changes({ changes, most = 50, modes }: { changes: readonly Change[]; most?: number; modes?: (pointer: string) => Apply | null }) {
  const shown = changes.slice(0, most);
  return (
    <ul class="changes">
      {shown.map((change) => {
        const mode = modes?.(change.pointer) ?? null;
        return (
          <li key={change.pointer}>
            <code>{change.name}</code>
            <Values before={change.before} after={change.after} />
            {mode !== null && <Badge mode={mode} />}
          </li>
        );
      })}
      {changes.length > most && <li class="muted">and {changes.length - most} more</li>}
    </ul>
  );
}

/** What was refused: where, which rule, and what helps. */
export function Problems({ problems, at, onGo }: { problems: readonly Problem[]; at: string | null; onGo?: (line: number) => void }) {
  return (
    <ul class="problems">
      {problems.map((problem, i) => {
        const where = placeIn(problem, at);
        const { line } = problem;
        return (
          <li key={i}>
            {where !== null && (onGo && line !== null ? <button type="button" class="where" onClick={() => onGo(line)}>{where}</button> : <span class="where">{where}</span>)}
            {problem.pointer !== null && problem.pointer !== '' && <code>{problem.pointer}</code>}
            <span>{problem.message}</span>
            {problem.remedy !== null && <span class="remedy">{problem.remedy}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** A unified difference, line by line. */
export function Unified({ text }: { text: string }) {
  const lines = text.replace(/\n$/, '').split('\n');
  const kind = (line: string): string =>
    line.startsWith('@@') ? 'hunk' : line.startsWith('+++') || line.startsWith('---') ? 'names' : line.startsWith('+') ? 'added' : line.startsWith('-') ? 'gone' : '';
  return (
    <pre class="unified" tabIndex={0} role="group" aria-label="Difference of the files">
      {lines.map((line, i) => <span key={i} class={kind(line)}>{line}{'\n'}</span>)}
    </pre>
  );
}
