/*
 * What each performance figure is called, how it is written, and by which convention it is reckoned. A figure that the server sends
 * and this list does not know is shown under its own name.
 */
import type { Performance } from './types';
import { period, sampling } from './figures';

export type Kind = 'gain' | 'money' | 'percent' | 'signed' | 'ratio' | 'count' | 'seconds' | 'text' | 'time';

export interface Figure {
  name: string;
  label: string;
  kind: Kind;
  /** The convention, in words. */
  means: (performance: Performance) => string;
}

export interface Group {
  title: string;
  figures: readonly Figure[];
}

const said = (words: string) => () => words;

const f = (name: string, label: string, kind: Kind, means: string | ((performance: Performance) => string)): Figure => ({
  name,
  label,
  kind,
  means: typeof means === 'string' ? said(means) : means,
});

const annual = (words: string) => (performance: Performance) => {
  const free = performance.conventions['risk_free_rate'];
  const every = sampling(performance);
  return [words, every && `returns ${every}`, typeof free === 'number' && `risk-free rate ${free * 100} %`].filter(Boolean).join('; ');
};

/** Whether a profit is the change of equity or, before there are two marks of it, the result of closed trades. */
const basis = (name: string, words: string) => (performance: Performance) =>
  performance.figures[name] === 'closed_trades' ? `${words}; net result of closed trades` : `${words}; change of equity less deposits`;

const day = (words: string) => (performance: Performance) => {
  const { day_start: start, time_zone: zone } = performance.conventions;
  return start && zone ? `${words} (${start} ${zone})` : words;
};

const sampled = (words: string) => (performance: Performance) => {
  const every = period(performance);
  return every ? `${words}; returns ${every}` : words;
};

