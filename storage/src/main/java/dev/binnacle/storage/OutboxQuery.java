package dev.binnacle.storage;

import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import org.jspecify.annotations.Nullable;

/**
 * Which parcels. What is null does not restrict.
 *
 * @param limit rows on a page, 1 to {@value HistoryQuery#LARGEST}
 * @param cursor {@link Page#next()} of the page before; null for the first page
 */
public record OutboxQuery(
    @Nullable ChannelName channel, Outbox.@Nullable State state, @Nullable BotId bot, int limit, @Nullable String cursor) {
  public OutboxQuery {
    HistoryQuery.checkLimit(limit);
  }

  public static OutboxQuery newest(int limit) {
    return new OutboxQuery(null, null, null, limit, null);
  }

  public OutboxQuery to(ChannelName name) {
    return new OutboxQuery(name, state, bot, limit, cursor);
  }

  public OutboxQuery in(Outbox.State wanted) {
    return new OutboxQuery(channel, wanted, bot, limit, cursor);
  }

  public OutboxQuery of(BotId name) {
    return new OutboxQuery(channel, state, name, limit, cursor);
  }

  public OutboxQuery after(@Nullable String place) {
    return new OutboxQuery(channel, state, bot, limit, place);
  }
}
