/** How an instance does with what it tries out, beside the others and itself before. */
import type { Compared } from '../api/config-types';
import { span } from '../format/time';

const WORDS = { canary: 'Canary', before: 'Before', other: 'Other', others: 'Others, mean', difference: 'Difference' } as const;

const figure = (value: number | null): string => (value === null ? '–' : String(value));
const money = (amount: string | null, currency: string | null): string => (amount === null ? '–' : currency === null ? amount : `${amount} ${currency}`);

function title(row: Compared): string {
  const which = row.instance === null ? '' : ` ${row.instance}`;
  return `${WORDS[row.role]}${row.role === 'other' ? which : ''}${row.version === null ? '' : `, v${row.version}`}`;
}

export function Comparison({ rows }: { rows: readonly Compared[] }) {
  if (rows.length === 0) return null;
  const difference = rows.find((row) => row.role === 'difference');
  const lasting = rows.find((row) => row.role === 'canary')?.seconds ?? null;
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Comparison">
        <table class="canary-comparison">
          <thead><tr><th scope="col">Who</th><th scope="col" class="num">Profit</th><th scope="col" class="num">Trades</th><th scope="col" class="num">Errors</th><th scope="col" class="num">Refused</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.role}/${row.instance ?? ''}`}>
                <th scope="row" title={row.hash ?? ''}>{title(row)}</th>
                <td class="num nowrap">{money(row.net_profit, row.currency)}</td>
                <td class="num">{figure(row.trades)}</td>
                <td class="num">{figure(row.errors)}</td>
                <td class="num">{figure(row.refused_orders)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lasting !== null && (
        <p class="muted">
          Over {span(lasting * 1000)}{difference?.samples != null && `, ${difference.samples} trades`}
          {difference?.too_few_trades && ': too few to compare profit'}.
        </p>
      )}
    </>
  );
}
