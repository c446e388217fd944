package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.ingest.Admission;
import dev.binnacle.ingest.Ingest;
import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.protocol.Limits;
import dev.binnacle.protocol.Link;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LocalLinkTest {
  private static final String HELLO = "{\"type\":\"hello\",\"instance\":\"i1\",\"version\":1}";

  private final Greeted admission = new Greeted();
  private final LocalLink link = new LocalLink(new Ingest(admission, Limits.DEFAULT), new BotId("btc-trend"));

  /** Keeps who came and went; nothing else is said here. */
  private static final class Greeted implements Admission {
    final List<String> links = new CopyOnWriteArrayList<>();

    @Override
    public Decision offer(BotId bot, List<Arrival> arrivals, boolean live) {
      return new Admitted(CompletableFuture.completedFuture(Answer.EMPTY));
    }

    @Override
    public CompletionStage<Map<InstanceId, Long>> linkOpened(BotId bot, InstanceId instance) {
      links.add("opened " + instance);
      return CompletableFuture.completedFuture(Map.of(instance, 7L));
    }

    @Override
    public void linkClosed(BotId bot, InstanceId instance) {
      links.add("closed " + instance);
    }
  }

  private static final class Heard implements Link.Receiver {
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

    @Override
    public void opened() {
      words.add("opened");
    }

    @Override
    public void received(String frame) {
      words.add(frame);
    }

    @Override
    public void closed(String reason) {
      words.add("closed: " + reason);
    }

    String next() throws InterruptedException {
      String word = words.poll(60, TimeUnit.SECONDS);
      return word == null ? "nothing" : word;
    }
  }

  private void greet(Heard heard) throws InterruptedException {
    link.open(heard);
    assertThat(heard.next()).isEqualTo("opened");
    assertThat(link.send(HELLO)).isTrue();
    assertThat(heard.next()).contains("welcome");
  }

  /**
   * The bug: closing shut the thread that carries the frames for good, but a client closes a connection that it gives up and opens the
   * link again. A bot within the server's process stayed away until it was restarted.
   */
  @Test
  void linkThatWasClosedIsOpenedAgain() throws InterruptedException {
    Heard first = new Heard();
    greet(first);
    link.close();
    assertThat(first.next()).isEqualTo("closed: closed by the client");
    assertThat(link.send(HELLO)).isFalse();

    Heard second = new Heard();
    greet(second);

    assertThat(admission.links).containsExactly("opened i1", "closed i1", "opened i1");
    assertThat(first.words).isEmpty();
  }

  @Test
  void connectionThatTheServerEndsIsOpenedAgain() throws InterruptedException {
    Heard first = new Heard();
    greet(first);
    link.send(HELLO);
    assertThat(first.next()).contains("refused");
    assertThat(first.next()).startsWith("closed: ");

    Heard second = new Heard();
    greet(second);
    assertThat(admission.links).containsExactly("opened i1", "closed i1", "opened i1");
  }

  @Test
  void whatAConnectionStillHadToSayIsNotSaidToTheNext() throws InterruptedException {
    Heard first = new Heard();
    greet(first);
    // The second greeting makes the server end this connection, perhaps only after the client has.
    link.send(HELLO);
    link.close();
    Heard second = new Heard();
    greet(second);

    link.close();
    assertThat(second.next()).isEqualTo("closed: closed by the client");
  }

  @Test
  void closingTwiceIsClosingOnce() throws InterruptedException {
    Heard heard = new Heard();
    greet(heard);

    link.close();
    link.close();

    assertThat(heard.next()).isEqualTo("closed: closed by the client");
    Heard next = new Heard();
    greet(next);
    assertThat(heard.words).isEmpty();
  }
}
