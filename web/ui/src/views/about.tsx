import { Card } from '../parts/card';

/** What this is made of. The first paragraph is the notice that the chart library asks for. */
export function About() {
  return (
    <Card title="About" class="c12 about">
      <div id="about">
        <p>Binnacle: the instruments and the wheel of automated trading. Apache License 2.0.</p>
        <h3>Charts</h3>
        <p>
          TradingView Lightweight Charts™
          <br />
          Copyright (с) 2025 TradingView, Inc.{' '}
          <a href="https://www.tradingview.com/" rel="noreferrer" target="_blank">https://www.tradingview.com/</a>
          <br />
          Licensed under the Apache License 2.0.
        </p>
        <h3>Also</h3>
        <p>
          Preact and Preact Signals, MIT License, Copyright (c) Jason Miller and contributors. <a href="/licences.txt">All licences in full</a>
        </p>
      </div>
    </Card>
  );
}
