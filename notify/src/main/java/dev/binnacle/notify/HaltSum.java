package dev.binnacle.notify;

import dev.binnacle.model.BotHalt;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a halt came to over all its bots, in numbers. */
final class HaltSum {
  private HaltSum() {}

  static String bots(Halt halt) {
    int count = halt.bots().size();
    return count == 1 ? "1 bot" : count + " bots";
  }

  /** Such as {@code 80 by the exchange, 20 by the bot's word}. */
  static String proofs(Halt halt) {
    return counted(halt.bots().stream(), BotHalt::proof, proof -> switch (proof) {
      case EXCHANGE -> "by the exchange";
      case BOT -> "by the bot's word";
      case NONE -> "not needed: no run is there";
    });
  }

  /** Such as {@code 101 cancelled, 2 filled}; where there were more than are kept, how many there were in all. */
  static String orders(Halt halt) {
    String counted = counted(halt.bots().stream().flatMap(bot -> bot.orders().stream()), HaltedOrder::outcome, HaltSum::word);
    long all = halt.bots().stream().mapToLong(BotHalt::ordersInAll).sum();
    long named = halt.bots().stream().mapToLong(bot -> bot.orders().size()).sum();
    return all > named ? counted + ", of " + all + " in all" : counted;
  }

  static String positions(Halt halt) {
    return counted(halt.bots().stream().flatMap(bot -> bot.positions().stream()), HaltedPosition::outcome, HaltSum::word);
  }

  private static <T, E extends Enum<E>> String counted(Stream<T> of, Function<T, E> by, Function<E, String> word) {
    Map<E, Long> counts = of.collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream().map(each -> each.getValue() + " " + word.apply(each.getKey()))
            .collect(Collectors.joining(", "));
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
