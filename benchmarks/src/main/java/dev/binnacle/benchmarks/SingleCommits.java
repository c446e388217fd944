package dev.binnacle.benchmarks;

import dev.binnacle.protocol.EventWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * The rival of ingest: who commits each event by itself before it acknowledges it. The same database with the same promises (a log that is
 * on disk before the commit returns), the same bytes, one thread, and no socket between.
 */
final class SingleCommits {
  private SingleCommits() {}

  /** Commits a second. */
  static double rate(Path folder, Duration duration) throws SQLException {
    TradeStream stream = new TradeStream("rival");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rival.db"));
        Statement setup = connection.createStatement()) {
      setup.execute("PRAGMA journal_mode = WAL");
      setup.execute("PRAGMA synchronous = FULL");
      setup.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, bytes BLOB NOT NULL)");
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?)")) {
        long begun = System.nanoTime();
        long until = begun + duration.toNanos();
        while (System.nanoTime() < until) {
          Instant at = Instant.now();
          byte[] bytes = EventWriter.toBytes(stream.nextEnvelope(at));
          insert.setLong(1, stream.seq());
          insert.setLong(2, at.toEpochMilli());
          insert.setBytes(3, bytes);
          insert.executeUpdate();
        }
        return stream.seq() * 1e9 / (System.nanoTime() - begun);
      }
    }
  }
}
