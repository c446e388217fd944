package dev.binnacle.demo;

import dev.binnacle.config.ConfigConsumer;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Snapshot;
import dev.binnacle.config.TradeConfig;

/** Parameters from a file that may change while the bot runs. One look a decision, so that its values belong together. */
final class LivePlaybook<C> implements Playbook<C> {
  private final LiveConfig<C> config;
  private final ConfigConsumer strategy;
  private Snapshot<C> present;
  private TradeConfig<C> trade;

  LivePlaybook(LiveConfig<C> config) {
    this.config = config;
    this.strategy = config.consumer("strategy");
    this.present = config.snapshot();
    this.trade = config.forTrade();
  }

  /** Before each decision. */
  void look() {
    present = config.snapshot();
  }

  /** After each decision. */
  void decided() {
    strategy.seen(present.version());
  }

  /** What is held from now on was begun with the present parameters. */
  void tradeOpened() {
    trade.close();
    trade = config.forTrade();
  }

  @Override
  public C now() {
    return present.config();
  }

  @Override
  public C held() {
    return trade.get();
  }
}
