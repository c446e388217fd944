package dev.binnacle.engine.fleet;

import dev.binnacle.model.Event;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.InstancePolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/*
 * Whose word counts for the present
 * ---------------------------------
 * A bot of one instance is owned by the newest: by its own word when it began, or else by when it was first seen. A newer one takes
 * over with its first durable event; its samples alone do not, for they may run ahead of an old spool. An owner that has said
 * good-bye, or was silent until it counted as offline, loses the bot to whoever speaks live: a clock that was set back must not lock
 * a bot out for good. An older instance that speaks beside a living owner is fenced.
 *
 * Of shards each owns a part. A new one takes over the part of one that is gone, the longest gone first, so that a restarted shard
 * is not counted twice; if none is gone it is one more.
 *
 * An instance that is heard from a spool only, and is older than the owner, changes nothing and is not reported.
 */
final class Ownership {
  private Ownership() {}

  /** What the event decides about the bot's owner, if anything. */
  static Fact.@Nullable OfBot settle(Bot bot, InstanceId id, Event event, boolean live, Instant now) {
    Instance speaker = bot.dossier().instances().find(id);
    if (bot.dossier().policy() == InstancePolicy.SHARDS) {
      return speaker != null && speaker.owns() ? null : shard(bot, id, speaker, event, live, now);
    }
    Instance owner = bot.dossier().owner();
    if (owner == null) {
      return live || event.isDurable() ? new Fact.OwnerChanged(bot.id(), now, id, null) : null;
    }
    if (owner == speaker) {
      return event instanceof Event.Started started ? older(bot, owner, earlier(started.at(), now), now) : null;
    }
    if (takesOver(bot, owner, speaker, event, live, now)) {
      return new Fact.OwnerChanged(bot.id(), now, id, owner.id);
    }
    boolean reported = speaker == null ? !event.isDurable() : owner.id.equals(speaker.fencedUnder);
    return live && !reported ? new Fact.InstanceFenced(bot.id(), now, id, owner.id) : null;
  }

  private static boolean takesOver(
      Bot bot, Instance owner, @Nullable Instance speaker, Event event, boolean live, Instant now) {
    if (live && bot.isGone(owner, now)) {
      return true;
    }
    if (event instanceof Event.Started started) {
      return earlier(started.at(), now).isAfter(owner.beginning()) || (live && owner.began == null && speaker == null);
    }
    if (speaker == null) {
      return live && event.isDurable();
    }
    return live && speaker.beginning().isAfter(owner.beginning());
  }

  /** The owner tells when it began, and one that it took over from began later. */
  private static Fact.@Nullable OfBot older(Bot bot, Instance owner, Instant began, Instant now) {
    Instance newest = null;
    for (Instance other : bot.dossier().instances().all()) {
      boolean newer = other != owner && other.began != null && !other.ended && other.began.isAfter(began);
      if (newer && (newest == null || other.beginning().isAfter(newest.beginning()))) {
        newest = other;
      }
    }
    boolean first = owner.began == null;
    return first && newest != null ? new Fact.OwnerChanged(bot.id(), now, newest.id, owner.id) : null;
  }

  private static Fact.@Nullable OfBot shard(
      Bot bot, InstanceId id, @Nullable Instance speaker, Event event, boolean live, Instant now) {
    boolean begins = event instanceof Event.Started && speaker == null;
    if (!live && !begins) {
      return null;
    }
    Instance gone = null;
    for (Instance other : bot.dossier().instances().all()) {
      if (other.owns() && bot.isGone(other, now) && (gone == null || longerGone(other, gone))) {
        gone = other;
      }
    }
    return new Fact.OwnerChanged(bot.id(), now, id, gone == null || speaker != null ? null : gone.id);
  }

  private static boolean longerGone(Instance one, Instance other) {
    Instant sign = one.part == null ? null : one.part.sign();
    Instant otherSign = other.part == null ? null : other.part.sign();
    return otherSign != null && (sign == null || sign.isBefore(otherSign));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