export const GROUPS: readonly Group[] = [
  {
    title: 'Returns',
    figures: [
      f('equity', 'Equity', 'money', 'balance and unrealised profit'),
      f('net_deposits', 'Net deposits', 'money', 'paid in less taken out since the first mark; no profit'),
      f('total_return', 'Total return', 'signed', 'time-weighted since the first mark, unrealised profit included'),
      f('total_pnl', 'Total profit', 'gain', basis('total_pnl_basis', 'since the start')),
      f('daily_return', 'Return today', 'signed', day('time-weighted since the day began')),
      f('daily_pnl', 'Profit today', 'gain', basis('daily_pnl_basis', 'since the day began')),
      f('annual_return', 'Annual return', 'signed', annual('compounded over the complete periods')),
      f('volatility', 'Volatility', 'percent', annual('sample deviation of returns, annualised')),
      f('sharpe_ratio', 'Sharpe ratio', 'ratio', annual('mean excess return over its sample deviation, annualised')),
      f('sortino_ratio', 'Sortino ratio', 'ratio', annual('downside deviation over all periods against 0, annualised')),
      f('calmar_ratio', 'Calmar ratio', 'ratio', 'annual return over maximum drawdown, both since the beginning'),
      f('downside_deviation', 'Downside deviation', 'percent', annual('over all periods against 0, annualised')),
    ],
  },
  {
    title: 'Made from',
    figures: [
      f('periods', 'Complete periods', 'count', sampled('with a return')),
      f('window_periods', 'Periods of the percentiles', 'count', 'the newest ones, at most 4,001'),
      f('since', 'First mark', 'time', 'of equity'),
      f('until', 'Newest mark', 'time', 'of equity'),
      f('restated', 'Restated', 'count', 'trades and marks that changed a period after it had closed'),
      f('too_late', 'Too late', 'count', 'trades and marks too old to be put in order'),
    ],
  },
  {
    title: 'Trades',
    figures: [
      f('total_trades', 'Closed trades', 'count', 'since the start'),
      f('winning_trades', 'Won', 'count', 'closed with a net profit above zero'),
      f('losing_trades', 'Lost', 'count', 'closed with a net profit below zero'),
      f('win_rate', 'Win rate', 'percent', 'net winners of closed trades'),
      f('success_rate', 'Success rate', 'percent', 'operations that succeeded of those attempted over 24 h, at least 20'),
      f('profit_factor', 'Profit factor', 'ratio', 'gross profit over gross loss'),
      f('break_even_trades', 'Neither', 'count', 'closed at zero'),
      f('trades_without_fees', 'Without fees', 'count', 'their fees are not known in this currency; counted before fees'),
      f('gross_profit', 'Gross profit', 'gain', 'sum of the winners, net of fees'),
      f('gross_loss', 'Gross loss', 'gain', 'sum of the losers, net of fees'),
      f('net_profit', 'Net profit', 'gain', 'of all closed trades'),
      f('fees', 'Fees', 'money', 'all that are known'),
      f('expectancy', 'Expectancy', 'gain', 'mean net profit of a closed trade'),
      f('expectancy_ratio', 'Expectancy ratio', 'ratio', 'expectancy for each unit that a losing trade loses (Tharp)'),
      f('average_win', 'Average win', 'gain', 'mean net profit of the winners'),
      f('average_loss', 'Average loss', 'gain', 'mean net loss of the losers'),
      f('sqn', 'System quality (SQN)', 'ratio', 'mean over sample deviation of net results, times the root of their number; not capped'),
      f('current_streak', 'Streak now', 'count', 'winners in a row; losers are negative'),
      f('longest_winning_streak', 'Longest winning streak', 'count', 'closed trades in a row'),
      f('longest_losing_streak', 'Longest losing streak', 'count', 'closed trades in a row'),
      f('average_duration_seconds', 'Average duration', 'seconds', 'from opening to closing'),
    ],
  },
  {
    title: 'Risk',
    figures: [
      f('current_drawdown', 'Drawdown now', 'signed', 'from the peak of time-weighted growth'),
      f('current_drawdown_since', 'Below the peak since', 'time', 'when the curve last stood at its peak'),
      f('max_drawdown', 'Maximum drawdown', 'signed', 'the deepest fall from a peak, unrealised profit included'),
      f('max_drawdown_peak_at', 'It began', 'time', 'the peak before the deepest fall'),
      f('max_drawdown_trough_at', 'It was deepest', 'time', 'the trough'),
      f('max_drawdown_recovered_at', 'It was made good', 'time', 'empty while it lasts'),
      f('max_drawdown_duration_seconds', 'It lasted', 'seconds', 'from peak to recovery, or to now'),
      f('exposure', 'Exposure', 'percent', 'gross value of open positions over equity'),
      f('net_exposure', 'Net exposure', 'signed', 'long less short positions over equity; negative when short outweighs'),
      f('symbol_exposure', 'Largest symbol', 'percent', 'gross value of the symbol of which most is held over equity'),
      f('value_at_risk_95', 'VaR 95 %', 'signed', sampled('historical: the interpolated 5th percentile of period returns')),
      f('conditional_value_at_risk_95', 'CVaR 95 %', 'signed', sampled('the mean of the returns at or below the VaR')),
      f('parametric_value_at_risk_95', 'VaR 95 %, parametric', 'signed', sampled('from mean and sample deviation, normal')),
      f('parametric_conditional_value_at_risk_95', 'CVaR 95 %, parametric', 'signed', sampled('from mean and sample deviation, normal')),
      f('risk_per_trade', 'Risk per trade', 'percent', 'mean of |entry − stop| × quantity over equity at entry; needs stops'),
      f('dynamic_risk_factor', 'Dynamic risk factor', 'ratio', (performance) => {
        const reason = performance.figures['risk_reason'];
        return typeof reason === 'string' ? reason : 'what the bot scales its size by; its own figure';
      }),
      f('operations_attempted', 'Operations attempted', 'count', 'over 24 h'),
      f('operations_succeeded', 'Operations succeeded', 'count', 'over 24 h'),
    ],
  },
];

const KNOWN = new Set(GROUPS.flatMap((group) => group.figures.map((figure) => figure.name)));
/** Said beside another figure. */
const ASIDE = new Set(['risk_reason', 'total_pnl_basis', 'daily_pnl_basis']);

/** What the server sends beyond this list. */
export const unknownTo = (performance: Performance): string[] =>
  Object.keys(performance.figures).filter((name) => !KNOWN.has(name) && !ASIDE.has(name));
