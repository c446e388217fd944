package dev.binnacle.notify;

import dev.binnacle.model.Alert;
import dev.binnacle.model.Notice;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where it says what to do. The runbooks of the stock are a page of the dashboard and named by its path; people read messages elsewhere,
 * so there the path becomes an address. An address that somebody wrote into a rule stays as it is.
 */
final class Runbook {
  private static final Pattern PATH = Pattern.compile("(?<!\\S)/runbooks#[A-Za-z0-9._-]+");
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");

  private Runbook() {}

  /** @param dashboard where people reach it; null when nobody knows, which leaves paths as they are */
  static Notice reachable(Notice notice, @Nullable URI dashboard) {
    if (dashboard == null || notice.alerts().stream().noneMatch(alert -> namesPath(alert.runbook()))) {
      return notice;
    }
    String origin = dashboard.toString().replaceFirst("/+$", "");
    List<Alert> alerts = notice.alerts().stream().map(alert -> reachable(alert, origin)).toList();
    return new Notice(
        notice.id(), notice.at(), notice.kind(), notice.level(), notice.group(), alerts, notice.channels(), notice.heldBack());
  }

  private static Alert reachable(Alert alert, String origin) {
    String text = alert.runbook();
    if (text == null || !namesPath(text)) {
      return alert;
    }
    String absolute = PATH.matcher(text).replaceAll(path -> Matcher.quoteReplacement(origin + path.group()));
    return new Alert(
        alert.id(), alert.rule(), alert.subject(), alert.level(), alert.state(), alert.begun(), alert.since(), alert.value(),
        alert.threshold(), alert.reason(), alert.evidence(), alert.labels(), absolute, alert.acknowledged(), alert.silenced());
  }

  private static boolean namesPath(@Nullable String text) {
    return text != null && PATH.matcher(text).find();
  }

  /** The address that a text names, without the words around it; the text itself when it names none. */
  static @Nullable String address(@Nullable String text) {
    Matcher found = ADDRESS.matcher(text == null ? "" : text);
    return found.find() ? found.group() : text;
  }

  /** The text as HTML, with its address as a link. */
  static String html(String text) {
    Matcher found = ADDRESS.matcher(text);
    if (!found.find()) {
      return LetterHtml.escaped(text);
    }
    String address = LetterHtml.escaped(found.group());
    return LetterHtml.escaped(text.substring(0, found.start())) + "<a href=\"" + address + "\">" + address + "</a>"
        + LetterHtml.escaped(text.substring(found.end()));
  }
}
