package dev.binnacle.client;

import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.Latch;
import dev.binnacle.testkit.Orphan;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A bot to be killed: latches halts and has them released, on and on, and says on its standard output which are on the disk.
 *
 * <p>Arguments: the spool directory, the id of the run.
 */
final class KilledGuard {
  private KilledGuard() {}

  public static void main(String[] args) {
    Orphan.endsWithItsParent();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // Nobody listens there: a guard needs no server.
    Monitor monitor =
        Monitor.builder("doomed", URI.create("http://127.0.0.1:1"), "token").spoolDirectory(Path.of(args[0])).instance(args[1])
            .connect();
    Guard guard = monitor.guard();
    for (Latch latch : guard.latches()) {
      out.println("found " + latch.id());
    }
    out.println("open");
    for (int i = 0;; i++) {
      HaltMode mode = HaltMode.values()[i % 3];
      HaltId id = guard.halt(mode, "number " + i);
      out.println("begun " + id);
      while (!guard.isSafe()) {
        LockSupport.parkNanos(20_000);
      }
      out.println("held " + id);
      if (i % 3 == 2) {
        // All but the newest.
        for (Latch latch : guard.latches()) {
          if (!latch.id().equals(id)) {
            out.println("letting " + latch.id());
            boolean isReleased = guard.release(latch.id(), "ann", "on and on").isReleased();
            out.println((isReleased ? "released " : "kept ") + latch.id());
          }
        }
        out.println("letting " + id);
        boolean ignored = guard.release(id, "ann", "on and on").isReleased();
        out.println("released " + id);
      }
    }
  }
}
