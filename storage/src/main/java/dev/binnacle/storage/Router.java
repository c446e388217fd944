package dev.binnacle.storage;

import dev.binnacle.model.JournalEntry;
import java.util.List;

/**
 * Says which parcels a journal entry means.
 *
 * <p>In one run it is asked once about an entry, unless it throws, in the order of the journal: it may count what it is asked. After a crash
 * it may be asked again, and should then give the same keys: a key that is known is passed over.
 *
 * <p><b>Threads:</b> called by one thread at a time, "binnacle-postman": it must be quick, and must not call the outbox.
 */
@FunctionalInterface
public interface Router {

  /**
   * The parcels in the order in which they are to be sent; empty for most entries. If this throws, it is asked twice more and then the
   * entry is passed over, counted, and kept among {@link Outbox#unrouted}.
   */
  List<Parcel> route(JournalEntry entry);
}
