/** Any metric of any bot over time. */
import { computed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import * as figures from '../api/figures';
import type { Fleet, Metric } from '../api/types';
import { rangeIn } from '../chart/equity';
import { MetricChart } from '../chart/metric';
import { decimal, money, NONE, percent } from '../format/number';
import { metricWord } from '../format/words';
import { bot as live, useBot } from '../live/bot';
import { bots, fleet, isEmpty } from '../live/fleet';
import { Blank, Bones, Card } from '../parts/card';
import { Gain } from '../parts/figure';
import { Age } from '../parts/when';
import { keep, search } from '../router';
import { firstHeard } from './deck';
import { FirstBot } from './first-bot';

/** Series that the server keeps of the fleet and of every bot. */
const SERIES = ['equity', 'drawdown', 'daily_pnl'] as const;
type Series = (typeof SERIES)[number];

const TITLES: Readonly<Record<Series, string>> = { equity: 'Equity', drawdown: 'Drawdown', daily_pnl: 'Profit today' };
const isSeries = (name: string): name is Series => SERIES.some((one) => one === name);

const chosen = computed(() => search.value.get('bot') ?? '');

type Of = Pick<Fleet, 'equity' | 'performance'>;

function newestOf(name: string, of: Of | null, metrics: Readonly<Record<string, Metric>>): number | null {
  if (!of) return null;
  if (name === 'equity') return of.equity === null ? null : Number(of.equity);
  if (name === 'drawdown') return figures.value(of.performance, 'current_drawdown');
  if (name === 'daily_pnl') return figures.value(of.performance, 'daily_pnl');
  const value = metrics[name]?.value;
  return typeof value === 'number' ? value : null;
}

export function Metrics() {
  const bot = chosen.value;
  useBot(bot === '' ? null : bot);
  const state = live.value;
  const of: Of | null = bot === '' ? fleet.value : state;
  const metrics = bot === '' ? {} : (state?.metrics ?? {});
  const metric = search.value.get('metric') ?? 'equity';
  const currency = bot === '' ? fleet.value?.currency : state?.currency;
  const write = metric === 'drawdown' ? percent : metric === 'equity' || metric === 'daily_pnl' ? (value: number) => money(value, currency) : undefined;

  if (isEmpty.value) return <><h1 class="sr">Metrics</h1><FirstBot /></>;
  return (
    <>
      <div class="head c12">
        <h1>Metrics</h1>
        <span class="grow" />
        <label class="field">Bot
          <select value={bot} onChange={(event) => keep({ bot: event.currentTarget.value, metric: event.currentTarget.value === '' && !isSeries(metric) ? null : metric })}>
            <option value="">All bots</option>
            {bots.value.map((row) => <option key={row.id} value={row.id}>{row.id}</option>)}
          </select>
        </label>
      </div>
      <MetricChart
        key={`${bot}/${metric}`}
        bot={bot === '' ? null : bot}
        metric={metric}
        title={isSeries(metric) ? TITLES[metric] : metricWord(metric)}
        range={rangeIn(search.value.get('range'))}
        first={firstHeard(bot === '' ? bots.value : bots.value.filter((row) => row.id === bot))}
        live={newestOf(metric, of, metrics)}
        {...(write ? { write } : {})}
      />
      <List bot={bot} metric={metric} metrics={metrics} waiting={bot !== '' && state === null} of={of} currency={currency ?? null} />
    </>
  );
}

interface ListProps {
  bot: string;
  metric: string;
  metrics: Readonly<Record<string, Metric>>;
  waiting: boolean;
  of: Of | null;
  currency: string | null;
}

function shown(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  return typeof value === 'string' ? value : decimal(Number(value.toPrecision(5)), 0);
}

/** All metrics with their newest values; one press shows one over time. */
function List({ bot, metric, metrics, waiting, of, currency }: ListProps) {
  const [text, setText] = useState('');
  const names = Object.keys(metrics).sort().filter((name) => name.includes(text.trim().toLowerCase()));
  return (
    <Card title="Metrics" note={bot === '' ? 'of the fleet' : `of ${bot}`} class="c3 metric-list">
      <ul>
        {SERIES.map((name) => {
          const value = newestOf(name, of, metrics);
          return (
            <Entry key={name} name={name} word={TITLES[name]} here={metric === name}>
              {name === 'equity' ? money(value, currency) : <Gain value={value} currency={currency} as={name === 'drawdown' ? 'fraction' : 'money'} arrow={false} />}
            </Entry>
          );
        })}
      </ul>
      {bot === '' && <p class="muted hint">Choose a bot to see what else it sends.</p>}
      {bot !== '' && Object.keys(metrics).length > 10 && (
        <input type="search" aria-label="Find a metric" placeholder="Find a metric" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      )}
      {waiting && <Bones rows={5} />}
      {bot !== '' && !waiting && Object.keys(metrics).length === 0 && <Blank title="It has sent no metric yet." />}
      <ul class="all">
        {names.map((name) => (
          <Entry key={name} name={name} word={metricWord(name)} here={metric === name}>
            {shown(metrics[name]?.value)} <span class="muted"><Age of={metrics[name]?.at} /></span>
          </Entry>
        ))}
      </ul>
    </Card>
  );
}

function Entry({ name, word, here, children }: { name: string; word: string; here: boolean; children: ComponentChildren }) {
  return (
    <li>
      <button type="button" aria-pressed={here} title={name} onClick={() => keep({ metric: name === 'equity' ? null : name })}>
        <span>{word}</span>
        <span class="soft nowrap">{children}</span>
      </button>
    </li>
  );
}
