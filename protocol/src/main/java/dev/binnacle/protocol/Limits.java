package dev.binnacle.protocol;

/**
 * How much one sender can ask a reader to do.
 *
 * @param frameBytes the largest frame of a link, in bytes
 * @param bodyBytes the largest body of a request, in bytes, after it is unpacked
 * @param events the most events in a batch
 * @param depth how deep the JSON of one event may be nested; the event itself is 1
 * @param textLength the longest text in an event, in UTF-16 units; the model sets shorter ones for most fields
 * @param numberLength the longest number as it is written, in characters
 * @param gzipRatio how many times larger than what was sent a body may become when it is unpacked; only judged from 64 KiB on
 */
public record Limits(
    int frameBytes, int bodyBytes, int events, int depth, int textLength, int numberLength, int gzipRatio) {
  public static final Limits DEFAULT = new Limits(1 << 20, 8 << 20, 10_000, 8, 4_000, 100, 200);

  public Limits {
    require(frameBytes, "frameBytes");
    require(bodyBytes, "bodyBytes");
    require(events, "events");
    require(depth, "depth");
    require(textLength, "textLength");
    require(numberLength, "numberLength");
    require(gzipRatio, "gzipRatio");
  }

  private static void require(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more, was " + value);
    }
  }
}
