package dev.binnacle.client;

import dev.binnacle.testkit.Orphan;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A bot to be killed: opens trades as long as it lives and says on its standard output how many events it knows to be spooled.
 *
 * <p>Arguments: the server, the spool directory, the id of the run.
 */
final class KilledBot {
  private KilledBot() {}

  public static void main(String[] args) {
    Orphan.endsWithItsParent();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Monitor monitor =
        Monitor.builder("doomed", URI.create(args[0]), "token").spoolDirectory(Path.of(args[1])).instance(args[2]).connect();
    for (int i = 0;; i++) {
      monitor.tradeOpened(Trades.opened(i));
      if (i % 7 == 0) {
        LockSupport.parkNanos(200_000);
        out.println(monitor.statistics().spooled());
      }
    }
  }
}
