package dev.binnacle.protocol;

/**
 * Some of the fields of an event.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param low a bit for each of the first 64 fields
 * @param high a bit for each of the rest
 */
record FieldSet(long low, long high) {
  static final FieldSet NONE = new FieldSet(0, 0);

  static FieldSet of(Field... fields) {
    long low = 0;
    long high = 0;
    for (Field field : fields) {
      if (field.isHigh()) {
        high |= field.bit();
      } else {
        low |= field.bit();
      }
    }
    return new FieldSet(low, high);
  }

  FieldSet and(FieldSet other) {
    return new FieldSet(low | other.low, high | other.high);
  }

  FieldSet without(FieldSet other) {
    return new FieldSet(low & ~other.low, high & ~other.high);
  }

  boolean isEmpty() {
    return (low | high) == 0;
  }

  boolean has(Field field) {
    return ((field.isHigh() ? high : low) & field.bit()) != 0;
  }

  /** The first of them in the order of {@link Field}; there must be one. */
  Field first() {
    return Field.at(low != 0 ? Long.numberOfTrailingZeros(low) : Long.SIZE + Long.numberOfTrailingZeros(high));
  }
}
