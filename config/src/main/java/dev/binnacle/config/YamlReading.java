package dev.binnacle.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One strict reading of a YAML 1.2 text into values with their places, from the parser's events: so that depth, number of values and
 * aliases are bounded while reading, and duplicate keys are seen. Confined to one thread.
 */
final class YamlReading {
  static final int MAX_ALIASES = 50;

  private final SourceText source;
  private final Tally tally;
  private final YamlMarks marks;
  private final YamlScalars scalars;
  private final Iterator<Event> events;
  private final Map<Anchor, Site> anchors = new HashMap<>();
  private int aliases;

  private YamlReading(SourceText source, Iterator<Event> events) {
    this.source = source;
    this.events = events;
    tally = new Tally(source);
    marks = new YamlMarks(source.text());
    scalars = new YamlScalars(source, tally);
  }

  static Sited read(SourceText source) {
    LoadSettings settings = LoadSettings.builder().setUseMarks(true).setCodePointLimit(SourceText.MAX_BYTES).build();
    try {
      return new YamlReading(source, new Parse(settings).parseString(source.text()).iterator()).document();
    } catch (MarkedYamlEngineException e) {
      int offset =
          e.getProblemMark().map(mark -> new YamlMarks(source.text()).offset(mark.getIndex())).orElse(source.text().length());
      throw source.refusal(offset, "", "syntax", "this is not YAML: " + said(e), "see yaml.org/spec/1.2");
    } catch (YamlEngineException e) {
      throw source.refusal("syntax", "this is not YAML: " + said(e), "see yaml.org/spec/1.2");
    }
  }

  private Sited document() {
    next();
    Event first = next();
    if (!(first instanceof DocumentStartEvent start)) {
      throw source.refusal("empty", "the file has comments alone", "write at least one value");
    }
    start.getSpecVersion().ifPresent(version -> {
      if (version.getMajor() != 1 || version.getMinor() != 2) {
        throw source.refusal(0, "", "version", "the file says that it is YAML " + version.getMajor() + "." + version.getMinor(),
            "write YAML 1.2");
      }
    });
    Site root = value(next());
    if (!(root instanceof Site.Group group) || !group.isSection()) {
      throw source.refusal(root.start(), "", "root", "the file must hold names with values", "write name: value");
    }
    next();
    Event end = next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw source.refusal(start(end), "", "one-document", "a second document begins here",
          "delete the line ---, or what follows it");
    }
    return new Sited(source, group, scalars.notices());
  }

  private Site value(Event event) {
    int start = start(event);
    tally.count(start);
    if (event instanceof AliasEvent alias) {
      return alias(alias, start);
    }
    Site site = event instanceof ScalarEvent scalar
        ? scalars.leaf(scalar, start, marks.offset(end(scalar)))
        : group((CollectionStartEvent) event);
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, site));
    return site;
  }

  private Site alias(AliasEvent alias, int start) {
    Site target = anchors.get(alias.getAlias());
    if (target == null) {
      throw tally.refusal(start, "alias", "the alias *" + alias.getAlias().getValue() + " names no anchor before it",
          "write the value out");
    }
    if (++aliases > MAX_ALIASES) {
      throw tally.refusal(start, "alias", "there are more than " + MAX_ALIASES + " aliases", "write the values out");
    }
    countAgain(target, start);
    return new Site.Alias(start, marks.offset(end(alias)), target);
  }

  /** What an alias repeats counts again, so that a few lines cannot stand for a million values. */
  private void countAgain(Site site, int offset) {
    if (site instanceof Site.Alias alias) {
      countAgain(alias.target(), offset);
    } else if (site instanceof Site.Group group) {
      for (Site.Entry entry : group.entries()) {
        tally.count(offset);
        tally.enter(entry.name(), offset);
        countAgain(entry.value(), offset);
        tally.leave();
      }
    }
  }

  private Site.Group group(CollectionStartEvent event) {
    int start = start(event);
    event.getTag().ifPresent(tag -> {
      if (!tag.equals("tag:yaml.org,2002:map") && !tag.equals("tag:yaml.org,2002:seq")) {
        throw tally.refusal(start, "tag", "the tag " + tag + " is not allowed", "delete it");
      }
    });
    boolean isSection = event instanceof MappingStartEvent;
    List<Site.Entry> entries = new ArrayList<>();
    Event end = isSection ? section(entries) : list(entries, event);
    boolean isShared = event.getAnchor().isPresent();
    if (event.isFlow()) {
      int open = Math.max(start, marks.offset(end(event)) - 1);
      return new Site.Group(open, marks.offset(end(end)), isSection ? Site.Shape.BRACKET_SECTION : Site.Shape.BRACKET_LIST,
          entries, isShared);
    }
    return new Site.Group(
        entries.get(0).start(), entries.get(entries.size() - 1).value().end(),
        isSection ? Site.Shape.BLOCK_SECTION : Site.Shape.BLOCK_LIST, entries, isShared);
  }

  private Event section(List<Site.Entry> entries) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (Event event = next();; event = next()) {
      if (event.getEventId() == Event.ID.MappingEnd) {
        return event;
      }
      int at = start(event);
      String name = scalars.key(event, at);
      tally.enter(name, at);
      Integer first = seen.putIfAbsent(name, at);
      if (first != null) {
        throw tally.duplicate(first, at);
      }
      entries.add(new Site.Entry(name, at, marks.offset(end(event)), value(next())));
      tally.leave();
    }
  }

  private Event list(List<Site.Entry> entries, CollectionStartEvent list) {
    int from = start(list);
    for (Event event = next();; event = next()) {
      if (event.getEventId() == Event.ID.SequenceEnd) {
        return event;
      }
      int at = list.isFlow() ? start(event) : Lines.skipIdle(source.text(), from);
      String name = String.valueOf(entries.size());
      tally.enter(name, at);
      Site value = value(event);
      entries.add(new Site.Entry(name, at, at, value));
      from = value.end();
      tally.leave();
    }
  }

  /** The parser's own slips at odd escapes come out as these. */
  private Event next() {
    try {
      return events.next();
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw source.refusal("syntax", "this is not YAML: an escape or a tag is broken", "see yaml.org/spec/1.2");
    }
  }

  private int start(Event event) {
    return marks.offset(event.getStartMark().map(Mark::getIndex).orElse(0));
  }

  private static int end(Event event) {
    return event.getEndMark().map(Mark::getIndex).orElse(0);
  }

  private static String said(YamlEngineException e) {
    String said = e instanceof MarkedYamlEngineException marked && marked.getProblem() != null
        ? marked.getProblem()
        : String.valueOf(e.getMessage());
    String line = said.lines().findFirst().orElse("");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
