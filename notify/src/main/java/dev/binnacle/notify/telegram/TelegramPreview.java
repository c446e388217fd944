package dev.binnacle.notify.telegram;

import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.Letter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chat of Telegram would show, without sending it. A pure function.
 *
 * @param html in Telegram's subset: {@code b}, {@code i} and text in which {@code < > & "} are escaped, lines parted by line feeds, so that it
 *     can be put into a page as it is
 * @param buttons under the message, in rows of two
 * @param picture the name of the picture above it; empty for none
 * @param silent whether it would not ring
 */
public record TelegramPreview(String html, List<Button> buttons, String picture, boolean silent) {
  public TelegramPreview {
    buttons = List.copyOf(buttons);
  }

  /** @param address where it leads; empty for a button that gives a command */
  public record Button(String label, String address) {}

  /** The messages as which a dispatch would arrive, in order. */
  public static List<TelegramPreview> of(Dispatch dispatch, ChannelSettings.Telegram settings) {
    Letter letter = dispatch.letter();
    Charts.Picture chart = dispatch.chart();
    boolean silent = dispatch.silent() || dispatch.message().silent();
    List<Button> buttons = Keyboard.of(dispatch.message(), settings.commands()).stream()
        .map(button -> new Button(button.text(), button.isAddress() ? button.data() : ""))
        .toList();
    List<TelegramHtml.Page> caption = TelegramHtml.pages(letter, TelegramHtml.LONGEST_CAPTION);
    if (chart != null && caption.size() == 1) {
      return List.of(new TelegramPreview(caption.getFirst().html(), buttons, chart.name(), silent));
    }
    List<TelegramHtml.Page> pages = TelegramHtml.pages(letter, TelegramHtml.LONGEST_TEXT);
    List<TelegramPreview> shown = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      shown.add(new TelegramPreview(pages.get(i).html(), i == pages.size() - 1 ? buttons : List.of(), "", silent));
    }
    if (chart != null) {
      shown.add(new TelegramPreview(TelegramHtml.escape(chart.description()), List.of(), chart.name(), silent));
    }
    return List.copyOf(shown);
  }
}
