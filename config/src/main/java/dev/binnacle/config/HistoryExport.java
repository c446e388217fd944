package dev.binnacle.config;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The history for others to read, up to the record that was the last when the export began. */
final class HistoryExport {
  private HistoryExport() {}

  static ChainReport verify(HistoryLog log) {
    String link = log.base();
    long first = log.firstId();
    long last = first + log.count() - 1;
    for (long id = first; id <= last; id++) {
      String wrong;
      try {
        String line = log.line(id);
        wrong = line == null ? "it is gone" : check(id, link, line);
        link = line == null || wrong != null ? link : RecordJson.read(line).chain();
      } catch (IOException | RuntimeException e) {
        wrong = "it cannot be read: " + e;
      }
      if (wrong != null) {
        return new ChainReport(false, id - first + 1, log.head(), id, wrong);
      }
    }
    boolean whole = link.equals(log.head()) || log.firstId() + log.count() - 1 > last;
    return new ChainReport(whole, last - first + 1, link, null, whole ? "" : "the last link is not the head");
  }

  private static @Nullable String check(long id, String before, String line) {
    String body = RecordJson.bodyOf(line);
    HistoryRecord record = RecordJson.read(line);
    if (record.id() != id) {
      return "its number is " + record.id();
    }
    return body != null && Hashes.link(before, body).equals(record.chain())
        ? null
        : "its link does not follow from it and the one before";
  }

  static void lines(HistoryLog log, OutputStream out) throws IOException {
    long first = log.firstId();
    long last = first + log.count() - 1;
    String head = log.base();
    for (long id = first; id <= last; id++) {
      String line = line(log, id);
      write(out, line + "\n");
      head = RecordJson.read(line).chain();
    }
    write(out, "{\"head\":\"" + head + "\",\"base\":\"" + log.base() + "\",\"count\":" + (last - first + 1) + "}\n");
  }

  static void json(HistoryLog log, OutputStream out) throws IOException {
    long first = log.firstId();
    long last = first + log.count() - 1;
    String head = log.base();
    write(out, "{\"records\":[");
    for (long id = first; id <= last; id++) {
      String line = line(log, id);
      write(out, (id == first ? "" : ",") + "\n" + line);
      head = RecordJson.read(line).chain();
    }
    write(out, "\n],\"head\":\"" + head + "\",\"base\":\"" + log.base() + "\",\"count\":" + (last - first + 1) + "}\n");
  }

  static void csv(HistoryLog log, OutputStream out) throws IOException {
    write(out,
        row(List.of("id", "version", "outcome", "at", "who", "proved", "source", "reason", "hash", "parent", "rollback_of",
            "mode",
            "changes", "problems", "chain")));
    long first = log.firstId();
    long last = first + log.count() - 1;
    String head = log.base();
    for (long id = first; id <= last; id++) {
      HistoryRecord record = RecordJson.read(line(log, id));
      write(out, row(cells(record)));
      head = record.chain();
    }
    write(out, row(List.of("head", "", "", "", "", "", "", "", "", "", "", "", "", "", head)));
  }

  private static List<String> cells(HistoryRecord record) {
    return List.of(String.valueOf(record.id()), text(record.version()), RecordJson.word(record.kind()), record.at().toString(),
        record.author().name(), String.valueOf(record.author().proved()), RecordJson.word(record.author().source()),
        record.reason(),
        record.hash(), text(record.parent()), text(record.rollbackOf()),
        record.mode() == null ? "" : RecordJson.word(record.mode()),
        record.changes().stream().map(ChangeText::line).collect(Collectors.joining("\n")),
        record.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")), record.chain());
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream().map(HistoryExport::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String cell(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
  }

  private static String line(HistoryLog log, long id) throws IOException {
    String line = log.line(id);
    if (line == null) {
      throw new IOException("record " + id + " has been let go of meanwhile; export again");
    }
    return line;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
