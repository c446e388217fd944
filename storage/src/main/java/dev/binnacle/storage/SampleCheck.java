package dev.binnacle.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at every chunk of the samples' file. */
final class SampleCheck {
  private static final int MOST_PROBLEMS = 100;

  private SampleCheck() {}

  static List<String> problems(Connection connection) throws SQLException {
    List<String> problems = new ArrayList<>();
    String sql = "SELECT tier, series, t0, t1, data FROM chunk ORDER BY tier, series, t0";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      int tier = -1;
      int series = -1;
      long last = 0;
      while (row.next() && problems.size() < MOST_PROBLEMS) {
        String where =
            "samples: chunk of series " + row.getInt(2) + ", tier " + row.getInt(1) + ", from " + row.getLong(3) + ": ";
        try {
          Chunk chunk = Chunk.decode(row.getLong(3), row.getBytes(5));
          if (chunk.lastTime() != row.getLong(4)) {
            problems.add(where + "ends at " + chunk.lastTime() + ", and its row says " + row.getLong(4));
          }
        } catch (IllegalArgumentException e) {
          problems.add(where + e.getMessage());
        }
        if (tier == row.getInt(1) && series == row.getInt(2) && row.getLong(3) <= last) {
          problems.add(where + "begins before the one before it ends");
        }
        tier = row.getInt(1);
        series = row.getInt(2);
        last = row.getLong(4);
      }
    }
    return problems;
  }
}
