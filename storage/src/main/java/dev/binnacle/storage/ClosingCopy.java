package dev.binnacle.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A storage whose folder goes when it is closed. */
record ClosingCopy(Storage storage, Path directory) implements Storage {
  @Override
  public Journal journal() {
    return storage.journal();
  }

  @Override
  public History history() {
    return storage.history();
  }

  @Override
  public SampleStore samples() {
    return storage.samples();
  }

  @Override
  public Registry registry() {
    return storage.registry();
  }

  @Override
  public Outbox outbox() {
    return storage.outbox();
  }

  @Override
  public AlertLog alerts() {
    return storage.alerts();
  }

  @Override
  public ControlLog control() {
    return storage.control();
  }

  @Override
  public void checkpoint(long index, Instant at, byte[] state, Duration timeout) {
    storage.checkpoint(index, at, state, timeout);
  }

  @Override
  public void backup(Path target) {
    storage.backup(target);
  }

  @Override
  public List<String> verify() {
    return storage.verify();
  }

  @Override
  public void close() {
    storage.close();
    FolderCopy.delete(directory);
  }
}
