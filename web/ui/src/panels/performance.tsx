/* Every performance figure with the convention by which it is reckoned; what is undefined says why. */
import * as figures from '../api/figures';
import type { Figure } from '../api/catalogue';
import { GROUPS, unknownTo } from '../api/catalogue';
import type { Performance } from '../api/types';
import { count, decimal, fixed, NONE, percent } from '../format/number';
import { span } from '../format/time';
import { metricWord } from '../format/words';
import { Card } from '../parts/card';
import { Amount, Gain, Missing } from '../parts/figure';
import { Clock } from '../parts/when';

interface Props {
  performance: Performance;
  currency: string | null;
  class?: string;
}

export function PerformanceTable({ performance, currency, class: cls }: Props) {
  const others = unknownTo(performance);
  return (
    <Card title="Performance" note={[currency, figures.sampling(performance)].filter(Boolean).join(', returns ')} class={`performance ${cls ?? ''}`}>
      <div class="groups">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.figures.map((figure) => (
                <Line key={figure.name} figure={figure} performance={performance} currency={currency} />
              ))}
            </dl>
          </section>
        ))}
        {others.length > 0 && (
          <section>
            <h3>More</h3>
            <dl>
              {others.map((name) => (
                <div key={name}>
                  <dt>{metricWord(name)}</dt>
                  <dd>{plain(performance, name)}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
    </Card>
  );
}

/** A figure that the server does not know of is left out; one that is undefined is shown with its reason. */
function Line({ figure, performance, currency }: { figure: Figure; performance: Performance; currency: string | null }) {
  if (!(figure.name in performance.figures) && !(figure.name in performance.why)) return null;
  const why = figures.why(performance, figure.name);
  const missing = figures.digits(performance, figure.name) === null;
  return (
    <div>
      <dt>
        {figure.label}
        <small>{figure.means(performance)}</small>
      </dt>
      <dd>
        <Value figure={figure} performance={performance} currency={currency} />
        {missing && why && <small>{why}</small>}
      </dd>
    </div>
  );
}

function Value({ figure, performance, currency }: { figure: Figure; performance: Performance; currency: string | null }) {
  const value = figures.value(performance, figure.name);
  const why = figures.why(performance, figure.name);
  if (figure.kind === 'text' || figure.kind === 'time') {
    const said = figures.digits(performance, figure.name);
    if (said === null) return <Missing why={why} />;
    return figure.kind === 'time' ? <Clock at={String(said)} /> : <>{said}</>;
  }
  if (value === null) return <Missing why={why} />;
  switch (figure.kind) {
    case 'gain':
      return <Gain value={figures.digits(performance, figure.name)} currency={currency} arrow={false} />;
    case 'signed':
      return <Gain value={value} as="fraction" arrow={false} />;
    case 'money':
      return <Amount value={String(figures.digits(performance, figure.name))} currency={currency} />;
    case 'percent':
      return <>{percent(value)}</>;
    case 'ratio':
      return <>{fixed(value, 2)}</>;
    case 'count':
      return <>{count(value)}</>;
    case 'seconds':
      return <>{span(value * 1000)}</>;
  }
}

/** A figure of another version: by the ending of its name, or as it is. */
function plain(performance: Performance, name: string): string {
  const value = figures.value(performance, name);
  const said = performance.figures[name];
  if (value === null) return typeof said === 'string' ? said : typeof said === 'boolean' ? (said ? 'yes' : 'no') : NONE;
  if (name.endsWith('_seconds')) return span(value * 1000);
  return Number.isInteger(value) ? count(value) : decimal(value.toPrecision(6));
}
