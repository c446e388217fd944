package dev.binnacle.notify.sms;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Text as a telephone takes it (3GPP TS 23.038): 160 characters of the GSM alphabet or 70 of UCS-2, and 153 or 67 in each piece of a
 * longer one. A single character outside the alphabet more than halves what fits, so such characters are written otherwise where a
 * reader loses nothing.
 */
final class ShortText {
  /** What a gateway takes: https://www.twilio.com/docs/api/errors/21617. */
  static final int LONGEST = 1_600;

  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
          + "¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final String EXTENDED = "\f^{}\\[~]|€";
  private static final Map<String, String> OTHERWISE = Map.ofEntries(
      Map.entry("…", "..."), Map.entry("–", "-"), Map.entry("—", "-"), Map.entry("−", "-"), Map.entry("‘", "'"),
      Map.entry("’", "'"),
      Map.entry("“", "\""), Map.entry("”", "\""), Map.entry("„", "\""), Map.entry("\u00a0", " "), Map.entry("\t", " "),
      Map.entry("×", "x"), Map.entry("≤", "<="), Map.entry("≥", ">="), Map.entry("→", "->"), Map.entry("·", "-"),
      Map.entry("•", "-"));

  private ShortText() {}

  /** Without pictures, and with characters of the GSM alphabet where they say the same. */
  static String simple(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> {
      String one = Character.toString(c);
      int type = Character.getType(c);
      if (isGsm(one)) {
        out.append(one);
      } else if (OTHERWISE.containsKey(one)) {
        out.append(OTHERWISE.get(one));
      } else if (type != Character.OTHER_SYMBOL && type != Character.FORMAT && type != Character.NON_SPACING_MARK) {
        String bare = Normalizer.normalize(one, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        out.append(isGsm(bare) && !bare.isEmpty() ? bare : one);
      }
    });
    return out.toString().strip();
  }

  static boolean isGsm(String text) {
    return text.chars().allMatch(c -> BASIC.indexOf(c) >= 0 || EXTENDED.indexOf(c) >= 0);
  }

  /** How many messages a telephone network makes of it, each of which is paid for. */
  static int segments(String text) {
    boolean gsm = isGsm(text);
    int length = units(text, gsm);
    int single = gsm ? 160 : 70;
    int several = gsm ? 153 : 67;
    return length <= single ? 1 : (length + several - 1) / several;
  }

  /**
   * Lines in texts of at most {@link #LONGEST} characters and ten segments each, each with the note. Nothing is left out.
   *
   * @param note empty for none
   */
  static List<String> pages(List<String> lines, String note) {
    boolean gsm = isGsm(note) && lines.stream().allMatch(ShortText::isGsm);
    String end = note.isEmpty() ? "" : "\n" + note;
    return pages(lines, gsm, (gsm ? 1_530 : 670) - units(end, gsm)).stream().map(page -> page + end).toList();
  }

  private static List<String> pages(List<String> lines, boolean gsm, int most) {
    List<String> pages = new ArrayList<>();
    StringBuilder page = new StringBuilder();
    int length = 0;
    for (String line : lines) {
      if (length > 0 && length + 1 + units(line, gsm) > most) {
        pages.add(page.toString());
        page.setLength(0);
        length = 0;
      }
      if (length > 0) {
        page.append('\n');
        length++;
      }
      for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
        String one = Character.toString(line.codePointAt(i));
        if (length + units(one, gsm) > most) {
          pages.add(page.toString());
          page.setLength(0);
          length = 0;
        }
        page.append(one);
        length += units(one, gsm);
      }
    }
    pages.add(page.toString());
    return pages;
  }

  private static int units(String text, boolean gsm) {
    return gsm ? (int) text.chars().map(c -> EXTENDED.indexOf(c) >= 0 ? 2 : 1).sum() : text.length();
  }
}
