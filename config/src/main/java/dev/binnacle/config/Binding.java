package dev.binnacle.config;

/**
 * How a checked document becomes what the program reads.
 *
 * <p><b>Threads:</b> thread-safe, as long as the record's constructors are.
 *
 * @param <C> what the program reads; deeply immutable if its parts are
 */
public interface Binding<C> {
  /**
   * The values of a document.
   *
   * @throws RefusedConfigException with every problem
   */
  C bind(Document document);

  /**
   * As {@link #bind(Document)}, for a binding that reads the text by itself; this is what is asked of a file's content.
   *
   * @param text what the document was read from
   * @throws RefusedConfigException with every problem
   */
  default C bind(Document document, String text) {
    return bind(document);
  }

  /**
   * Reads into a record, strictly: no value is converted to another type, every component that is neither nullable nor optional must be
   * there, and no other key but {@code x-…} may be.
   *
   * <p>Takes {@code boolean}, {@code int}, {@code long}, {@code double}, {@code BigDecimal}, {@code String}, {@code Duration} ({@code 300s},
   * {@code 5m}, ISO, or seconds), {@code LocalDate}, {@code LocalTime}, {@code Instant}, {@code ZoneId}, {@code URI}, {@code Path}, enums by
   * name in any spelling, records, sealed interfaces of records (told by the key {@code type}), {@link Node} for what is to stay as it is,
   * and {@code List}, {@code Set}, {@code Map} and {@code Optional} of these; collections are immutable copies. The keys of components are
   * taken in every spelling of {@link KeyStyle}, both at once are refused. What a constructor throws is a problem of that record.
   *
   * <p>Bounds such as {@link Range} are the {@linkplain Schema#of schema's} to check.
   *
   * @throws IllegalArgumentException if it has a component that no value of a file can be read into
   */
  static <C> Binding<C> record(Class<C> type) {
    return RecordBinding.of(type);
  }

  /** The values as they are. */
  static Binding<Node.Section> tree() {
    return Document::root;
  }
}
