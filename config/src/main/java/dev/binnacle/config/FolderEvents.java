package dev.binnacle.config;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the folders of the file and of every link on the way to it. Its thread never ends on an error: it registers again, with
 * pauses that grow to half a minute, and until then the safety poll alone notices saves.
 */
final class FolderEvents implements EventSource {
  private static final Logger LOG = LoggerFactory.getLogger("binnacle.config");
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  private final Path file;
  private @Nullable Thread thread;
  private volatile boolean stopped;

  FolderEvents(Path file) {
    this.file = file;
  }

  @Override
  public void start(Runnable hint, Board board) {
    stopped = false;
    Thread watcher = new Thread(() -> run(hint, board), "config-watch-" + file.getFileName());
    watcher.setDaemon(true);
    thread = watcher;
    watcher.start();
  }

  @Override
  public void stop() {
    stopped = true;
    Thread watcher = thread;
    thread = null;
    if (watcher != null) {
      watcher.interrupt();
      try {
        watcher.join(2_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run(Runnable hint, Board board) {
    long pause = 250;
    while (!stopped) {
      try (WatchService service = FileSystems.getDefault().newWatchService()) {
        Map<WatchKey, Set<String>> keys = new HashMap<>();
        register(service, keys);
        board.over(Board.Trouble.WATCH);
        // What changed before the first registration left no event.
        hint.run();
        pause = 250;
        while (!stopped) {
          await(service, keys, hint);
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | ClosedWatchServiceException | UnsupportedOperationException e) {
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        if (board.trouble(Board.Trouble.WATCH, "saves are noticed by polling alone: " + e)) {
          LOG.warn("{} cannot be watched, saves are noticed by polling alone until it can", file, e);
        }
        hint.run();
        if (!rest(pause)) {
          return;
        }
      }
    }
  }

  private static boolean rest(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void await(WatchService service, Map<WatchKey, Set<String>> keys, Runnable hint)
      throws IOException, InterruptedException {
    // Wakes without an event too: a folder above the chain may have been swapped, of which no event tells.
    WatchKey key = service.poll(5, TimeUnit.SECONDS);
    boolean concerned = false;
    while (key != null) {
      concerned |= concerns(key.pollEvents(), keys.getOrDefault(key, Set.of()));
      if (!key.reset()) {
        keys.remove(key);
        concerned = true;
      }
      key = service.poll();
    }
    if (concerned) {
      hint.run();
    }
    register(service, keys);
  }

  /** An overflow concerns everybody: what it swallowed may have been ours. */
  static boolean concerns(List<WatchEvent<?>> events, Set<String> names) {
    for (WatchEvent<?> event : events) {
      Object name = event.context();
      if (name == null || names.contains(name.toString())) {
        return true;
      }
    }
    return false;
  }

  private void register(WatchService service, Map<WatchKey, Set<String>> keys) throws IOException {
    Set<WatchKey> wanted = new HashSet<>();
    boolean complete = true;
    for (Map.Entry<Path, Set<String>> folder : LinkChain.of(file).entrySet()) {
      try {
        WatchKey key = folder.getKey().register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        keys.put(key, folder.getValue());
        wanted.add(key);
      } catch (NoSuchFileException | NotDirectoryException e) {
        // On its way to be swapped: the folder that holds its link is watched.
        complete = false;
      }
    }
    if (wanted.isEmpty()) {
      throw new IOException("no folder on the way to " + file + " exists");
    }
    if (complete) {
      keys.keySet().removeIf(key -> {
        if (!wanted.contains(key)) {
          key.cancel();
          return true;
        }
        return false;
      });
    }
  }
}
