package dev.binnacle.notify.telegram;

import dev.binnacle.notify.Pieces;
import dev.binnacle.notify.Role;
import dev.binnacle.notify.Wording;
import dev.binnacle.notify.telegram.Audit.Verdict;
import dev.binnacle.notify.telegram.CommandLine.Read;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a person may, asks before it acts, and records all of it. It knows nothing of how words travel.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class Desk {
  /** What is older was said to a Binnacle that was not there, about a market that has moved on. */
  static final Duration STALE = Duration.ofSeconds(60);
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
  private static final int MOST_STRANGERS = 1_000;
  private static final int MOST_CHOICES = 20;
  private static final int LONGEST_RECORD = 300;

  private final Map<Long, Person> people;
  private final Fleet fleet;
  private final Audit audit;
  private final InstantSource clock;
  private final Confirmations confirmations = new Confirmations();
  private final Set<Long> strangers = new HashSet<>();

  Desk(Collection<Person> people, Fleet fleet, Audit audit, InstantSource clock) {
    this.people = people.stream().collect(Collectors.toUnmodifiableMap(Person::user, Function.identity(), (first, _) -> first));
    this.fleet = fleet;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What to say.
   *
   * @param instead whether it takes the place of the message under which a button was pressed
   */
  record Say(List<String> lines, List<Keyboard.Button> buttons, boolean instead) {
    static Say of(String line) {
      return new Say(List.of(line), List.of(), false);
    }
  }

  /** What to say to it; empty for nothing. */
  Optional<Say> handle(Update update, String bot) {
    Person person = people.get(update.user());
    Read read = update.isPress() ? CommandLine.ofButton(update.text()) : CommandLine.read(update.text(), bot);
    boolean talk = read instanceof Read.NotForUs || read instanceof Read.Unknown;
    if (talk && !update.isPress() && !(update.isPrivate() && person != null)) {
      return Optional.empty();
    }
    if (person == null) {
      return deny(update);
    }
    Duration age = Duration.between(update.at(), clock.instant());
    if (!update.isPress() && age.compareTo(STALE) > 0) {
      record(update, person, Verdict.STALE, "");
      return Optional.of(Say.of("Not done, since you said it " + Wording.duration(age) + " ago: "
          + Pieces.shortened(update.text().strip(), 100) + "\nSay it again if it is still meant."));
    }
    return Optional.of(answer(update, person, read));
  }

  private Say answer(Update update, Person person, Read read) {
    try {
      if (update.isPress() && (update.text().startsWith("ok ") || update.text().startsWith("no "))) {
        return settle(update, person);
      }
      return switch (read) {
        case Read.Help _ -> said(update, person, Verdict.SHOWN, new Say(help(person), List.of(), false));
        case Read.Show show -> show(update, person, show);
        case Read.Do(var act) -> ask(update, person, act);
        case Read.Unknown(var word) ->
            said(update, person, Verdict.UNCLEAR, Say.of("I do not know /" + word + ". /help lists what I know."));
        case Read.Unclear(var why) -> said(update, person, Verdict.UNCLEAR, Say.of(why));
        case Read.NotForUs _ -> said(update, person, Verdict.UNCLEAR, Say.of("I take commands only. /help lists them."));
      };
    } catch (RuntimeException e) {
      LOG.error("a command of {} failed", person.operator(), e);
      return said(update, person, Verdict.FAILED, Say.of("That went wrong here; the server's log says why."));
    }
  }

  private Say show(Update update, Person person, Read.Show show) {
    Fleet.Reply reply = fleet.show(show.topic(), show.bot());
    List<Keyboard.Button> buttons = reply.choices().stream()
        .filter(choice -> choice.command().length() <= Keyboard.LONGEST_DATA)
        .limit(MOST_CHOICES)
        .map(choice -> Keyboard.Button.press(choice.label(), choice.command()))
        .toList();
    List<String> lines = reply.lines().isEmpty() ? List.of("Nothing.") : reply.lines();
    return said(update, person, Verdict.SHOWN, new Say(lines, buttons, false));
  }

  private Say ask(Update update, Person person, Act act) {
    if (person.role().compareTo(act.needs()) < 0) {
      return said(update, person, Verdict.DENIED,
          Say.of("You may not " + act.sentence() + ": that takes the role " + word(act.needs()) + ", yours is "
              + word(person.role()) + "."));
    }
    String nonce = confirmations.ask(act, update.user(), update.chat(), clock.instant());
    String question = "Really " + act.sentence() + "? This question holds for " + Wording.duration(Confirmations.VALID) + ".";
    return said(update, person, Verdict.ASKED, new Say(List.of(question),
        List.of(Keyboard.Button.press("Yes", "ok " + nonce), Keyboard.Button.press("No", "no " + nonce)), false));
  }

  private Say settle(Update update, Person person) {
    Instant now = clock.instant();
    Optional<Act> asked = confirmations.take(update.text().substring(3), update.user(), update.chat(), now);
    if (asked.isEmpty()) {
      return said(update, person, Verdict.EXPIRED,
          Say.of("Not done: this question is answered already, too old, or not yours. Give the command again."));
    }
    Act act = asked.get();
    if (update.text().startsWith("no ")) {
      return recorded(update, person, act.sentence(), Verdict.CANCELLED, "Not done, as you wish: " + act.sentence() + ".");
    }
    Fleet.Result result = fleet.carryOut(act, person);
    return recorded(update, person, act.sentence(), switch (result) {
      case Fleet.Result.Done _ -> Verdict.DONE;
      case Fleet.Result.Refused _ -> Verdict.REFUSED;
      case Fleet.Result.Unavailable _ -> Verdict.UNAVAILABLE;
    }, result.text());
  }

  private Say recorded(Update update, Person person, String act, Verdict verdict, String text) {
    audit.record(entry(update, person, act, verdict, text));
    return new Say(List.of(text), List.of(), true);
  }

  /** Says once to a stranger who they are, so that they can be let in; then nothing, so that nobody makes it talk. */
  private Optional<Say> deny(Update update) {
    String answer = "You are not among those who may ask. Your user id is " + update.user() + ".";
    boolean first = strangers.size() < MOST_STRANGERS && strangers.add(update.user());
    record(update, null, Verdict.DENIED, first ? answer : "");
    return first ? Optional.of(Say.of(answer)) : Optional.empty();
  }

  private Say said(Update update, Person person, Verdict verdict, Say say) {
    record(update, person, verdict, say.lines().getFirst());
    return say;
  }

  private void record(Update update, @Nullable Person person, Verdict verdict, String result) {
    // What a button of a confirmation holds would let a reader of the records press it.
    boolean secret = update.isPress() && (update.text().startsWith("ok ") || update.text().startsWith("no "));
    audit.record(entry(update, person, secret ? update.text().substring(0, 2) : update.text(), verdict, result));
  }

  private Audit.Entry entry(Update update, @Nullable Person person, String said, Verdict verdict, String result) {
    return new Audit.Entry(clock.instant(), update.user(), person == null ? null : person.operator(), update.chat(),
        Pieces.shortened(said, LONGEST_RECORD), verdict, Pieces.shortened(result, LONGEST_RECORD));
  }

  private static List<String> help(Person person) {
    List<String> lines = new ArrayList<>();
    lines.add("# Binnacle");
    lines.add("Ask, if you like of one bot, as in /status btc-trend:");
    for (Topic topic : Topic.values()) {
      lines.add("/" + topic.word() + " - " + topic.purpose());
    }
    lines.add("");
    lines.add("# What acts asks first, and takes a role");
    lines.add("/ack ALERT [comment] - trader");
    lines.add("/silence ALERT-or-BOT [2h] [until-resolved] [comment] - trader");
    lines.add("/pause BOT - trader; all bots: admin");
    lines.add("/resume BOT - operator; all bots: admin");
    lines.add("/halt BOT [stop|cancel|liquidate] [reason] - operator; all bots: admin");
    lines.add("/config BOT NAME=VALUE - admin");
    lines.add("");
    lines.add("You are " + person.operator() + ", " + word(person.role()) + ".");
    return lines;
  }

  private static String word(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }
}
