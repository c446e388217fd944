package dev.binnacle.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The shape of a file, as scripts {@code NAME-1.sql}, {@code NAME-2.sql} and so on beside this class. The file itself remembers
 * in {@code user_version} which it has had. A script is never edited once it was released. Statements end with a semicolon at
 * the end of a line.
 *
 * @param name the scripts' first word
 * @param version the number of the last script
 */
record Schema(String name, int version) {
  /** Tells our files from others': "BNCL". */
  static final int APPLICATION_ID = 0x424e434c;

  /**
   * Brings the file to this version, each script in a transaction of its own.
   *
   * @throws StorageVersionException if the file is newer than this program, or another program's
   */
  void migrate(SqliteFile file, Connection writer) throws SQLException {
    int present = number(writer, "PRAGMA user_version");
    int application = number(writer, "PRAGMA application_id");
    if (application != APPLICATION_ID && (application != 0 || present != 0)) {
      throw new StorageVersionException(file.path() + ": is not a file of Binnacle: name another directory", null);
    }
    if (present > version) {
      throw new StorageVersionException(
          file.path() + ": has version " + present + ", and this program knows up to " + version
              + ": run the newer program that wrote it",
          null);
    }
    for (int next = present + 1; next <= version; next++) {
      int number = next;
      Sql.transaction(writer, () -> apply(writer, number));
    }
  }

  private void apply(Connection writer, int number) throws SQLException {
    for (String sql : script(number).split(";\\s*\n", -1)) {
      if (!sql.isBlank()) {
        Sql.execute(writer, sql);
      }
    }
    Sql.execute(writer, "PRAGMA application_id = " + APPLICATION_ID);
    Sql.execute(writer, "PRAGMA user_version = " + number);
  }

  private String script(int number) {
    String resource = name + "-" + number + ".sql";
    try (InputStream in = Schema.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: no " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(Connection connection, String pragma) throws SQLException {
    Long number = Sql.number(connection, pragma);
    return number == null ? 0 : number.intValue();
  }
}
