package dev.binnacle.protocol;

import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Currency;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import java.time.Instant;

/**
 * The facts of a journal entry. Tags and the order of members are kept for good: a new member is a new tag.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
final class FactCodec {
  private static final int ACCEPTED = 1;
  private static final int REFUSED = 2;
  private static final int GAP_FOUND = 3;
  private static final int EQUITY_MARKED = 4;
  private static final int STATUS_CHANGED = 5;
  private static final int OWNER_CHANGED = 6;
  private static final int INSTANCE_FENCED = 7;
  private static final int BOT_FORGOTTEN = 8;
  private static final int CONFIG_SEEN = 9;

  private static final int LENGTH = 4;

  private final EventReader reader = new EventReader();

  void write(OutputBuffer out, Fact fact) {
    if (fact instanceof Fact.OfAlerts ofAlerts) {
      AlertFactCodec.write(out, ofAlerts);
    } else if (fact instanceof Fact.OfBot ofBot) {
      write(out, ofBot);
    } else if (fact instanceof Fact.OfControl ofControl) {
      ControlFactCodec.write(out, ofControl);
    }
  }

  private static void write(OutputBuffer out, Fact.OfBot fact) {
    // Not a pattern switch: this room is compiled for Java 17. A test enumerates the facts.
    if (fact instanceof Fact.Accepted accepted) {
      begin(out, ACCEPTED, fact);
      out.writeFixedLong(accepted.contentHash());
      envelope(out, accepted.envelope());
    } else if (fact instanceof Fact.Refused refused) {
      begin(out, REFUSED, fact);
      text(out, refused.instance().value());
      out.writeVarint(refused.seq());
      out.writeFixedLong(refused.contentHash());
    } else if (fact instanceof Fact.GapFound gap) {
      begin(out, GAP_FOUND, fact);
      text(out, gap.instance().value());
      out.writeVarint(gap.from());
      out.writeVarint(gap.to());
      ByteInput.writeInstant(out, gap.at());
    } else if (fact instanceof Fact.EquityMarked marked) {
      begin(out, EQUITY_MARKED, fact);
      ByteInput.writeInstant(out, marked.at());
      text(out, marked.currency().code());
      FactParts.decimal(out, marked.balance());
      FactParts.decimal(out, marked.unrealized());
    } else if (fact instanceof Fact.StatusChanged changed) {
      begin(out, STATUS_CHANGED, fact);
      ByteInput.writeInstant(out, changed.at());
      text(out, Words.of(changed.from()));
      text(out, Words.of(changed.to()));
      text(out, changed.reason());
    } else if (fact instanceof Fact.OwnerChanged changed) {
      begin(out, OWNER_CHANGED, fact);
      ByteInput.writeInstant(out, changed.at());
      text(out, changed.owner().value());
      text(out, changed.before() == null ? "" : changed.before().value());
    } else if (fact instanceof Fact.InstanceFenced fenced) {
      begin(out, INSTANCE_FENCED, fact);
      ByteInput.writeInstant(out, fenced.at());
      text(out, fenced.instance().value());
      text(out, fenced.owner().value());
    } else if (fact instanceof Fact.BotForgotten forgotten) {
      begin(out, BOT_FORGOTTEN, fact);
      ByteInput.writeInstant(out, forgotten.at());
      text(out, forgotten.operator());
    } else if (fact instanceof Fact.ConfigSeen seen) {
      begin(out, CONFIG_SEEN, fact);
      ByteInput.writeInstant(out, seen.at());
      text(out, seen.instance().value());
      out.writeVarint(seen.version() == null ? 0 : seen.version());
      text(out, seen.hash());
      out.write(seen.applied() ? 1 : 0);
      out.write(seen.reason() == null ? 0 : 1);
      text(out, seen.reason() == null ? "" : seen.reason());
    } else {
      throw new IllegalStateException("no encoding for " + fact.getClass());
    }
  }

  Fact read(ByteInput in) {
    int at = in.position();
    int tag = in.readByte();
    if (AlertFactCodec.isTag(tag)) {
      return AlertFactCodec.read(tag, in);
    }
    if (ControlFactCodec.isTag(tag)) {
      return ControlFactCodec.read(tag, in);
    }
    BotId bot = new BotId(in.readText());
    return switch (tag) {
      case ACCEPTED -> {
        long hash = in.readFixedLong();
        yield new Fact.Accepted(bot, envelope(in), hash);
      }
      case REFUSED -> new Fact.Refused(bot, instance(in), in.readVarint(), in.readFixedLong());
      case GAP_FOUND -> new Fact.GapFound(bot, instance(in), in.readVarint(), in.readVarint(), in.readInstant());
      case EQUITY_MARKED -> equityMarked(in, bot);
      case STATUS_CHANGED -> new Fact.StatusChanged(bot, in.readInstant(), status(in), status(in), in.readText());
      case OWNER_CHANGED -> ownerChanged(in, bot);
      case INSTANCE_FENCED -> new Fact.InstanceFenced(bot, in.readInstant(), instance(in), instance(in));
      case BOT_FORGOTTEN -> new Fact.BotForgotten(bot, in.readInstant(), in.readText());
      case CONFIG_SEEN -> configSeen(in, bot);
      default -> throw new DamagedEntryException(at, "no fact has the tag " + tag + ": a newer version may have written it");
    };
  }

  private static Fact equityMarked(ByteInput in, BotId bot) {
    Instant at = in.readInstant();
    return new Fact.EquityMarked(bot, at, new Currency(in.readText()), FactParts.decimal(in), FactParts.decimal(in));
  }

  private static Fact ownerChanged(ByteInput in, BotId bot) {
    Instant at = in.readInstant();
    InstanceId owner = instance(in);
    String before = in.readText();
    return new Fact.OwnerChanged(bot, at, owner, before.isEmpty() ? null : new InstanceId(before));
  }

  private static Fact configSeen(ByteInput in, BotId bot) {
    Instant at = in.readInstant();
    InstanceId instance = instance(in);
    long version = in.readVarint();
    String hash = in.readText();
    boolean applied = in.readByte() == 1;
    boolean hasReason = in.readByte() == 1;
    String reason = in.readText();
    return new Fact.ConfigSeen(bot, at, instance, version == 0 ? null : version, hash, applied, hasReason ? reason : null);
  }

  private static void begin(OutputBuffer out, int tag, Fact.OfBot fact) {
    out.write(tag);
    text(out, fact.bot().value());
  }

  private static void envelope(OutputBuffer out, Envelope envelope) {
    int from = out.length();
    out.writeInt(0);
    new EventWriter(out).write(envelope);
    out.patchInt(from, out.length() - from - LENGTH);
  }

  private Envelope envelope(ByteInput in) {
    int at = in.position() + LENGTH;
    int length = in.readInt();
    int from = in.skip(length);
    try {
      return reader.readOne(in.array(), from, length);
    } catch (IllegalArgumentException e) {
      throw new DamagedEntryException(at, "a journal entry holds an unreadable event: " + e.getMessage(), e);
    }
  }

  private static void text(OutputBuffer out, String text) {
    ByteInput.writeText(out, text);
  }

  /** Digits in the canonical form; sums of balances may have more of them than an event may. */
  private static InstanceId instance(ByteInput in) {
    return new InstanceId(in.readText());
  }

  private static BotStatus status(ByteInput in) {
    int at = in.position();
    String word = in.readText();
    BotStatus status = Words.BOT_STATUS.parse(word);
    if (status == null) {
      throw new DamagedEntryException(at, "a journal entry holds the unknown status " + Refusal.shown(word));
    }
    return status;
  }
}
