/* Small drawings of our own: sparkline, share ring, meter, and the strip of the last trades. */
import type { ComponentChildren } from 'preact';

const WIDTH = 100;
const HEIGHT = 30;

/** The line through at most 60 values, scaled to the box; null for what makes no line. */
export function sparkPath(values: readonly number[], width = WIDTH, height = HEIGHT, pad = 2): string | null {
  const points = values.filter((value) => Number.isFinite(value));
  if (points.length < 2) return null;
  const low = Math.min(...points);
  const high = Math.max(...points);
  const y = (value: number): number => (high === low ? height / 2 : height - pad - ((value - low) / (high - low)) * (height - 2 * pad));
  return points.map((value, i) => `${i ? 'L' : 'M'}${((i / (points.length - 1)) * width).toFixed(1)} ${y(value).toFixed(1)}`).join('');
}

export function Spark({ values, last, tone = '' }: { values: readonly number[]; last?: number | null; tone?: 'up' | 'down' | '' }) {
  const path = sparkPath(last === null || last === undefined || values.length === 0 ? values : [...values, last]);
  return (
    <svg class={`spark ${tone}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {path && <path d={path} />}
    </svg>
  );
}

/** The last trades as bars above and below a line, oldest first: form at a glance. */
export function Strip({ results }: { results: readonly number[] }) {
  const step = WIDTH / Math.max(results.length, 10);
  const most = Math.max(...results.map(Math.abs), Number.MIN_VALUE);
  return (
    <svg class="spark strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {results.map((result, i) => {
        const size = 2 + (Math.abs(result) / most) * (HEIGHT / 2 - 3);
        return <rect key={i} class={result > 0 ? 'up' : 'down'} x={i * step} width={step * 0.62} y={result > 0 ? HEIGHT / 2 - size : HEIGHT / 2} height={size} />;
      })}
    </svg>
  );
}

interface MeterProps {
  label: string;
  /** 0 to 1; null where no limit is known: then there is no bar to fill. */
  part: number | null;
  tone?: 'warn' | 'bad' | '' | undefined;
  title?: string | undefined;
  /** Drawn instead of a bar. */
  line?: ComponentChildren;
  children: ComponentChildren;
}

export function Meter({ label, part, tone = '', title, line, children }: MeterProps) {
  const full = part === null ? 0 : Math.min(1, Math.max(0, part));
  return (
    <div class="meter" title={title}>
      <span>{label}</span>
      {part === null ? <span>{line}</span> : (
        <span class="track" aria-hidden="true">
          <i class={tone} style={{ width: `${(full * 100).toFixed(1)}%` }} />
        </span>
      )}
      <span>{children}</span>
    </div>
  );
}

export interface Share {
  name: string;
  value: number;
}

const ROUND = 2 * Math.PI * 15.9;

/** A ring of shares; what is said in it stands beside it as a list too. */
export function Ring({ shares, label, children }: { shares: readonly Share[]; label: string; children?: ComponentChildren }) {
  const whole = shares.reduce((sum, share) => sum + share.value, 0);
  const gap = shares.length > 1 ? 1 : 0;
  let turned = 0;
  return (
    <svg class="donut" viewBox="0 0 42 42" width="116" height="116" role="img" aria-label={label}>
      <circle class="donut-bed" cx="21" cy="21" r="15.9" />
      {whole > 0 &&
        shares.map((share, i) => {
          const length = (share.value / whole) * ROUND;
          const start = turned;
          turned += length;
          return (
            <circle
              key={share.name}
              class={`share-${Math.min(i + 1, 6)}`}
              cx="21"
              cy="21"
              r="15.9"
              stroke-dasharray={`${Math.max(length - gap, 0.3).toFixed(2)} ${(ROUND - Math.max(length - gap, 0.3)).toFixed(2)}`}
              stroke-dashoffset={(ROUND / 4 - start).toFixed(2)}
            />
          );
        })}
      {children}
    </svg>
  );
}
