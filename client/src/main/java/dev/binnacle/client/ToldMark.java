package dev.binnacle.client;

import dev.binnacle.config.HistoryRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to which record a history has been told, kept beside the history itself, so that the next run goes on from there. A record is known
 * by its number and its link, so that a history that was begun anew is told from its start.
 *
 * <p>The mark is written when the events lie in the spool. A process that is killed in the milliseconds between tells them twice, under
 * two numbers: the record's own number in the event says that it is the same.
 *
 * <p><b>Threads:</b> confined to the thread of the offers.
 */
final class ToldMark {
  private static final Logger LOG = LoggerFactory.getLogger(ToldMark.class);

  /** Of a history that was never told: its newest part. */
  private static final int MOST_OF_OLD = 1_000;

  private final Path file;
  private long id;
  private String chain = "";
  private boolean isKept = true;
  private boolean isFailureTold;

  ToldMark(Path file) {
    this.file = file;
    try {
      String[] words = Files.exists(file) ? Files.readString(file).strip().split(" ") : new String[0];
      if (words.length == 2 && words[0].matches("[1-9][0-9]{0,17}")) {
        id = Long.parseLong(words[0]);
        chain = words[1];
      }
    } catch (IOException e) {
      tell(e);
    }
  }

  /**
   * The first records after the mark, oldest first.
   *
   * @param pages gives the records before a number, newest first; empty when there are none
   */
  List<HistoryRecord> after(LongFunction<List<HistoryRecord>> pages, int most) {
    Deque<HistoryRecord> found = new ArrayDeque<>();
    long before = Long.MAX_VALUE;
    while (true) {
      List<HistoryRecord> page = pages.apply(before);
      for (HistoryRecord record : page) {
        boolean isMark = record.id() == id && record.chain().equals(chain);
        if (isMark || found.size() == MOST_OF_OLD) {
          return first(found, most);
        }
        found.addFirst(record);
        before = record.id();
      }
      if (page.isEmpty()) {
        return first(found, most);
      }
    }
  }

  private static List<HistoryRecord> first(Deque<HistoryRecord> records, int most) {
    List<HistoryRecord> first = new ArrayList<>(records);
    return first.subList(0, Math.min(most, first.size()));
  }

  void set(HistoryRecord record, boolean isSafe) {
    id = record.id();
    chain = record.chain();
    isKept = false;
    if (isSafe) {
      keep();
    }
  }

  /** Writes what is not written yet. */
  void keep() {
    if (isKept) {
      return;
    }
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, id + " " + chain + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      isKept = true;
    } catch (IOException e) {
      tell(e);
    }
  }

  private void tell(IOException failure) {
    if (!isFailureTold) {
      isFailureTold = true;
      LOG.warn("{} cannot be used: the next run may tell records of the configuration again", file, failure);
    }
  }
}
