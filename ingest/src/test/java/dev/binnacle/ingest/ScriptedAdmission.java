package dev.binnacle.ingest;

import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes or declines as it is told, keeps what it was offered, and answers when the test says so. */
final class ScriptedAdmission implements Admission {
  record Offer(BotId bot, List<Arrival> arrivals, boolean live, CompletableFuture<Answer> answer) {
    void answered() {
      answer.complete(new Answer(arrivals.size(), 0, List.of(), 0, List.of(), Map.of()));
    }
  }

  final List<Offer> offers = new CopyOnWriteArrayList<>();
  final List<String> links = new CopyOnWriteArrayList<>();
  final CompletableFuture<Map<InstanceId, Long>> welcome = new CompletableFuture<>();
  volatile boolean full;
  volatile boolean answersAtOnce;

  @Override
  public Decision offer(BotId bot, List<Arrival> arrivals, boolean live) {
    if (full) {
      return new Declined("the intake is full", Duration.ofMillis(250));
    }
    Offer offer = new Offer(bot, arrivals, live, new CompletableFuture<>());
    offers.add(offer);
    if (answersAtOnce) {
      offer.answered();
    }
    return new Admitted(offer.answer());
  }

  @Override
  public CompletionStage<Map<InstanceId, Long>> linkOpened(BotId bot, InstanceId instance) {
    links.add("opened " + bot + " " + instance);
    return welcome;
  }

  @Override
  public void linkClosed(BotId bot, InstanceId instance) {
    links.add("closed " + bot + " " + instance);
  }

  List<Long> seqs() {
    List<Long> seqs = new ArrayList<>();
    for (Offer offer : offers) {
      for (Arrival arrival : offer.arrivals()) {
        seqs.add(arrival instanceof Arrival.Decoded decoded ? decoded.envelope().seq() : -1L);
      }
    }
    return seqs;
  }
}
