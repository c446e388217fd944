package dev.binnacle.web.api;

import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltedOrder;
import dev.binnacle.model.HaltedPosition;
import dev.binnacle.web.view.Incident;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Incidents as files that a person attaches to a report. Bots chose many of the words: nothing in them is to do anything. */
final class IncidentText {
  private static final String FORMULA = "=+-@\t\r";

  private IncidentText() {}

  /** RFC 4180, with a first line of names. */
  static String csv(Incident incident) {
    StringBuilder csv = new StringBuilder("at,kind,bot,what,detail,id,link\r\n");
    for (Incident.Line line : incident.lines()) {
      csv.append(line.at()).append(',').append(word(line.kind())).append(',').append(cell(name(line.bot()))).append(',')
          .append(cell(line.what())).append(',').append(cell(line.detail())).append(',').append(cell(line.id())).append(',')
          .append(cell(line.link())).append("\r\n");
    }
    return csv.toString();
  }

  /** A cell that a spreadsheet takes for a formula is made a text. */
  private static String cell(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    String safe = FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }

  static String markdown(Incident incident) {
    Halt halt = incident.halt();
    StringBuilder text = new StringBuilder("# Halt ").append(halt.id()).append("\n\n");
    item(text, "Scope", halt.scope().toString());
    item(text, "Mode", word(halt.mode()));
    item(text, "State", word(halt.state()) + " since " + halt.since());
    halt.requests().forEach(
        request -> item(text, "Asked for",
            request.at() + " by " + request.by() + " (" + word(request.origin()) + "): " + request.reason()));
    Halt.Release release = halt.released();
    item(text, "Released", release == null ? "not yet" : release.at() + " by " + release.by() + ": " + release.reason());
    item(text, "Looked at", incident.from() + " to " + incident.to());
    halt.bots().forEach(bot -> bot(text, bot));
    lines(text, incident);
    return text.toString();
  }

  private static void bot(StringBuilder text, BotHalt bot) {
    text.append("\n## ").append(plain(bot.bot().value())).append("\n\n");
    item(text, "State", word(bot.state()) + ": " + bot.reason());
    item(text, "Proof", word(bot.proof()));
    bot.residue().forEach(left -> item(text, "Left", left));
    if (!bot.orders().isEmpty()) {
      text.append("\n| order | symbol | what became of it | proved | detail |\n|---|---|---|---|---|\n");
      bot.orders().forEach(order -> row(text, order));
    }
    if (bot.ordersInAll() > bot.orders().size()) {
      text.append("\n").append(bot.ordersInAll() - bot.orders().size()).append(" more orders are not listed.\n");
    }
    if (!bot.positions().isEmpty()) {
      text.append("\n| position | before | after | what became of it | detail |\n|---|---|---|---|---|\n");
      bot.positions().forEach(position -> row(text, position));
    }
  }

  private static void row(StringBuilder text, HaltedOrder order) {
    row(text, order.id().value(), order.symbol() == null ? null : order.symbol().value(), word(order.outcome()),
        order.proved() ? "yes" : "NO", order.detail());
  }

  private static void row(StringBuilder text, HaltedPosition position) {
    row(text, position.symbol().value(), position.before().toPlainString(),
        position.after() == null ? null : position.after().toPlainString(), word(position.outcome()), position.detail());
  }

  private static void lines(StringBuilder text, Incident incident) {
    text.append("\n## What happened\n\n");
    if (incident.leftOut() > 0 || !incident.whole()) {
      text.append("Not all of it is listed: those lines are that are nearest to the begin.\n\n");
    }
    text.append("| at | kind | bot | what | detail |\n|---|---|---|---|---|\n");
    incident.lines().forEach(
        line -> row(text, line.at().toString(), word(line.kind()), name(line.bot()), line.what(), line.detail()));
  }

  private static void item(StringBuilder text, String name, String value) {
    text.append("- ").append(name).append(": ").append(plain(value)).append('\n');
  }

  private static void row(StringBuilder text, @Nullable String... cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ').append(cell == null ? "" : plain(cell)).append(" |");
    }
    text.append('\n');
  }

  /** No markup, no second line, no second cell. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> {
      if (c < ' ') {
        plain.append(' ');
      } else if (c == '<') {
        plain.append("&lt;");
      } else {
        if ("\\`*_[]|#".indexOf(c) >= 0) {
          plain.append('\\');
        }
        plain.appendCodePoint(c);
      }
    });
    return plain.toString();
  }

  private static @Nullable String name(@Nullable BotId bot) {
    return bot == null ? null : bot.value();
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
